"""MLflow's pages and API under Jupyter's own address: streamed, authenticated, and without Jupyter's secrets.

What goes to MLflow carries neither cookies nor tokens nor an Origin, and says ``Host: localhost``, the only one
that MLflow is told to answer. What comes back may be framed by JupyterLab (same origin) and by nobody else.
MLflow's pages know nothing of Jupyter's ``_xsrf``, so a write by cookie must show that it comes from our own
pages by ``Sec-Fetch-Site``, which no page can forge; a request with a token has shown that it is no browser's.

Bodies are passed on piece by piece in both directions, each waiting for the other side: memory stays flat.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections.abc import Awaitable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jupyter_core.utils import ensure_async
from tornado import web
from tornado.http1connection import HTTP1Connection, HTTP1ConnectionParameters
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.iostream import IOStream, StreamClosedError

from runway_jlab.errors import TrackingUnavailable
from runway_jlab.tracking.server import HostedServer, HostedServers, ServerState
from runway_jlab.web.base import RunwayHandler
from runway_jlab.web.mlflow import HostedProjects

BODY_LIMIT = 1 << 40
"""Bytes; models are larger than what Jupyter takes otherwise (half a gigabyte)."""

_HOP_BY_HOP = {
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
_NOT_FOR_MLFLOW = {"authorization", "cookie", "forwarded", "host", "origin", "referer", "x-xsrftoken"}
_NOT_FOR_THE_BROWSER = {"content-security-policy", "date", "server", "set-cookie", "x-frame-options"}

_READING_POSTS = re.compile(r"/(search|get-history-bulk|batch-get|query)[^/]*$|/(traces|metrics)/(search|query)$")
"""MLflow asks many of its questions by POST."""

_WAITING_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>MLflow</title>
<style>body{font:14px system-ui,sans-serif;color:#616161;display:grid;place-items:center;height:90vh;margin:0}
@media (prefers-color-scheme:dark){body{background:#111;color:#bbb}}</style></head>
<body><p role="status">MLflow is starting…</p></body></html>
"""


