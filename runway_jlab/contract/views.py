"""From what the domain knows to what goes over the wire."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from runway_jlab.contract.pipeline import EdgeView, ParameterView, PipelineView, ProblemView, StepView
from runway_jlab.contract.projects import ProjectView
from runway_jlab.contract.reproduction import AxesView, AxisView, Reopened, ReproductionView
from runway_jlab.contract.runs import RunEvent, RunSummary, RunView, StepErrorView, StepRunView
from runway_jlab.engine.walk import StepResult
from runway_jlab.pipeline.graph import Pipeline
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.axes import Axes, Axis
from runway_jlab.reproduce.record import Record
from runway_jlab.reproduce.reopen import ReopenedRun
from runway_jlab.runs.status import RunStatus
from runway_jlab.storage.files import plain
from runway_jlab.storage.run_index import RunRow
from runway_jlab.workspace import Workspace


def pipeline_view(pipeline: Pipeline) -> PipelineView:
    return PipelineView(
        steps=[
            StepView(
                name=step.name,
                cells=list(step.cells),
                reads=list(step.reads),
                writes=list(step.writes),
                proposed=step.proposed,
                color=step.color,
                position=step.position,
            )
            for step in pipeline.steps
        ],
        edges=[EdgeView(edge.source, edge.target, edge.kind.value, list(edge.variables)) for edge in pipeline.edges],
        parameters=[
            ParameterView(
                name=parameter.name,
                type=parameter.type,
                default=plain(parameter.default),
                kind=parameter.kind,
                description=parameter.description,
                choices=None if parameter.choices is None else [plain(choice) for choice in parameter.choices],
            )
            for parameter in pipeline.parameters
        ],
        setup=list(pipeline.setup),
        scratch=list(pipeline.scratch),
        problems=[
            ProblemView(problem.code, problem.severity.value, problem.message, problem.cell, problem.line)
            for problem in pipeline.problems
        ],
        parameters_cell=pipeline.parameters_cell,
    )


def run_summary(
    row: RunRow | RunStatus, workspace: Workspace, server_root: Path | None, *, absolute: bool
) -> RunSummary:
    """A row of the runs list.

    Parameters
    ----------
    server_root : Path, optional
        The Jupyter server's root folder, when there is a server.
    absolute : bool
        Whether the notebook's path is to be absolute (the command line) or relative to the project.
    """
    notebook = workspace.absolute(row.notebook)
    return RunSummary(
        run_id=row.run_id,
        notebook=str(notebook) if absolute else row.notebook,
        state=str(row.state),  # type: ignore[arg-type]
        started=row.started,
        seconds=row.seconds,
        parameters=plain(row.parameters),
        metrics=plain(row.metrics),
        mlflow_run_id=row.mlflow_run_id,
        path=path_below(server_root, notebook),
    )


def run_view(status: RunStatus, workspace: Workspace, server_root: Path | None, *, absolute: bool) -> RunView:
    """A run with its steps."""
    summary = run_summary(status, workspace, server_root, absolute=absolute)
    mlflow_path = None
    if status.mlflow_run_id is not None:
        mlflow_path = f"#/experiments/{status.mlflow_experiment_id}/runs/{status.mlflow_run_id}"
        mlflow_path += "?workflowType=machine_learning"  # else MLflow shows the page of a language model's run
    return RunView(
        **{field.name: getattr(summary, field.name) for field in fields(RunSummary)},
        steps=[_step_view(step) for step in status.steps],
        record=status.record,
        revision=status.revision,
        message=status.message,
        incomplete=list(status.incomplete),
        mlflow_path=mlflow_path,
        executed=workspace.executed(status.run_id),
        link=f"?runway=open:{status.run_id}",
    )


def _step_view(step: StepResult) -> StepRunView:
    error = step.error
    return StepRunView(
        name=step.name,
        state=step.state.value,
        cached=step.cached,
        seconds=step.seconds,
        max_rss_bytes=step.max_rss_bytes,
        cells=list(step.cells),
        error=None if error is None else StepErrorView(error.cell, error.name, error.message, error.traceback),
        because=step.because,
    )


def run_event(project: Project, status: RunStatus, step: StepResult | None) -> RunEvent:
    """The announcement of a change."""
    return RunEvent(
        project_id=project.id,
        run_id=status.run_id,
        revision=status.revision,
        state=status.state.value,
        step=step.name if step else None,
        step_state=step.state.value if step else None,
    )


def project_view(project: Project, server_root: Path | None) -> ProjectView:
    return ProjectView(
        id=project.id,
        name=project.name,
        root=str(project.root),
        tracking="external" if project.tracking.uri else "hosted",
        path=path_below(server_root, project.root),
        reopened_run=project.reopened_run,
    )


def axes_view(axes: Axes) -> AxesView:
    return AxesView(
        code=_axis_view(axes.code),
        parameters=_axis_view(axes.parameters),
        data=_axis_view(axes.data),
        environment=_axis_view(axes.environment),
    )


def _axis_view(axis: Axis) -> AxisView:
    return AxisView(axis.state.value, axis.summary, list(axis.detail))


def reproduction_view(workspace: Workspace, record: Record, axes: Axes) -> ReproductionView:
    folder = workspace.where_it_opens(record)
    head = record.source.head
    return ReproductionView(
        run_id=record.run_id,
        notebook=Path(record.source.notebook).name,
        state=record.state,
        started=record.started,
        parameters=plain(record.values),
        metrics=plain(record.metrics),
        axes=axes_view(axes),
        folder=folder.relative_to(workspace.project.root).as_posix(),
        opened=folder.exists(),
        incomplete=list(record.incomplete),
        commit=head.commit if head else None,
        branch=head.branch if head else None,
        dirty=head.dirty if head else None,
    )


def reopened_view(record: Record, reopened: ReopenedRun, axes: Axes, server_root: Path | None) -> Reopened:
    return Reopened(
        run_id=record.run_id,
        folder=str(reopened.folder),
        notebook=str(reopened.notebook),
        parameters=plain(record.values),
        axes=axes_view(axes),
        path=path_below(server_root, reopened.notebook),
    )


def path_below(server_root: Path | None, path: Path) -> str | None:
    """`path` relative to the server's root with forward slashes; None when it does not lie under it."""
    if server_root is None:
        return None
    try:
        return path.relative_to(server_root).as_posix()
    except ValueError:
        return None
