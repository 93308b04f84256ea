"""What a run will do, decided before anything runs: the cells in notebook order, with their final sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runway_jlab.errors import NotebookHasErrors, PipelineCyclic
from runway_jlab.pipeline.graph import Pipeline
from runway_jlab.pipeline.notebook import Notebook
from runway_jlab.pipeline.parameters import override


@dataclass(frozen=True)
class PlannedCell:
    """A cell as it will be executed; `step` is None for setup and parameters."""

    id: str
    source: str
    step: str | None


@dataclass(frozen=True)
class Plan:
    """The walk of one run.

    Parameters
    ----------
    pipeline : Pipeline
        The graph, for what follows from a failure.
    cells : tuple of PlannedCell
        In the order in which Run All would execute them.
    parameters : Mapping
        Every parameter's value, overridden or default.
    overridden : tuple of str
        Which of them were given for this run.
    """

    pipeline: Pipeline
    cells: tuple[PlannedCell, ...]
    parameters: Mapping[str, Any]
    overridden: tuple[str, ...]


def plan_run(notebook: Notebook, pipeline: Pipeline, values: Mapping[str, Any]) -> Plan:
    """The plan for running `notebook` with some parameters overridden.

    Parameters
    ----------
    notebook : Notebook
    pipeline : Pipeline
        Built from that notebook.
    values : Mapping
        Typed values by parameter name, as ``coerce`` returns them.

    Raises
    ------
    NotebookHasErrors
        A cell does not parse.
    PipelineCyclic
        Steps wait for each other.
    """
    _refuse(pipeline)
    sources = {cell.id: cell.source for cell in notebook.code_cells}
    if pipeline.parameters_cell is not None and values:
        sources[pipeline.parameters_cell] = override(sources[pipeline.parameters_cell], values)
    cells = []
    for cell_id in pipeline.order:
        step = pipeline.step_of(cell_id)
        cells.append(PlannedCell(cell_id, sources[cell_id], step.name if step else None))
    defaults = {parameter.name: parameter.default for parameter in pipeline.parameters}
    return Plan(
        pipeline=pipeline,
        cells=tuple(cells),
        parameters={**defaults, **values},
        overridden=tuple(name for name in defaults if name in values),
    )


def _refuse(pipeline: Pipeline) -> None:
    errors = pipeline.errors
    if not errors:
        return
    kind = PipelineCyclic if all(problem.code == "cycle" for problem in errors) else NotebookHasErrors
    lines = "; ".join(
        f"{problem.message} (cell {problem.cell}, line {problem.line})" if problem.line else problem.message
        for problem in errors
    )
    raise kind(
        f"The notebook cannot run as a pipeline: {lines}",
        problems=[
            {"code": problem.code, "message": problem.message, "cell": problem.cell, "line": problem.line}
            for problem in errors
        ],
    )
