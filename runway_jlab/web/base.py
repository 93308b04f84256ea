"""What every handler shares: paths in, contract out, one way to fail."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.iostream import StreamClosedError

from runway_jlab.contract.projects import ErrorView
from runway_jlab.contract.serialize import from_json, to_json
from runway_jlab.errors import AmbiguousRun, BadRequest, Forbidden, RunwayError, UnknownRun, from_the_system
from runway_jlab.projects.project import find_projects_below
from runway_jlab.web.errors import status_of
from runway_jlab.workspace import Workspace

T = TypeVar("T")
Method = TypeVar("Method", bound=Callable[..., Any])


def guarded(action: str) -> Callable[[Method], Method]:
    """Let only those in who are authenticated and may do `action` on the handler's ``auth_resource``.

    Parameters
    ----------
    action : str
        ``read``, ``write`` or ``execute``.
    """

    def wrap(method: Method) -> Method:
        return cast(Method, web.authenticated(authorized(action)(method)))

    return wrap


class RunwayHandler(APIHandler):
    """Base of the JSON handlers.

    Every method of a subclass is ``@guarded``; a test walks all routes without a token. Work that touches files goes to
    a thread by :meth:`off_loop`.
    """

    @property
    def server_root(self) -> Path:
        """The folder that the server shows, absolute and resolved."""
        return Path(self.contents_manager.root_dir).expanduser().resolve()

    def local_path(self, path: str) -> Path:
        """A path of the server's as a path of this machine.

        Raises
        ------
        BadRequest
            It is none.
        Forbidden
            It leads out of the server's root.
        """
        try:
            found = (self.server_root / path.strip("/")).resolve()
        except ValueError as error:  # a null character, half a surrogate pair
            raise BadRequest(f"The path is none that a file can have: {error}.") from error
        if not found.is_relative_to(self.server_root):
            raise Forbidden(f"{path} is outside the folder that this server shows.", path=path)
        return found

    def path_argument(self) -> Path:
        """The notebook or folder in the ``path`` argument; the server's root without one."""
        return self.local_path(self.get_query_argument("path", ""))

    def workspace(self) -> Workspace:
        """The workspace of the notebook in the ``path`` argument."""
        return Workspace.at(self.path_argument(), within=self.server_root)

    def workspace_of_run(self, run: str) -> Workspace:
        """The workspace that has a run: the one of ``path``, or the first below the server's root that knows it."""
        if self.get_query_argument("path", ""):
            return self.workspace()
        for root in find_projects_below(self.server_root):
            try:
                workspace = Workspace.at(root, within=self.server_root)
                workspace.catalog.find(run)
            except AmbiguousRun:
                raise
            except (RunwayError, OSError, sqlite3.Error):
                continue  # that project does not know it, or is broken: others are not
            return workspace
        raise UnknownRun(f"No project below this server's folder has a run {run}.", run=run)

    def body(self, kind: type[T]) -> T:
        """The request's JSON as a contract class.

        Raises
        ------
        BadRequest
        """
        try:
            content = json.loads(self.request.body or b"{}")
        except ValueError as error:
            raise BadRequest(f"The request's body is not JSON: {error}.") from error
        return from_json(kind, content)

    async def off_loop(self, work: Callable[[], T]) -> T:
        """Do blocking work in a thread."""
        return await asyncio.get_running_loop().run_in_executor(None, work)

    def answer(self, view: Any, status: int = 200) -> None:
        """Send a contract instance."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(to_json(view)))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer an exception by the table in :mod:`.errors`, always as an :class:`ErrorView`."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, (OSError, sqlite3.Error)) and not isinstance(error, StreamClosedError):
            error = from_the_system(error)
        if isinstance(error, RunwayError):
            self.set_status(status_of(error))
            view = ErrorView(error.message, error.code, json.loads(json.dumps(error.detail, default=str)))
        elif isinstance(error, web.HTTPError):
            self.set_status(error.status_code)
            message = error.log_message or error.reason or "The request was refused."
            view = ErrorView(message, f"http-{error.status_code}", {})
        else:
            view = ErrorView("Runway met an error of its own; the server's log has the details.", "internal", {})
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(to_json(view)))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Errors that are meant for people are no trouble of the server's."""
        if isinstance(value, RunwayError):
            self.log.info("%s %s: %s", self.request.method, self.request.path, value.message)
        elif not isinstance(value, web.HTTPError):
            self.log.error("%s", "".join(traceback.format_exception(typ, value, tb)))
