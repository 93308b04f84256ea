"""Runs: listed, started, looked at, cancelled, their logs read."""

from __future__ import annotations

from runway_jlab.contract.runs import LogPage, RunList, RunRequest, RunView
from runway_jlab.contract.views import run_summary, run_view
from runway_jlab.errors import BadRequest
from runway_jlab.runs.status import RunStatus
from runway_jlab.web.announcer import Announcer
from runway_jlab.web.base import RunwayHandler, guarded
from runway_jlab.workspace import Workspace, is_active


class _RunsHandler(RunwayHandler):
    auth_resource = "runway-runs"

    @property
    def announcer(self) -> Announcer:
        announcer: Announcer = self.settings["runway_announcer"]
        return announcer

    def view(self, status: RunStatus, workspace: Workspace) -> RunView:
        return run_view(status, workspace, self.server_root, absolute=False)


class RunsHandler(_RunsHandler):
    @guarded("read")
    async def get(self) -> None:
        workspace = await self.off_loop(self.workspace)
        rows = await self.off_loop(workspace.runs)
        for row in rows:
            if is_active(row):
                self.announcer.watch(workspace.project, row.run_id)
        self.answer(RunList([run_summary(row, workspace, self.server_root, absolute=False) for row in rows]))

    @guarded("execute")
    async def post(self) -> None:
        request = self.body(RunRequest)
        notebook = self.local_path(request.path)
        workspace = await self.off_loop(lambda: Workspace.at(notebook, within=self.server_root))
        status = await self.off_loop(lambda: workspace.run(notebook, request.parameters))
        self.announcer.watch(workspace.project, status.run_id)
        self.set_header("Location", f"{self.request.path}/{status.run_id}")
        self.answer(self.view(status, workspace), 202)


class RunHandler(_RunsHandler):
    @guarded("read")
    async def get(self, run: str) -> None:
        workspace = await self.off_loop(lambda: self.workspace_of_run(run))
        self.answer(self.view(await self.off_loop(lambda: workspace.status(run)), workspace))

    @guarded("execute")
    async def delete(self, run: str) -> None:
        workspace = await self.off_loop(lambda: self.workspace_of_run(run))
        self.answer(self.view(await self.off_loop(lambda: workspace.cancel(run)), workspace), 202)


class RunLogHandler(_RunsHandler):
    @guarded("read")
    async def get(self, run: str) -> None:
        text = self.get_query_argument("offset", "0")
        if not text.isdecimal() or len(text) > 12:
            raise BadRequest(f"offset must be a number of bytes, not {text}.")
        workspace = await self.off_loop(lambda: self.workspace_of_run(run))
        piece = await self.off_loop(lambda: workspace.log(run, int(text)))
        self.answer(LogPage(piece.text, piece.offset, piece.complete))
