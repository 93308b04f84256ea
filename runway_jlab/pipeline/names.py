"""The names that one cell reads and writes, from its text alone.

`analyse` is pure and remembers its answers by source, so that an edit costs one cell's work. What a cell's reads
mean among other cells is `replay`'s matter.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache

from .events import Binding, Definition, Event, Write
from .problems import Problem, error, info, warning
from .replay import Replay
from .shape import BROKEN, EMPTY, Shape, shape_of
from .syntax import parse
from .visitor import Visitor, walk, walk_flat


@dataclass(frozen=True)
class CellNames:
    """``reads`` are those of the cell standing alone: names that it takes from before, in the order it takes them.

    ``writes`` hold bound names and those changed in place, ``mutated`` only the latter. ``definitions`` are the
    functions and classes that the cell defines. ``shape`` says what its statements are, for telling set-up from steps.
    """

    events: tuple[Event, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    mutated: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    problems: tuple[Problem, ...] = ()
    shape: Shape = EMPTY
    dynamic: bool = False
    broken: bool = False
    """The cell does not parse: what it would write is unknown."""


@lru_cache(maxsize=4096)
def analyse(source: str) -> CellNames:
    """Reads and writes of a cell; one that does not parse reads and writes nothing, and has an error."""
    syntax = parse(source)
    if syntax.tree is None:
        message = f"The cell is not valid Python: {syntax.error}. "
        message += f"Mend line {syntax.line}, or mark the cell as scratch."
        return CellNames(shape=BROKEN, broken=True, problems=(error("syntax-error", message, line=syntax.line),))
    if syntax.offset:
        ast.increment_lineno(syntax.tree, syntax.offset)
    try:
        walked = walk(syntax.tree)
    except RecursionError:
        walked = walk_flat(syntax.tree)
    replay = Replay(alone=True)
    replay.cell("cell", "cell", walked.events)
    flow = replay.flows["cell"]
    return CellNames(
        events=tuple(walked.events),
        reads=tuple(flow.reads),
        writes=tuple(flow.writes),
        mutated=tuple(flow.mutated),
        imports=tuple(sorted(walked.imports)),
        definitions=tuple(
            item
            for event in walked.events
            if isinstance(event, Write) and event.binding in (Binding.FUNCTION, Binding.CLASS)
            for item in event.carries
            if isinstance(item, Definition)
        ),
        problems=tuple(_problems(walked)),
        shape=shape_of(syntax.tree),
        dynamic=bool(walked.dynamic or walked.stars),
    )


def _problems(walked: Visitor) -> list[Problem]:
    found = [
        error("syntax-error", "The Python in this magic is not valid. Mend it, or mark the cell as scratch.", line=line)
        for line, _ in walked.broken
    ]
    found += [
        info(
            "star-import",
            f"'from {module} import *' hides which names it makes, so any unknown name counts as coming from here. "
            "Name what you import.",
            line=line,
        )
        for line, module in walked.stars
    ]
    found += [
        warning(
            "dynamic-code",
            f"{what} runs code that cannot be seen into, so this cell counts as one that changes every name before it.",
            line=line,
        )
        for line, what in walked.dynamic
    ]
    return found
