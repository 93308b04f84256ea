"""Open with link: what a run would bring back, and bringing it back."""

from __future__ import annotations

from runway_jlab.contract.reproduction import Reopened, ReproductionView
from runway_jlab.contract.views import reopened_view, reproduction_view
from runway_jlab.web.base import RunwayHandler, guarded


class ReproductionHandler(RunwayHandler):
    auth_resource = "runway-runs"

    @guarded("read")
    async def get(self, run: str) -> None:
        def look() -> ReproductionView:
            workspace = self.workspace_of_run(run)
            record = workspace.record(run)
            return reproduction_view(workspace, record, workspace.axes(record))

        self.answer(await self.off_loop(look))

    @guarded("write")
    async def post(self, run: str) -> None:
        root = self.server_root

        def reopen() -> Reopened:
            workspace = self.workspace_of_run(run)
            record = workspace.record(run)
            axes = workspace.axes(record)
            return reopened_view(record, workspace.reopen(record), axes, root)

        self.answer(await self.off_loop(reopen), 201)
