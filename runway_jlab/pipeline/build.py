"""From a notebook to its pipeline: the one way in, putting the other modules' answers together.

`build` never fails over what a cell holds: it draws the graph as far as it can and says the rest as problems. It is
pure, so a notebook half edited in the browser and a file on disk are the same to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from . import checks
from .edges import data_edges, overtaken, sort
from .flow import Flow
from .graph import Edge, EdgeKind, Pipeline, Problem, Step
from .names import CellNames, analyse
from .notebook import Cell, Notebook
from .parameters import Parameter, parse_parameters
from .proposals import place
from .replay import Replay
from .roles import Placement, Role, runway_metadata


def build(notebook: Notebook) -> Pipeline:
    names = {cell.id: analyse(cell.source) for cell in notebook.code_cells}
    placed = place(notebook, names)
    running = [cell for cell in notebook.code_cells if placed[cell.id].role in (Role.STEP, Role.SETUP, Role.PARAMETERS)]
    unit = {cell.id: _unit(cell, placed[cell.id]) for cell in running}
    replay, alone = Replay(), Replay()
    for cell in running:
        replay.cell(unit[cell.id], cell.id, names[cell.id].events)
        alone.cell(cell.id, cell.id, names[cell.id].events)
    replay.finish()

    steps = _steps(running, placed, replay.flows, names)
    data = data_edges([step.name for step in steps], _by_step(replay.flows))
    edges, problems = _order_edges(steps, data, placed, running)
    constraints = [
        *((edge.source, edge.target) for edge in edges),
        *overtaken([(cell.id, placed[cell.id].step) for cell in running if placed[cell.id].step], alone.flows),
    ]
    ordered, circle = sort([step.name for step in steps], constraints)
    if circle:
        problems.append(checks.cycle(circle, edges, {step.name: step for step in steps}))
    by_name = {step.name: step for step in steps}

    parameters, cell_id, found = _parameters(running, placed)
    problems += found
    seen = checks.Seen(notebook, names, placed, replay, running, unit)
    problems += [*seen.in_cells(), *seen.missing(), *seen.misplaced(), *seen.unused(parameters, cell_id)]
    place_in = {cell.id: index for index, cell in enumerate(notebook.cells)}
    problems.sort(key=lambda problem: place_in.get(problem.cell or "", -1))
    return Pipeline(
        steps=tuple(by_name[name] for name in ordered),
        edges=tuple(edges),
        parameters=parameters,
        parameters_cell=cell_id,
        setup=tuple(cell.id for cell in running if placed[cell.id].role is Role.SETUP),
        scratch=tuple(cell.id for cell in notebook.code_cells if placed[cell.id].role is Role.SCRATCH),
        problems=tuple(problems),
        order=tuple(cell.id for cell in running if not names[cell.id].shape.empty),
        needed=_needed(steps, replay.flows),
    )


_STEP, _CELL = "step:", "cell:"


def _unit(cell: Cell, placement: Placement) -> str:
    return _STEP + placement.step if placement.role is Role.STEP else _CELL + cell.id


def _by_step(flows: Mapping[str, Flow]) -> dict[str, Flow]:
    """The flows of steps by the steps' names, with steps alone as their sources."""
    return {
        unit[len(_STEP) :]: replace(
            flow,
            sources={source[len(_STEP) :]: names for source, names in flow.sources.items() if source.startswith(_STEP)},
        )
        for unit, flow in flows.items()
        if unit.startswith(_STEP)
    }


def _steps(
    running: Sequence[Cell],
    placed: Mapping[str, Placement],
    flows: Mapping[str, Flow],
    names: Mapping[str, CellNames],
) -> list[Step]:
    cells: dict[str, list[Cell]] = {}
    for cell in running:
        if placed[cell.id].role is Role.STEP:
            cells.setdefault(placed[cell.id].step, []).append(cell)
    return [_step(name, its, placed, flows[_STEP + name], names) for name, its in cells.items()]


