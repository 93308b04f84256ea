"""The project's MLflow server: whether it runs, and starting it. Its pages come through :mod:`.proxy`."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from pathlib import Path

from runway_jlab.contract.projects import MlflowView
from runway_jlab.errors import RunwayError
from runway_jlab.projects.project import Project, find_projects_below
from runway_jlab.tracking.location import Tracking
from runway_jlab.tracking.server import HostedServer, HostedServers, ServerState
from runway_jlab.web.base import RunwayHandler, guarded
from runway_jlab.workspace import Workspace

PAUSE = 10.0
"""Seconds after a look at all projects in which an unknown address is not looked for again."""

_STATES = {
    ServerState.STOPPED: "stopped",
    ServerState.STARTING: "starting",
    ServerState.RUNNING: "ready",
    ServerState.FAILED: "failed",
}


def key_of(project: Project) -> str:
    """A project's name in addresses: its id and its place, since a folder can be copied with the id in it."""
    place = hashlib.sha256(str(project.root).encode()).hexdigest()
    return f"{project.id}-{place[:8]}"


class HostedProjects:
    """The projects whose MLflow this server hosts, and what went wrong when one was started."""

    def __init__(self, base_url: str, root: Path) -> None:
        self._root = root
        self._workspaces: dict[str, Workspace] = {}
        self._trouble: dict[str, str] = {}
        self._starting: dict[str, asyncio.Task[None]] = {}
        self._looking = threading.Lock()
        self._look_again = 0.0
        self.servers = HostedServers(self._find, base_url)

    def look_for(self, key: str) -> None:
        """Find the project of an address that nobody asked for yet (a tab from before a restart); blocks meanwhile."""
        with self._looking:
            if key in self._workspaces or time.monotonic() < self._look_again:
                return
            for root in find_projects_below(self._root):
                try:
                    workspace = Workspace.at(root, within=self._root)
                except (RunwayError, OSError):
                    continue
                self._workspaces.setdefault(key_of(workspace.project), workspace)
            self._look_again = time.monotonic() + PAUSE

    def server(self, workspace: Workspace) -> HostedServer | None:
        """The project's server, started or not; None when its MLflow is external."""
        self._workspaces[key_of(workspace.project)] = workspace
        return self.servers.get(key_of(workspace.project))

    def view(self, workspace: Workspace) -> MlflowView:
        """How the project's MLflow stands."""
        project = workspace.project
        if project.tracking.uri is not None:
            return MlflowView("ready", project.tracking.uri)
        server = self.server(workspace)
        assert server is not None, "a project without an address of its own is hosted"
        return MlflowView(
            _STATES[server.state],  # type: ignore[arg-type]
            self.servers.path_of(key_of(project)) + "/",
            self._trouble.get(key_of(project)),
        )

    def start(self, workspace: Workspace) -> MlflowView:
        """Start the project's server, if it does not run; returns at once."""
        project = workspace.project
        server = None if project.tracking.uri is not None else self.server(workspace)
        if server is None:
            return self.view(workspace)
        key = key_of(project)
        if key not in self._starting and server.state is not ServerState.RUNNING:
            self._trouble.pop(key, None)
            self._starting[key] = asyncio.create_task(self._ensure(key, server))
            return MlflowView("starting", self.servers.path_of(key) + "/")
        return self.view(workspace)

    async def _ensure(self, key: str, server: HostedServer) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(None, server.ensure_started)
        except RunwayError as error:
            self._trouble[key] = error.message
        finally:
            del self._starting[key]

    def _find(self, key: str) -> Tracking | None:
        """Where a project logs, once it was asked for or looked for."""
        found = self._workspaces.get(key)
        return found.tracking if found else None


class MlflowHandler(RunwayHandler):
    auth_resource = "runway-mlflow"

    @property
    def hosted(self) -> HostedProjects:
        hosted: HostedProjects = self.settings["runway_hosted"]
        return hosted

    @guarded("read")
    async def get(self) -> None:
        workspace = await self.off_loop(self.workspace)
        self.answer(self.hosted.view(workspace))

    @guarded("execute")
    async def post(self) -> None:
        workspace = await self.off_loop(self.workspace)
        self.answer(self.hosted.start(workspace), 202)
