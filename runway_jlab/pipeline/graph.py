"""The pipeline as values: steps, edges, problems, and the questions one asks of them.

Nothing here reads a notebook or infers anything; `build` makes these values. Steps stand in notebook order, and every
edge leads forward in that order unless the problems hold a ``cycle``, so a walk over `Pipeline.steps` meets each
step after all it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from .parameters import Parameter
from .problems import Problem, Severity

__all__ = ["Edge", "EdgeKind", "Pipeline", "Problem", "Severity", "Step"]


class EdgeKind(StrEnum):
    """Why one step comes before another."""

    DATA = "data"
    ORDER = "order"
    OBSERVED = "observed"


@dataclass(frozen=True)
class Step:
    """One or more code cells that run together.

    ``reads`` are the names the step takes from outside itself, ``writes`` those it leaves changed behind, both in the
    order in which they first occur; ``proposed`` is true while no cell's metadata names the step.
    """

    name: str
    cells: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    proposed: bool = False
    after: tuple[str, ...] = ()
    color: str | None = None
    position: tuple[float, float] | None = None


@dataclass(frozen=True)
class Edge:
    """``target`` needs ``source`` first; ``variables`` names what flows, and is empty for a drawn order."""

    source: str
    target: str
    kind: EdgeKind
    variables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pipeline:
    """The graph that one notebook holds.

    ``order`` is what a run executes: the ids of all setup, parameters and step cells in notebook order, empty and
    scratch cells left out. ``needed`` maps a step to the setup and parameters cells it reads from directly.
    """

    steps: tuple[Step, ...]
    edges: tuple[Edge, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    parameters_cell: str | None = None
    setup: tuple[str, ...] = ()
    scratch: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    order: tuple[str, ...] = ()
    needed: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid running."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    def step(self, name: str) -> Step | None:
        """The step of that name, if there is one."""
        return self._by_name.get(name)

    def step_of(self, cell_id: str) -> Step | None:
        """The step that a cell belongs to; None for setup, parameters, scratch and unknown cells."""
        return self._by_cell.get(cell_id)

    def ancestors(self, name: str) -> frozenset[str]:
        """The steps that must have run before this one, by any kind of edge."""
        return _reach(name, self._sources)

    def descendants(self, name: str) -> frozenset[str]:
        """The steps that this one's failure would keep from running."""
        return _reach(name, self._targets)

    def needs(self, name: str) -> frozenset[str]:
        """The setup and parameters cells that the step, or any of its ancestors, reads from."""
        own = self.needed.get(name, frozenset())
        return own.union(*(self.needed.get(other, frozenset()) for other in self.ancestors(name)))

    @cached_property
    def _by_name(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    @cached_property
    def _by_cell(self) -> dict[str, Step]:
        return {cell: step for step in self.steps for cell in step.cells}

    @cached_property
    def _sources(self) -> dict[str, list[str]]:
        return _adjacent((edge.target, edge.source) for edge in self.edges)

    @cached_property
    def _targets(self) -> dict[str, list[str]]:
        return _adjacent((edge.source, edge.target) for edge in self.edges)


def _adjacent(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    adjacent: dict[str, list[str]] = {}
    for here, there in pairs:
        adjacent.setdefault(here, []).append(there)
    return adjacent


def _reach(start: str, adjacent: Mapping[str, list[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(adjacent.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(adjacent.get(name, ()))
    return frozenset(found - {start})
