"""Replaying cells' events in notebook order: who wrote what a unit reads.

A *unit* is what runs as one: a step, a set-up cell, or a single cell. The replay keeps, for each name, the units that
may have written what it holds now: one after a certain write, more after conditional ones. It follows the functions
that are called, with the names as they are bound at the call. It knows no values; what only a running program can tell
(aliases through containers, what an unknown function does to its arguments) is left to observation.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from . import effects
from .events import (
    NOTHING,
    Binding,
    Call,
    Carry,
    Definition,
    Delete,
    Dynamic,
    Event,
    Method,
    Mutate,
    Read,
    Write,
)
from .flow import Flow, Missing

AMBIENT = frozenset(dir(builtins)) | effects.words(
    """
    get_ipython display In Out exit quit _ __ ___ _i _ii _iii _ih _oh _dh __name__ __doc__ __builtins__ __builtin__
    __annotations__ __session__ open __class__ __qualname__ __module__
    """
)
"""Names that every notebook's namespace has; a notebook may define them anew."""


class Replay:
    """The namespace's history up to the cell that was replayed last."""

    def __init__(self, *, alone: bool = False) -> None:
        self._alone = alone
        """One cell without its notebook: what it may read counts as read."""
        self.flows: dict[str, Flow] = {}
        self.writers: dict[str, tuple[str, ...]] = {}
        self.bindings: dict[str, Binding] = {}
        self.read_anything: list[str] = []
        self._holds: dict[str, frozenset[Definition]] = {}
        self._aliases: dict[str, str] = {}
        self._imported: dict[str, str] = {}
        self._keeps: dict[str, tuple[str, ...]] = {}
        self._unknown: list[str] = []
        self._changed_classes: set[str] = set()
        """Classes changed after they were defined: their instances see that."""
        self._unit = self._cell = ""
        self._flow = Flow()
        self._active: set[Definition] = set()
        self._followed: set[Definition] = set()
        self._met: set[Definition] = set()
        self._defined: list[tuple[str, Definition, dict[str, tuple[str, ...]]]] = []
        self._called = True
        self._known = NOTHING

    def cell(self, unit: str, cell: str, events: Iterable[Event]) -> None:
        self._unit, self._cell = unit, cell
        self._flow = self.flows.setdefault(unit, Flow())
        for event in events:
            self._one(event)

    def finish(self) -> None:
        """Tie each function that nobody has called to what its body names, as that stood where it was defined."""
        for unit, definition, writers in self._defined:
            if definition not in self._followed:
                for name, others in writers.items():
                    for other in others:
                        if other != unit:
                            self.flows[unit].reads.setdefault(name)
                            self.flows[unit].sources.setdefault(other, {}).setdefault(name)

    def _one(self, event: Event) -> None:
        match event:
            case Read():
                self._read(event.name, event.line, event.known, soft=event.soft)
                if event.followed and event.name in self._holds:
                    self._follow(self._holds[event.name], event.known, called=False)
            case Write():
                self._write(event)
            case Method():
                self._method(event)
            case Call():
                self._call(event)
            case Mutate():
                self._mutate(event.name, event.line, event.known)
            case Delete():
                self._delete(event)
            case Dynamic():
                self._dynamic(event)

    # Reads

    def _read(self, name: str, line: int, known: frozenset[str], *, soft: bool) -> None:
        if name in known or name in self._known:
            return
        writers = self.writers.get(name)
        if writers is None:
            if name in AMBIENT:
                return
            others = [unit for unit in self._unknown if unit != self._unit]
            if self._alone or not (self._unknown or soft):
                self._flow.reads.setdefault(name)
            if not self._unknown and not soft:
                self._flow.missing.append(Missing(name, self._cell, line))
            writers = tuple(others)
        for writer in writers:
            if writer != self._unit:
                self._flow.reads.setdefault(name)
                self._flow.sources.setdefault(writer, {}).setdefault(name)

    def _follow(self, definitions: Iterable[Definition], known: frozenset[str], *, called: bool) -> None:
        """Let definitions happen: their reads always, what they change only when ``called``."""
        for definition in definitions:
            self._followed.add(definition)
            if definition in self._active:
                continue
            if definition.is_class and definition.name in self._changed_classes:
                self._read(definition.name, 0, known, soft=True)
            with self._inside(definition, known, called):
                for event in definition.events:
                    if isinstance(event, Read) or (called and not isinstance(event, Delete)):
                        self._one(event)

    @contextmanager
    def _inside(self, definition: Definition, known: frozenset[str], called: bool) -> Iterator[None]:
        before = self._known, self._called
        self._active.add(definition)
        self._known, self._called = self._known | known, called
        try:
            yield
        finally:
            self._active.discard(definition)
            self._known, self._called = before

    # Writes

    def _write(self, event: Write) -> None:
        name = event.name
        if event.imports and self._imported.get(name) == event.imports and name in self.writers:
            return
        self._flow.writes.setdefault(name)
        adds = event.imports.endswith(".") and self.bindings.get(name) is Binding.MODULE  # import a.b beside a.c
        certain = event.certain and not self._active and not adds
        earlier = () if certain else tuple(unit for unit in self.writers.get(name, ()) if unit != self._unit)
        self.writers[name] = (*earlier, self._unit)
        if event.settled:
            return
        held = self._resolve(event.carries)
        self._holds[name] = held if certain else held | self._holds.get(name, frozenset())
        if not self._holds[name]:
            del self._holds[name]
        self.bindings[name] = event.binding
        self._imported[name] = event.imports
        self._keeps[name] = event.keeps
        self._aliases.pop(name, None)
        if event.alias is not None and self.bindings.get(event.alias) is not Binding.MODULE:
            self._aliases[name] = event.alias
            if event.binding is Binding.VALUE:
                self.bindings[name] = self._kind_of_part(event.alias)

    def _kind_of_part(self, name: str) -> Binding:
        kind = self.bindings.get(name, Binding.VALUE)
        return kind if kind in (Binding.GENERATOR, Binding.CANVAS) else Binding.VALUE

    def _resolve(self, carries: Iterable[Carry | Definition]) -> frozenset[Definition]:
        found: set[Definition] = set()
        for item in carries:
            if isinstance(item, Definition):
                if item in self._met:  # the same text in another cell, or a cell's own branch again
                    item = replace(item)
                self._met.add(item)
                found.add(item)
                names = (event.name for event in item.events if isinstance(event, Read) and not event.known)
                writers = {name: self.writers[name] for name in names if name in self.writers}
                self._defined.append((self._unit, item, writers))
            else:
                held = self._holds.get(item.name, frozenset())
                found.update(one for one in held if not item.result or one.returns_callable or one.is_class)
        return frozenset(found)

    def _mutate(self, name: str, line: int, known: frozenset[str]) -> None:
        if self.bindings.get(name) is Binding.MODULE or (name not in self.writers and name in AMBIENT):
            return
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            self._read(name, line, known, soft=True)
            if name not in self.writers and not (self._alone or self._unknown):
                return  # nobody made it: nothing to change
            self._flow.writes.setdefault(name)
            self._flow.mutated.setdefault(name)
            self.writers[name] = (self._unit,)
            if self.bindings.get(name) is Binding.CLASS:
                self._changed_classes.add(name)
            name = self._aliases.get(name, name)

    def _delete(self, event: Delete) -> None:
        if event.certain:
            for table in (self.writers, self.bindings, self._holds, self._aliases, self._flow.writes):
                table.pop(event.name, None)

    def _dynamic(self, event: Dynamic) -> None:
        if event.reads:
            self.read_anything.append(self._unit)
            for name in list(self.writers):
                if self.bindings.get(name) is not Binding.MODULE:
                    self._read(name, event.line, NOTHING, soft=True)
        if event.writes:
            for name, writers in self.writers.items():
                if self.bindings.get(name) is not Binding.MODULE:
                    self.writers[name] = (*(unit for unit in writers if unit != self._unit), self._unit)
        if (event.writes or not event.reads) and self._unit not in self._unknown:
            self._unknown.append(self._unit)

    # Calls

    def _call(self, event: Call) -> None:
        self._arguments(event)
        for definition in self._holds.get(event.name, ()):
            if definition.is_class:
                initialiser = definition.methods.get("__init__")
                if initialiser is not None:
                    self._follow((initialiser,), event.known, called=True)
                    self._change_arguments(initialiser, event, shift=1)
            else:
                self._follow((definition,), event.known, called=True)
                self._change_arguments(definition, event, shift=0)

    def _method(self, event: Method) -> None:
        self._arguments(event)
        name = event.name
        kind = self.bindings.get(name)
        if kind in (Binding.MODULE, Binding.IMPORTED):
            return
        own = [
            definition.methods[event.method]
            for definition in self._holds.get(name, ())
            if event.direct and event.method in definition.methods
        ]
        if own:
            self._follow(own, event.known, called=True)
            for method in own:
                self._change_arguments(method, event, shift=1)
            changes = any(method.parameters[:1] and method.parameters[0] in method.changes for method in own)
        else:
            canvas = kind is Binding.CANVAS or effects.looks_like_canvas(name)
            changes = effects.changes_receiver(
                event.method, discarded=event.discarded, canvas=canvas, generator=kind is Binding.GENERATOR
            )
        if changes:
            self._mutate(name, event.line, event.known)
            for kept in self._keeps.get(name, ()) if event.method in effects.DRIVERS else ():
                self._mutate(kept, event.line, event.known)

    def _arguments(self, event: Call | Method) -> None:
        """What any call may do to what it is given: call a function, draw from a random generator."""
        for _, name in event.arguments:
            held = self._holds.get(name)
            if held:
                self._follow((one for one in held if not one.is_class), event.known, called=True)
            if self.bindings.get(name) is Binding.GENERATOR:
                self._mutate(name, event.line, event.known)

    def _change_arguments(self, definition: Definition, event: Call | Method, *, shift: int) -> None:
        changed = self._changed_parameters(definition, set())
        for where, name in event.arguments:
            if _parameter(definition, where, shift) in changed:
                self._mutate(name, event.line, event.known)

    def _changed_parameters(self, definition: Definition, seen: set[Definition]) -> frozenset[str]:
        """The parameters that a call changes, also through the functions it hands them to."""
        if definition in seen or not definition.passes:
            return definition.changes
        seen.add(definition)
        changed = set(definition.changes)
        for callee, where, ours in definition.passes:
            for other in self._holds.get(callee, ()):
                if _parameter(other, where, 0) in self._changed_parameters(other, seen):
                    changed.add(ours)
        return frozenset(changed)


def _parameter(definition: Definition, where: int | str, shift: int) -> str | None:
    if isinstance(where, str):
        return where
    position = where + shift
    return definition.parameters[position] if position < len(definition.parameters) else None
