"""The four axes of a run, and what is said of each.

*exact*: what the run had is here, the same. *changed*: it is here in the record, but today differs. *missing*: the
record cannot bring it back. What is new since the run and takes nothing away is told, and changes no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AxisState(StrEnum):
    EXACT = "exact"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True)
class Axis:
    """One card: a verdict, a line, and what differs, each by name."""

    state: AxisState
    summary: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True)
class Axes:
    code: Axis
    parameters: Axis
    data: Axis
    environment: Axis
