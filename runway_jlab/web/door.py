"""The way in: one rule in Jupyter's routing that loads everything behind it when it is first needed.

Jupyter's start pays for this module and nothing else. Right after the start the rest is loaded in a thread, so that the
first request does not wait either.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado import web
from tornado.escape import url_unescape
from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import PathMatches, Router, Rule

PREFIX = "runway-jlab"


class Door(Router):
    """Finds the handler of a request below our prefix.

    Parameters
    ----------
    server : ServerApp
        The Jupyter server; what lives as long as it does is put into its settings.
    """

    def __init__(self, server: ServerApp) -> None:
        self._server = server
        self._prefix = url_path_join(server.base_url, PREFIX)
        self._lock = threading.Lock()
        self._routes: list[tuple[re.Pattern[str], type[Any]]] = []

    def open(self) -> None:
        """Put the rule into the server's routing. Our handlers guard themselves: a test walks every route."""
        rule = Rule(PathMatches(re.escape(self._prefix) + r"/.*"), self)
        web.Application.add_handlers(self._server.web_app, ".*$", [rule])

    def load(self) -> None:
        """Import the handlers and make what they share; the second time nothing happens."""
        with self._lock:
            if self._routes:
                return
            from runway_jlab.web.announcer import Announcer
            from runway_jlab.web.mlflow import HostedProjects
            from runway_jlab.web.routes import ROUTES

            server = self._server
            assert server.event_logger is not None, "the server is set up before its extensions"
            hosted = HostedProjects(server.base_url, Path(server.contents_manager.root_dir).expanduser().resolve())
            server.web_app.settings["runway_hosted"] = hosted
            server.web_app.settings["runway_mlflow"] = hosted.servers
            server.web_app.settings["runway_announcer"] = Announcer(server.event_logger, server.log)
            self._routes = [
                (re.compile(f"{re.escape(self._prefix)}/{pattern}"), handler) for pattern, handler in ROUTES
            ]

    def close(self) -> None:
        """Let go of what was started; runs go on, they have processes of their own. Blocks for some seconds at most."""
        settings = self._server.web_app.settings
        if self._routes:
            settings["runway_announcer"].stop()
            settings["runway_mlflow"].stop_all()

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> HTTPMessageDelegate | None:
        self.load()
        for pattern, handler in self._routes:
            match = pattern.fullmatch(request.path)
            if match is not None:
                arguments = {
                    name: url_unescape(value, encoding=None, plus=False) for name, value in match.groupdict().items()
                }
                return self._server.web_app.get_handler_delegate(request, handler, path_kwargs=arguments)
        return None
