"""Runs: what is asked, what is answered, what is announced."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import with_config

RunState = Literal["QUEUED", "RUNNING", "FINISHED", "FAILED", "CANCELLED", "INTERRUPTED"]
Metric = float | Literal["nan", "inf", "-inf"]
"""JSON has no number for those three."""
StepState = Literal["QUEUED", "RUNNING", "FINISHED", "FAILED", "CANCELLED", "INTERRUPTED", "SKIPPED"]


@with_config(extra="forbid")
@dataclass(frozen=True)
class RunRequest:
    """Run the notebook at ``path`` (relative to the server's root) with some parameters overridden."""

    path: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StepErrorView:
    """Why a step failed: the exception as its cell shows it."""

    cell: str
    name: str
    message: str
    traceback: str
    """Plain text, without terminal colours."""


@dataclass(frozen=True)
class StepRunView:
    """One step of one run."""

    name: str
    state: StepState
    cached: bool
    seconds: float | None
    max_rss_bytes: int | None
    """The process's peak resident memory when the step ended."""
    cells: list[str]
    error: StepErrorView | None = None
    because: str | None = None
    """Why it was skipped, in words."""


@dataclass(frozen=True)
class RunSummary:
    """A row of the runs list."""

    run_id: str
    notebook: str
    """Relative to the project's folder; absolute on the command line."""
    state: RunState
    started: str
    """ISO 8601, UTC."""
    seconds: float | None
    parameters: dict[str, Any]
    metrics: dict[str, Metric]
    mlflow_run_id: str | None = None
    path: str | None = None
    """The notebook relative to the Jupyter server's root, when it lies under it."""


@dataclass(frozen=True)
class RunView(RunSummary):
    """A run with its steps; also what ``runway run --json`` prints."""

    steps: list[StepRunView] = field(default_factory=list)
    record: str | None = None
    """Digest of the record, once the run has ended."""
    revision: int = 0
    """Grows with every event of the run."""
    message: str | None = None
    """What a person should know about how it ended."""
    incomplete: list[str] = field(default_factory=list)
    """What could not be captured, each by name; empty when the record is complete."""
    mlflow_path: str | None = None
    """The run's page in MLflow, to be appended to the project's MLflow address."""
    executed: str | None = None
    """The executed copy of the notebook, absolute; None while the run goes on."""
    link: str | None = None
    """Query that opens this run: ``?runway=open:<run id>``."""


@dataclass(frozen=True)
class RunList:
    """The project's runs, latest first."""

    runs: list[RunSummary]


@dataclass(frozen=True)
class LogPage:
    """A piece of a run's log."""

    text: str
    offset: int
    """Byte offset at which to ask next."""
    complete: bool
    """True when the run has ended and nothing follows."""


@dataclass(frozen=True)
class RunEvent:
    """Announced on Jupyter's event bus whenever a run or a step changes state. No text, no values."""

    project_id: str
    run_id: str
    revision: int
    state: RunState
    step: str | None
    step_state: StepState | None
