"""What a piece of code does to names, in the order in which it does it.

The visitor turns a cell into these events, `edges` replays them over the notebook. Events and not two sets, because
what a call reads depends on where it stands: the free names of a function are read when it is called, with whatever the
cells before have bound by then. ``known`` holds the names that the branch around the event has certainly bound itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

NOTHING: frozenset[str] = frozenset()


class Binding(StrEnum):
    """What a written name is bound to, as far as its statement says."""

    VALUE = "value"
    MODULE = "module"
    IMPORTED = "imported"
    FUNCTION = "function"
    CLASS = "class"
    GENERATOR = "generator"
    """A random generator: each call of a method changes it."""
    CANVAS = "canvas"
    """Matplotlib's figure or axes: drawing methods change it."""


class Read(NamedTuple):
    """``soft`` reads may find nothing (a formula's text); only ``followed`` ones may call what the name holds."""

    name: str
    line: int
    known: frozenset[str] = NOTHING
    soft: bool = False
    followed: bool = True


class Carry(NamedTuple):
    """What a written value may call later: all that ``name`` holds or, with ``result``, what calling it returns."""

    name: str
    result: bool = False


class Write(NamedTuple):
    name: str
    line: int
    certain: bool = True
    binding: Binding = Binding.VALUE
    carries: tuple[Carry | Definition, ...] = ()
    alias: str | None = None
    """The name whose object, or a part of it, this one is another name for."""
    imports: str = ""
    """What an import brings in: ``numpy``, ``sklearn.svm:SVC``. Bringing it in again writes nothing new."""
    keeps: tuple[str, ...] = ()
    """The names given to the constructor that made it: ``model`` of ``SGD(model.parameters())``."""
    settled: bool = False
    """Only says that the writes before, in branches, have left nothing of what was there earlier."""


class Mutate(NamedTuple):
    """The object behind the name is changed in place."""

    name: str
    line: int
    known: frozenset[str] = NOTHING


class Delete(NamedTuple):
    name: str
    line: int
    certain: bool = True


class Call(NamedTuple):
    """A call of a plain name; ``arguments`` are (position or keyword, name given there)."""

    name: str
    line: int
    arguments: tuple[tuple[int | str, str], ...]
    known: frozenset[str] = NOTHING


class Method(NamedTuple):
    """A method call on a name or on a part of it; ``discarded`` when nothing uses its value."""

    name: str
    line: int
    method: str
    discarded: bool
    direct: bool
    arguments: tuple[tuple[int | str, str], ...] = ()
    known: frozenset[str] = NOTHING


class Dynamic(NamedTuple):
    """Code that syntax cannot see: it may read any name (``reads``), rebind any (``writes``) or make new ones."""

    line: int
    reads: bool
    writes: bool


Event: TypeAlias = Read | Write | Mutate | Delete | Call | Method | Dynamic


@dataclass(eq=False, frozen=True)
class Definition:
    """The deferred part of a function, lambda or class: what happens each time it is called.

    Compared by identity: each ``def`` that runs is another one. ``changes`` are the parameters that the body changes in
    place, ``passes`` its calls that are given parameters: (callee, its parameter, ours).
    """

    name: str
    parameters: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    changes: frozenset[str] = NOTHING
    passes: tuple[tuple[str, int | str, str], ...] = ()
    methods: Mapping[str, Definition] = field(default_factory=dict)
    is_class: bool = False
    returns_callable: bool = False
