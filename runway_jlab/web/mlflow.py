"""The project's MLflow server: whether it runs, and starting it. Its pages come through :mod:`.proxy`."""

from __future__ import annotations

import asyncio

from runway_jlab.contract.projects import MlflowView
from runway_jlab.errors import RunwayError
from runway_jlab.projects.project import Project
from runway_jlab.tracking.location import Tracking
from runway_jlab.tracking.server import HostedServer, HostedServers, ServerState
from runway_jlab.web.base import RunwayHandler, guarded
from runway_jlab.workspace import Workspace

_STATES = {
    ServerState.STOPPED: "stopped",
    ServerState.STARTING: "starting",
    ServerState.RUNNING: "ready",
    ServerState.FAILED: "failed",
}


class HostedProjects:
    """The projects whose MLflow this server hosts, and what went wrong when one was started."""

    def __init__(self, base_url: str) -> None:
        self._workspaces: dict[str, Workspace] = {}
        self._trouble: dict[str, str] = {}
        self._starting: dict[str, asyncio.Task[None]] = {}
        self.servers = HostedServers(self._find, base_url)

    def server(self, workspace: Workspace) -> HostedServer | None:
        """The project's server, started or not; None when its MLflow is external."""
        self._workspaces[workspace.project.id] = workspace
        return self.servers.get(workspace.project.id)

    def view(self, workspace: Workspace) -> MlflowView:
        """How the project's MLflow stands."""
        project = workspace.project
        if project.tracking.uri is not None:
            return MlflowView("ready", project.tracking.uri)
        server = self.server(workspace)
        assert server is not None, "a project without an address of its own is hosted"
        return MlflowView(
            _STATES[server.state],  # type: ignore[arg-type]
            self.servers.path_of(project.id) + "/",
            self._trouble.get(project.id),
        )

    def start(self, workspace: Workspace) -> MlflowView:
        """Start the project's server, if it does not run; returns at once."""
        project = workspace.project
        server = None if project.tracking.uri is not None else self.server(workspace)
        if server is None:
            return self.view(workspace)
        if project.id not in self._starting and server.state is not ServerState.RUNNING:
            self._trouble.pop(project.id, None)
            self._starting[project.id] = asyncio.create_task(self._ensure(project, server))
            return MlflowView("starting", self.servers.path_of(project.id) + "/")
        return self.view(workspace)

    async def _ensure(self, project: Project, server: HostedServer) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(None, server.ensure_started)
        except RunwayError as error:
            self._trouble[project.id] = error.message
        finally:
            del self._starting[project.id]

    def _find(self, project_id: str) -> Tracking | None:
        workspace = self._workspaces.get(project_id)
        return workspace.tracking if workspace else None


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
