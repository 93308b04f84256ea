"""Projects: which one a notebook is in, making one, and the example."""

from __future__ import annotations

from runway_jlab._version import __version__
from runway_jlab.contract.projects import (
    ExampleRequest,
    ExampleView,
    ProjectRequest,
    StatusView,
)
from runway_jlab.contract.views import path_below, project_view
from runway_jlab.projects.example import copy_example
from runway_jlab.projects.project import create_project, find_project
from runway_jlab.web.base import RunwayHandler, guarded
from runway_jlab.workspace import Workspace


class StatusHandler(RunwayHandler):
    auth_resource = "runway-projects"

    @guarded("read")
    async def get(self) -> None:
        path = self.path_argument()

        def look() -> StatusView:
            project = find_project(path, within=self.server_root)
            if project is None:
                return StatusView(__version__, None, 0)
            runs = Workspace(project).catalog.count()
            return StatusView(__version__, project_view(project, self.server_root), runs)

        self.answer(await self.off_loop(look))


class ProjectsHandler(RunwayHandler):
    auth_resource = "runway-projects"

    @guarded("write")
    async def post(self) -> None:
        request = self.body(ProjectRequest)
        folder = self.local_path(request.path)
        if folder.is_file():
            folder = folder.parent
        project = await self.off_loop(lambda: create_project(folder, request.name))
        self.answer(project_view(project, self.server_root), 201)


class ExampleHandler(RunwayHandler):
    auth_resource = "runway-projects"

    @guarded("write")
    async def post(self) -> None:
        request = self.body(ExampleRequest)
        folder = self.local_path(request.path)
        notebook = await self.off_loop(lambda: copy_example(folder))
        path = path_below(self.server_root, notebook)
        assert path is not None, "the copy is below the server's root"
        self.answer(ExampleView(path), 201)
