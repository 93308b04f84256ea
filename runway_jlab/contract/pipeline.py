"""Pipelines as the canvas and ``runway show --json`` see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field, with_config

EdgeKind = Literal["data", "order", "observed"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class StepView:
    """One step: the cells that run together, and the variables they read and write."""

    name: str
    cells: list[str]
    reads: list[str]
    writes: list[str]
    proposed: bool = False
    """True while no cell's metadata names the step: Runway inferred it."""
    color: str | None = None
    position: tuple[float, float] | None = None
    """Where the user put the node, in canvas units; None lets the layout decide."""


@dataclass(frozen=True)
class EdgeView:
    """A dependency between two steps, by name."""

    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    kind: EdgeKind
    variables: list[str]


@dataclass(frozen=True)
class ParameterView:
    """A literal of the parameters cell that a run may override."""

    name: str
    type: str
    """``int``, ``float``, ``str``, ``bool``, ``list``, ``dict`` …, or the hint as written."""
    default: Any
    kind: str
    """``dataset``, ``model`` or ``training``."""
    description: str
    choices: list[Any] | None = None


@dataclass(frozen=True)
class ProblemView:
    """Something about the notebook that a person should know, tied to where it is."""

    code: str
    severity: Severity
    message: str
    cell: str | None
    line: int | None
    """1-based line within the cell."""


@dataclass(frozen=True)
class PipelineView:
    """The pipeline that one notebook holds."""

    steps: list[StepView]
    edges: list[EdgeView]
    parameters: list[ParameterView]
    setup: list[str]
    scratch: list[str]
    problems: list[ProblemView]
    parameters_cell: str | None = None


@with_config(extra="forbid")
@dataclass(frozen=True)
class CellText:
    """A cell of an open notebook, perhaps not saved yet."""

    id: str
    cell_type: Literal["code", "markdown", "raw"]
    source: str
    metadata: dict[str, Any] = field(default_factory=dict)


@with_config(extra="forbid")
@dataclass(frozen=True)
class PipelineRequest:
    """An open notebook's cells, in order, whose pipeline is wanted."""

    cells: list[CellText]
    metadata: dict[str, Any] = field(default_factory=dict)
