"""Roles for cells that say nothing of themselves: set-up, or a step with a name.

*Set-up* is a cell of imports, definitions, literal constants and configuration whose names no other cell rewrites and
which reads nothing but set-up. Seeding belongs to it only above all steps: further down it would move the state of the
generators, and steps below would draw other numbers than in Run All. Every other cell proposes a step; one that writes
nothing and reads from the step right above it, under the same heading, belongs to that step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .flow import Flow
from .headings import last_heading
from .names import CellNames
from .notebook import Cell, Notebook
from .replay import Replay
from .roles import Placement, Role, stated_role


def place(notebook: Notebook, names: Mapping[str, CellNames]) -> dict[str, Placement]:
    """A role for every code cell: what it says of itself, else what is proposed."""
    stated = {cell.id: stated_role(cell) for cell in notebook.code_cells}
    _kale_followers(notebook, stated)
    running = [cell for cell in notebook.code_cells if not (role := stated[cell.id]) or role.role is not Role.SCRATCH]
    replay = Replay()
    for cell in running:
        replay.cell(cell.id, cell.id, names[cell.id].events)
    placed: dict[str, Placement] = {}
    _place_unnamed(running, names, stated, replay.flows, placed)
    for cell in notebook.code_cells:
        role = stated[cell.id]
        if role is not None:
            placed[cell.id] = role
    _Namer(notebook, names, replay.flows, placed, stated).name_steps()
    return placed


def _kale_followers(notebook: Notebook, stated: dict[str, Placement | None]) -> None:
    """Kale's rule: in a notebook tagged for it, an untagged cell belongs to the tagged one above."""
    if not any(tag.startswith(("step:", "block:")) for cell in notebook.code_cells for tag in cell.tags):
        return
    above: Placement | None = None
    for cell in notebook.code_cells:
        role = stated[cell.id]
        if role is None and above is not None and above.role is not Role.PARAMETERS:
            stated[cell.id] = Placement(above.role, above.step)
        elif role is not None:
            above = role


def _place_unnamed(
    running: Sequence[Cell],
    names: Mapping[str, CellNames],
    stated: Mapping[str, Placement | None],
    flows: Mapping[str, Flow],
    placed: dict[str, Placement],
) -> None:
    writers: dict[str, list[str]] = {}
    for cell in running:
        for name in flows[cell.id].writes:
            writers.setdefault(name, []).append(cell.id)
    setup = {cell.id for cell in running if (role := stated[cell.id]) and role.role is Role.SETUP}
    stepped = False
    for cell in running:
        role = stated[cell.id]
        if role is not None:
            stepped |= role.role is Role.STEP
            continue
        shape = names[cell.id].shape
        if shape.empty:
            placed[cell.id] = Placement(Role.EMPTY)
        elif (
            shape.setup
            and not (shape.seeds and stepped)
            and setup.issuperset(flows[cell.id].sources)
            and not any(_rewritten(name, cell.id, writers, names) for name in flows[cell.id].writes)
        ):
            placed[cell.id] = Placement(Role.SETUP)
            setup.add(cell.id)
        else:
            placed[cell.id] = Placement(Role.STEP, proposed=True)
            stepped = True


def _rewritten(name: str, cell: str, writers: Mapping[str, Sequence[str]], names: Mapping[str, CellNames]) -> bool:
    """Whether another cell gives the name another meaning; importing it again does not."""
    imported = name in names[cell].imports
    return any(other != cell and not (imported and name in names[other].imports) for other in writers.get(name, ()))


class _Namer:
    """Gives proposed steps their names, and display cells their step, in one walk down the notebook."""

    def __init__(
        self,
        notebook: Notebook,
        names: Mapping[str, CellNames],
        flows: Mapping[str, Flow],
        placed: dict[str, Placement],
        stated: Mapping[str, Placement | None],
    ) -> None:
        self._notebook, self._names, self._flows, self._placed = notebook, names, flows, placed
        self._taken = {role.step for role in stated.values() if role is not None and role.step}
        self._written: set[str] = set()
        self._read_from: dict[str, set[str]] = {}
        for flow in flows.values():
            for source, read in flow.sources.items():
                self._read_from.setdefault(source, set()).update(read)
        self._heading, self._heading_used = "", True
        self._above: tuple[str, list[str]] | None = None
        """The proposed step right above: its name and cells."""

    def name_steps(self) -> None:
        for cell in self._notebook.cells:
            if cell.cell_type == "markdown":
                heading = last_heading(cell.source)
                if heading:
                    self._heading, self._heading_used, self._above = heading, False, None
            elif cell.cell_type == "code":
                self._code(cell)

    def _code(self, cell: Cell) -> None:
        placement = self._placed[cell.id]
        if placement.role is Role.STEP and placement.proposed:
            self._propose(cell)
        elif placement.role is not Role.EMPTY:
            self._above = None
            self._heading_used |= placement.role is Role.STEP
        if cell.id in self._flows:
            self._written.update(self._flows[cell.id].writes)

    def _propose(self, cell: Cell) -> None:
        flow = self._flows[cell.id]
        results = [name for name in flow.writes if name not in self._names[cell.id].imports]
        if not results and self._above is not None and not set(self._above[1]).isdisjoint(flow.sources):
            name, cells = self._above
            cells.append(cell.id)
        else:
            name = self._unique(self._title(cell.id, results))
            self._above = (name, [cell.id])
        self._placed[cell.id] = Placement(Role.STEP, name, proposed=True)

    def _title(self, cell: str, results: Sequence[str]) -> str:
        """The heading for the first step under it; then the last new name that another cell reads, or the last."""
        if self._heading and not self._heading_used:
            self._heading_used = True
            return self._heading
        public = [name for name in results if not name.startswith("_")]
        fresh = [name for name in public if name not in self._written]
        wanted = [name for name in fresh if name in self._read_from.get(cell, ())]
        for candidates in (wanted, fresh, public):
            if candidates:
                return candidates[-1]
        return self._heading or "Step"

    def _unique(self, title: str) -> str:
        name, number = title, 1
        while name in self._taken:
            number += 1
            name = f"{title} {number}"
        self._taken.add(name)
        return name
