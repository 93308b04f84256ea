"""Problems that only the whole notebook shows: names that nobody writes, circles, parameters that nobody reads."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .events import Dynamic
from .flow import Missing
from .graph import Edge, EdgeKind, Problem, Step
from .names import CellNames
from .notebook import Cell, Notebook
from .parameters import Parameter
from .problems import error, info, warning
from .replay import Replay
from .roles import Placement, Role


@dataclass(frozen=True)
class Seen:
    """What the other modules have found out, asked for problems."""

    notebook: Notebook
    names: Mapping[str, CellNames]
    placed: Mapping[str, Placement]
    replay: Replay
    running: Sequence[Cell]
    unit: Mapping[str, str]

    def in_cells(self) -> list[Problem]:
        """The problems of single cells that would run."""
        return [replace(problem, cell=cell.id) for cell in self.running for problem in self.names[cell.id].problems]

    def missing(self) -> list[Problem]:
        """Reads that find nothing: written by a scratch cell only, written later, or nowhere."""
        found: dict[tuple[str, str], Problem] = {}
        broken = [cell.source for cell in self.running if self.names[cell.id].broken]
        for flow in self.replay.flows.values():
            for gap in flow.missing:
                if any(re.search(rf"\b{gap.name}\b", source) for source in broken):
                    continue  # that cell's error is enough said
                found.setdefault((gap.cell, gap.name), self._explain(gap))
        return list(found.values())

    def _explain(self, gap: Missing) -> Problem:
        name = gap.name
        if name in self._scratch_writes:
            return warning(
                "reads-scratch",
                f"'{name}' is made by a scratch cell only, which a run skips. Make that cell a step, or do without.",
                gap.cell,
                gap.line,
            )
        if name in self._writes:
            return warning(
                "read-before-write",
                f"'{name}' is read here, but only a cell further down makes it. Move that cell up.",
                gap.cell,
                gap.line,
            )
        near = self._near(name)
        hint = f" Did you mean '{near[0]}'?" if near else " Define it above, or correct its name."
        return warning("undefined-name", f"'{name}' is not defined in any cell above.{hint}", gap.cell, gap.line)

    def _near(self, name: str) -> list[str]:
        if name not in self._guesses:
            self._guesses[name] = difflib.get_close_matches(name, self._writes, n=1)
        return self._guesses[name]

    @cached_property
    def _guesses(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def _scratch_writes(self) -> set[str]:
        scratch = (cell.id for cell in self.notebook.code_cells if self.placed[cell.id].role is Role.SCRATCH)
        return {name for cell in scratch for name in self.names[cell].writes}

    @cached_property
    def _writes(self) -> dict[str, None]:
        return dict.fromkeys(name for flow in self.replay.flows.values() for name in flow.writes)

    def misplaced(self) -> list[Problem]:
        """Set-up cells that read what a step makes: a run could not prepare them before it."""
        return [
            warning(
                "setup-reads-step",
                f"This set-up cell reads {_listed(names)} from step '{self.placed[self._first[source]].step}'. "
                "Make it a step.",
                cell.id,
            )
            for cell in self.running
            if self.placed[cell.id].role is Role.SETUP
            for source, names in self.replay.flows[self.unit[cell.id]].sources.items()
            if self.placed[self._first[source]].role is Role.STEP
        ]

    @cached_property
    def _first(self) -> dict[str, str]:
        return {self.unit[cell.id]: cell.id for cell in reversed(self.running)}

    def unused(self, parameters: Iterable[Parameter], cell: str | None) -> list[Problem]:
        """Parameters that no cell reads. A function's body counts, called or not."""
        if cell is None or self.replay.read_anything:
            return []
        read = {name for flow in self.replay.flows.values() for names in flow.sources.values() for name in names}
        read |= {
            event.name
            for other in self.running
            for definition in self.names[other.id].definitions
            for event in definition.events
            if not isinstance(event, Dynamic)
        }
        return [
            info(
                "unused-parameter",
                f"No cell reads the parameter '{parameter.name}', so changing it changes nothing.",
                cell,
            )
            for parameter in parameters
            if parameter.name not in read
        ]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def cycle(circle: Sequence[str], edges: Iterable[Edge], steps: Mapping[str, Step]) -> Problem:
    """Steps that wait for each other; says which edges could be taken away."""
    way = " → ".join([*circle, circle[0]])
    inside = set(zip(circle, [*circle[1:], circle[0]], strict=True))
    drawn = [edge for edge in edges if edge.kind is EdgeKind.ORDER and (edge.source, edge.target) in inside]
    if drawn:
        edge = drawn[-1]
        remedy = f"Remove the order edge from '{edge.source}' to '{edge.target}'."
        cell = steps[edge.target].cells[0]
    else:
        remedy = "Their cells are interleaved: split one of these steps, or move its cells together."
        cell = steps[circle[0]].cells[0]
    return error("cycle", f"These steps wait for each other: {way}. {remedy}", cell)


def unknown_after(step: Step, other: str, known: Sequence[str]) -> Problem:
    near = difflib.get_close_matches(other, known, n=1)
    hint = f"Did you mean '{near[0]}'?" if near else "Remove the edge, or name a step of this notebook."
    message = f"Step '{step.name}' is to run after '{other}', but there is no such step. {hint}"
    return warning("unknown-after", message, step.cells[0])


def against_order(step: Step, other: str) -> Problem:
    message = (
        f"Step '{step.name}' is to run after '{other}', which stands below it. A run follows the notebook, "
        f"so move the cells of '{step.name}' below those of '{other}'."
    )
    return warning("against-order", message, step.cells[0])


def second_parameters(cell: Cell) -> Problem:
    message = "Only the first cell tagged 'parameters' can be overridden. Move its assignments there."
    return warning("second-parameters", message, cell.id)
