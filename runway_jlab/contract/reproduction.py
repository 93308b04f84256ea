"""Open with link: a run's record held against today, and the folder it was reopened in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from runway_jlab.contract.runs import Metric

AxisState = Literal["exact", "changed", "missing"]


@dataclass(frozen=True)
class AxisView:
    """One of the four cards: is what the run had still here today?"""

    state: AxisState
    summary: str
    """One line for the card."""
    detail: list[str]
    """What differs or is missing, each by name."""


@dataclass(frozen=True)
class AxesView:
    """The four things that make a run."""

    code: AxisView
    parameters: AxisView
    data: AxisView
    environment: AxisView


@dataclass(frozen=True)
class ReproductionView:
    """What opening a run would bring back, before anything is written."""

    run_id: str
    notebook: str
    state: str
    started: str
    parameters: dict[str, Any]
    metrics: dict[str, Metric]
    axes: AxesView
    folder: str
    """Where it would open (or stands already), relative to the project."""
    opened: bool
    """True when that folder is there already."""
    incomplete: list[str]
    commit: str | None = None
    """The user's git commit that the run stood on, if any."""
    branch: str | None = None
    dirty: bool | None = None


@dataclass(frozen=True)
class Reopened:
    """A run brought back: also what ``runway open --json`` prints."""

    run_id: str
    folder: str
    """The snapshot's root, absolute."""
    notebook: str
    """The notebook in it, absolute."""
    parameters: dict[str, Any]
    axes: AxesView
    path: str | None = None
    """The notebook relative to the Jupyter server's root, when it lies under it."""
