"""The pipeline of an open notebook, saved or not."""

from __future__ import annotations

from dataclasses import asdict

from runway_jlab.contract.pipeline import PipelineRequest
from runway_jlab.contract.views import pipeline_view
from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.notebook import Cell, Notebook
from runway_jlab.web.base import RunwayHandler, guarded


class PipelineHandler(RunwayHandler):
    auth_resource = "runway-pipelines"

    @guarded("read")
    async def post(self) -> None:
        request = self.body(PipelineRequest)
        notebook = Notebook(tuple(Cell(**asdict(cell)) for cell in request.cells), request.metadata)
        self.answer(pipeline_view(await self.off_loop(lambda: build(notebook))))