def _step(
    name: str,
    cells: Sequence[Cell],
    placed: Mapping[str, Placement],
    flow: Flow,
    names: Mapping[str, CellNames],
) -> Step:
    said = [runway_metadata(cell) for cell in cells]
    color = next((item["color"] for item in said if isinstance(item.get("color"), str)), None)
    position = next((spot for item in said if (spot := _position(item.get("position"))) is not None), None)
    after = dict.fromkeys(other for cell in cells for other in placed[cell.id].after)
    imported = {
        read
        for source, reads in flow.sources.items()
        if source.startswith(_CELL)
        for read in reads
        if read in names[source[len(_CELL) :]].imports
    }
    return Step(
        name,
        tuple(cell.id for cell in cells),
        reads=tuple(read for read in flow.reads if read not in imported),
        writes=tuple(flow.writes),
        proposed=all(placed[cell.id].proposed for cell in cells),
        after=tuple(after),
        color=color,
        position=position,
    )


def _position(value: object) -> tuple[float, float] | None:
    if isinstance(value, list | tuple) and len(value) == 2:
        x, y = value
        if isinstance(x, int | float) and isinstance(y, int | float):
            return float(x), float(y)
    return None


def _order_edges(
    steps: Sequence[Step], data: Sequence[Edge], placed: Mapping[str, Placement], running: Sequence[Cell]
) -> tuple[list[Edge], list[Problem]]:
    """Data and order edges together, less those order edges that go against the notebook's order."""
    known = {step.name: index for index, step in enumerate(steps)}
    flowing = {(edge.source, edge.target) for edge in data}
    reached = _closure(flowing) if any(step.after for step in steps) else set()
    edges, problems = list(data), list[Problem]()
    for step in steps:
        drawn = any(placed[cell].drawn for cell in step.cells if placed[cell].after)
        for other in step.after:
            if other not in known:
                problems.append(checks.unknown_after(step, other, list(known)))
            elif other == step.name or (step.name, other) in reached:
                edges.append(Edge(other, step.name, EdgeKind.ORDER))
            elif known[other] > known[step.name] and (other, step.name) not in flowing:
                problems.append(checks.against_order(step, other))
            elif drawn or (other, step.name) not in flowing:
                edges.append(Edge(other, step.name, EdgeKind.ORDER))
    return edges, problems


def _closure(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    targets: dict[str, set[str]] = {}
    for source, target in pairs:
        targets.setdefault(source, set()).add(target)
    reached = set()
    for start in targets:
        waiting, seen = [start], set[str]()
        while waiting:
            for target in targets.get(waiting.pop(), ()):
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        reached |= {(start, end) for end in seen}
    return reached


def _parameters(
    running: Sequence[Cell], placed: Mapping[str, Placement]
) -> tuple[tuple[Parameter, ...], str | None, list[Problem]]:
    cells = [cell for cell in running if placed[cell.id].role is Role.PARAMETERS]
    if not cells:
        return (), None, []
    parameters, problems = parse_parameters(cells[0].source, cells[0].id)
    extra = [checks.second_parameters(cell) for cell in cells[1:]]
    return parameters, cells[0].id, [*problems, *extra]


def _needed(steps: Sequence[Step], flows: Mapping[str, Flow]) -> dict[str, frozenset[str]]:
    """For each step the set-up and parameters cells that it reads from, also through other set-up cells."""

    def cells_of(unit: str) -> set[str]:
        return {source[len(_CELL) :] for source in flows[unit].sources if source.startswith(_CELL)}

    needed = {}
    for step in steps:
        found: set[str] = set()
        waiting = list(cells_of(_STEP + step.name))
        while waiting:
            cell = waiting.pop()
            if cell not in found:
                found.add(cell)
                waiting += cells_of(_CELL + cell)
        needed[step.name] = frozenset(found)
    return needed
