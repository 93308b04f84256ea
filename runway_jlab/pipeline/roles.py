"""What a cell says of itself: step, set-up, parameters or scratch, as its metadata and tags have it.

Runway's own metadata comes first, then papermill's ``parameters`` tag, nbclient's ``skip-execution``, and Kale's tags.
A cell that says nothing gets no role here; `proposals` finds one. The parameters cell is never a step, whatever else it
says, since a run must be able to override it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .notebook import Cell


class Role(StrEnum):
    STEP = "step"
    SETUP = "setup"
    PARAMETERS = "parameters"
    SCRATCH = "scratch"
    EMPTY = "empty"
    """Nothing to run and not named: neither step nor problem."""


@dataclass(frozen=True)
class Placement:
    """``step`` is the step's name where the role is STEP; ``after`` the order edges that the cell carries."""

    role: Role
    step: str = ""
    proposed: bool = False
    after: tuple[str, ...] = ()
    drawn: bool = True
    """Whether ``after`` was drawn in Runway; Kale's ``prev:`` repeats what the data say already."""


_KALE_SETUP = frozenset({"imports", "functions"})
_KALE_SCRATCH = frozenset({"skip", "skip-execution"})


def runway_metadata(cell: Cell) -> Mapping[str, Any]:
    said = cell.metadata.get("runway")
    return said if isinstance(said, Mapping) else {}


def stated_role(cell: Cell) -> Placement | None:
    """The role that the cell's metadata gives it; None where it has none."""
    said = runway_metadata(cell)
    if "parameters" in cell.tags:
        return Placement(Role.PARAMETERS)
    step = said.get("step")
    if isinstance(step, str) and step.strip():
        return Placement(Role.STEP, step.strip(), after=_names(said.get("after")))
    if said.get("role") in (Role.SETUP, Role.SCRATCH):
        return Placement(Role(said["role"]))
    return _tagged(cell.tags)


def _tagged(tags: tuple[str, ...]) -> Placement | None:
    steps = [tag.partition(":")[2].strip() for tag in tags if tag.startswith(("step:", "block:"))]
    if steps and steps[0]:
        before = tuple(tag[len("prev:") :].strip() for tag in tags if tag.startswith("prev:"))
        return Placement(Role.STEP, steps[0], after=tuple(name for name in before if name), drawn=False)
    if "pipeline-parameters" in tags:
        return Placement(Role.PARAMETERS)
    if not _KALE_SETUP.isdisjoint(tags):
        return Placement(Role.SETUP)
    if not _KALE_SCRATCH.isdisjoint(tags):
        return Placement(Role.SCRATCH)
    return None


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        return ()
    return tuple(dict.fromkeys(name.strip() for name in value if isinstance(name, str) and name.strip()))