@web.stream_request_body
class MlflowProxyHandler(RunwayHandler):
    """Passes one request on to the hosted MLflow server of a project."""

    auth_resource = "runway-mlflow"
    _upstream: HTTP1Connection | None = None

    def initialize(self) -> None:
        self._inside = contextlib.ExitStack()

    async def prepare(self) -> None:  # type: ignore[override]
        """Let in, start MLflow if need be, and send the head of the request; the body follows as it comes."""
        await super().prepare()
        await self._authorize()
        self.request.connection.set_max_body_size(BODY_LIMIT)  # type: ignore[union-attr]
        servers: HostedServers = self.settings["runway_mlflow"]
        key = self.path_kwargs["project_id"]
        server = servers.get(key)
        hosted: HostedProjects | None = self.settings.get("runway_hosted")
        if server is None and hosted is not None:
            await self.off_loop(lambda: hosted.look_for(key))
            server = servers.get(key)
        if server is None:
            raise web.HTTPError(404, "No project that this server has open is hosted here under that id.")
        if server.state is not ServerState.RUNNING and self._is_navigation():
            self._starting(server)
            self.set_status(202)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_header("Cache-Control", "no-store")
            await self.finish(_WAITING_PAGE, set_content_type="text/html; charset=utf-8")
            return
        self._inside.enter_context(server.request())
        stream = await self._connected(server)
        self._upstream = HTTP1Connection(
            stream,
            True,
            HTTP1ConnectionParameters(no_keep_alive=True, max_body_size=BODY_LIMIT, max_header_size=1 << 20),
        )
        line = RequestStartLine(str(self.request.method), self._target(), "")
        await self._sending(self._upstream.write_headers(line, self._request_headers()))

    async def data_received(self, chunk: bytes) -> None:
        """A piece of the request's body."""
        if self._upstream is not None:
            await self._sending(self._upstream.write(chunk))

    @web.authenticated
    async def get(self, project_id: str, path: str) -> None:
        """The request is complete: pass the answer on."""
        assert self._upstream is not None
        self._upstream.finish()
        answer = _Answer(self)
        try:
            await self._upstream.read_response(answer)
        except StreamClosedError:
            answer.complete = False
        if not answer.started:
            raise web.HTTPError(502, "MLflow ended the connection without an answer; its log may say why.")
        if not answer.complete:
            # The head is out: all that is left to say is that this was not everything.
            self.log.warning("MLflow broke off its answer to %s", self.request.path)
            self.request.connection.stream.close()  # type: ignore[union-attr]
            return
        await self.finish()

    post = put = patch = delete = head = get

    def on_finish(self) -> None:
        self._close()

    def on_connection_close(self) -> None:
        super().on_connection_close()
        self._close()

    def check_xsrf_cookie(self) -> None:
        """Writes by cookie come from our own pages only: see the module's words."""
        if not hasattr(self, "_jupyter_current_user"):
            return  # too early: asked again when the user is known
        if self.token_authenticated or self.settings.get("disable_check_xsrf", False):
            return
        site = self.request.headers.get("Sec-Fetch-Site")
        if site is None:
            origin = self.request.headers.get("Origin", "")
            if urlsplit(origin).netloc.lower() == self.request.host.lower():
                return
        elif site == "same-origin":
            return
        raise web.HTTPError(403, "A write to MLflow must come from this server's own pages, or bring a token.")

    @property
    def content_security_policy(self) -> str:
        """Framed by our own pages only; what users uploaded runs no scripts in Jupyter's name."""
        framed = "frame-ancestors 'self'"
        path = self.request.path
        return f"{framed}; sandbox" if "get-artifact" in path or "/mlflow-artifacts/" in path else framed

    def compute_etag(self) -> None:
        return None

    async def _authorize(self) -> None:
        user = self.current_user
        reading = self.request.method in {"GET", "HEAD"} or (
            self.request.method == "POST" and _READING_POSTS.search(self.request.path)
        )
        action = "read" if reading else "write"
        if not user or not await ensure_async(self.authorizer.is_authorized(self, user, action, self.auth_resource)):
            raise web.HTTPError(403, f"You may not {action} this project's MLflow.")

    def _is_navigation(self) -> bool:
        return self.request.method == "GET" and "text/html" in self.request.headers.get("Accept", "")

    def _starting(self, server: HostedServer) -> asyncio.Future[Any]:
        """One start per server, however many requests wait for it: each holds a thread while it lasts."""
        starts: dict[HostedServer, asyncio.Future[Any]] = self.settings.setdefault("runway_mlflow_starts", {})
        start = starts.get(server)
        if start is None:
            loop = asyncio.get_running_loop()
            start = starts[server] = loop.run_in_executor(None, server.ensure_started)
            start.add_done_callback(lambda done: (starts.pop(server, None), done.exception()))
        return start

    async def _connected(self, server: HostedServer) -> IOStream:
        if server.state is ServerState.RUNNING:
            with contextlib.suppress(StreamClosedError, OSError):
                return await _connect(str(server.socket))
        await asyncio.shield(self._starting(server))
        try:
            return await _connect(str(server.socket))
        except (StreamClosedError, OSError) as error:
            raise TrackingUnavailable("MLflow was started and is gone again; its log may say why.") from error

    async def _sending(self, writing: Awaitable[None]) -> None:
        try:
            await writing
        except StreamClosedError:
            # It may have answered before it read everything; if not, reading the answer will tell.
            pass

    def _target(self) -> str:
        """The path as it came; a token in the query is Jupyter's affair."""
        path, mark, query = str(self.request.uri).partition("?")
        if "token=" in query:
            query = urlencode([pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "token"])
        return f"{path}?{query}" if mark and query else path

    def _request_headers(self) -> HTTPHeaders:
        headers = HTTPHeaders({"Host": "localhost", "Connection": "close"})
        for name, value in self.request.headers.get_all():
            lower = name.lower()
            if lower not in _HOP_BY_HOP | _NOT_FOR_MLFLOW and not lower.startswith(("x-forwarded-", "sec-")):
                headers.add(name, value)
        return headers

    def _close(self) -> None:
        if self._upstream is not None:
            self._upstream.stream.close()
        self._inside.close()


class _Answer(HTTPMessageDelegate):
    """MLflow's answer on its way to the browser; each piece waits until the browser has taken it."""

    def __init__(self, handler: MlflowProxyHandler) -> None:
        self.handler = handler
        self.started = False
        self.complete = False

    async def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> None:
        assert isinstance(start_line, ResponseStartLine)
        if start_line.code < 200:
            return
        self.started = True
        handler = self.handler
        handler.set_status(start_line.code, start_line.reason)
        handler.clear_header("Content-Type")
        for name in {name for name, _ in headers.get_all()}:
            lower = name.lower()
            if lower in _HOP_BY_HOP | _NOT_FOR_THE_BROWSER or lower.startswith("access-control-"):
                continue
            handler.clear_header(name)
            for value in headers.get_list(name):
                handler.add_header(name, value.removeprefix("http://localhost") if lower == "location" else value)
        await handler.flush()

    async def data_received(self, chunk: bytes) -> None:
        if self.started:
            self.handler.write(chunk)
            with contextlib.suppress(StreamClosedError):
                await self.handler.flush()

    def finish(self) -> None:
        self.complete = True

    def on_connection_close(self) -> None:
        self.complete = False


async def _connect(path: str) -> IOStream:
    stream = IOStream(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    try:
        await stream.connect(path)
    except BaseException:
        stream.close()
        raise
    return stream
