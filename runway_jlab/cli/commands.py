"""What each command does: it asks the workspace, and returns its JSON, how to show it, and the exit code."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from runway_jlab._version import __version__
from runway_jlab.errors import BadRequest

Answer = tuple[Any, Callable[[], None], int]
"""What a command found: its JSON, how to show it to a person, the exit code."""


def init(options: argparse.Namespace) -> Answer:
    from runway_jlab.contract.serialize import to_json
    from runway_jlab.contract.views import project_view
    from runway_jlab.projects.project import create_project

    project = create_project(options.folder, options.name)

    def show() -> None:
        print(f"{project.root} is now the project “{project.name}”. Run a notebook in it with: runway run NOTEBOOK")

    return to_json(project_view(project, None)), show, 0


def status(options: argparse.Namespace) -> Answer:
    from runway_jlab.contract.projects import StatusView
    from runway_jlab.contract.serialize import to_json
    from runway_jlab.contract.views import project_view
    from runway_jlab.workspace import Workspace

    workspace = Workspace.at(_existing(options.project))
    project = workspace.project
    view = StatusView(__version__, project_view(project, None), workspace.catalog.count())

    def show() -> None:
        print(f"Project   {project.name}  ({project.root})")
        print(f"MLflow    {workspace.tracking.uri}")
        print(f"Runs      {view.runs}")

    return to_json(view), show, 0


def show(options: argparse.Namespace) -> Answer:
    from runway_jlab.cli.terminal import show_pipeline
    from runway_jlab.contract.serialize import to_json
    from runway_jlab.contract.views import pipeline_view
    from runway_jlab.pipeline.build import build
    from runway_jlab.pipeline.notebook import read_notebook

    view = pipeline_view(build(read_notebook(options.notebook)))
    return to_json(view), lambda: show_pipeline(view), 0


def run(options: argparse.Namespace) -> Answer:
    from runway_jlab.cli.terminal import RunTable, show_run_end
    from runway_jlab.contract.serialize import to_json
    from runway_jlab.contract.views import run_view
    from runway_jlab.engine.states import RunState
    from runway_jlab.pipeline.notebook import read_notebook
    from runway_jlab.workspace import Workspace

    read_notebook(options.notebook)
    workspace = Workspace.at(options.notebook)
    submitted = workspace.run(options.notebook, _assignments(options.parameter))
    table = None if options.json else RunTable(submitted)
    try:
        revision = -1
        while True:
            status = workspace.wait(submitted.run_id, after=revision, timeout=1.0)
            revision = status.revision
            if table is not None:
                table.show(status)
            if status.state.ended:
                break
        status = workspace.wait_until_done(submitted.run_id)
    except KeyboardInterrupt:
        workspace.cancel(submitted.run_id)
        status = workspace.wait_until_done(submitted.run_id)
    view = run_view(status, workspace, None, absolute=True)
    code = 0 if status.state is RunState.FINISHED else 1

    def show() -> None:
        assert table is not None
        table.show(status)
        show_run_end(view)

    return to_json(view), show, code


def runs(options: argparse.Namespace) -> Answer:
    from runway_jlab.cli.terminal import show_runs
    from runway_jlab.contract.serialize import to_json
    from runway_jlab.contract.views import run_summary
    from runway_jlab.workspace import Workspace

    workspace = Workspace.at(_existing(options.project))
    rows = [run_summary(row, workspace, None, absolute=True) for row in workspace.runs()]
    return [to_json(row) for row in rows], lambda: show_runs(rows), 0


def open_run(options: argparse.Namespace) -> Answer:
    from runway_jlab.cli.terminal import show_reopened
    from runway_jlab.contract.serialize import to_json
    from runway_jlab.contract.views import reopened_view
    from runway_jlab.workspace import Workspace

    workspace = Workspace.at(_existing(options.project))
    record = workspace.record(options.run)
    axes = workspace.axes(record)
    view = reopened_view(record, workspace.reopen(record, options.into), axes, None)
    return to_json(view), lambda: show_reopened(view), 0


def doctor(options: argparse.Namespace) -> Answer:
    from runway_jlab.cli.doctor import examine
    from runway_jlab.cli.terminal import show_checks
    from runway_jlab.contract.projects import DoctorView
    from runway_jlab.contract.serialize import to_json

    view = DoctorView(examine())
    failed = any(check.state == "failed" for check in view.checks)
    return to_json(view), lambda: show_checks(view), 1 if failed else 0


def _assignments(texts: Sequence[str]) -> dict[str, str]:
    values = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator or not name.strip():
            raise BadRequest(f"-p {text}: write NAME=VALUE, for example -p learning_rate=0.05", given=text)
        values[name.strip()] = value
    return values


def _existing(folder: Path) -> Path:
    if not folder.exists():
        raise BadRequest(f"There is no folder {folder}.", path=str(folder))
    return folder.resolve()
