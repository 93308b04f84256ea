"""The events of a walk as they come up, and the names that make none.

Names local to a function, class body or comprehension make no event; what they stand for (a parameter, a part of an
outer object) is remembered where it matters. The walk itself is in `expressions`, `calls`, `definitions`, `visitor`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from .events import NOTHING, Binding, Carry, Definition, Event, Mutate, Read, Write
from .scopes import Scope


class Recorder:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.scope: Scope | None = None
        self.certain = True
        self.bound: set[str] = set()
        self.known_cache: frozenset[str] | None = NOTHING
        self.seen: set[str] = set()
        self.soft = False
        self.imports: set[str] = set()
        self.stars: list[tuple[int, str]] = []
        self.dynamic: list[tuple[int, str]] = []
        self.broken: list[tuple[int, str]] = []
        self._methods: dict[type, Callable[[ast.AST], None]] = {}

    def visit(self, node: ast.AST) -> None:
        kind = type(node)
        method = self._methods.get(kind)
        if method is None:
            method = getattr(self, f"visit_{kind.__name__}", self.children)
            self._methods[kind] = method
        method(node)

    def children(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            self.visit(child)

    def statements(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            self.visit(statement)

    # What is said of names

    def emit(self, event: Event) -> None:
        self.events.append(event)

    def owner(self, name: str) -> Scope | None:
        return None if self.scope is None else self.scope.owner(name)

    def known(self) -> frozenset[str]:
        if self.known_cache is None:
            self.known_cache = frozenset(self.bound)
        return self.known_cache

    def read(self, name: str, line: int, *, soft: bool = False, followed: bool = True) -> None:
        if self.owner(name) is not None or (name in self.seen and followed):
            return
        if followed and not (soft or self.soft):
            self.seen.add(name)
        self.emit(Read(name, line, self.known(), soft or self.soft, followed))

    def write(
        self,
        name: str,
        line: int,
        binding: Binding = Binding.VALUE,
        carries: tuple[Carry | Definition, ...] = (),
        alias: str | None = None,
        imports: str = "",
        keeps: tuple[str, ...] = (),
    ) -> None:
        scope = self.owner(name)
        if alias == name:
            alias = None
        if scope is not None:
            scope.aliases.pop(name, None)
            if alias is not None:
                scope.aliases[name] = alias
            return
        self.emit(Write(name, line, self.certain, binding, carries, alias, imports, keeps))
        if not self.certain:
            self.bound.add(name)
            self.known_cache = None
        self.seen.clear()

    def settle(self, name: str, line: int) -> None:
        """A name that every branch has bound is bound: nothing of before is left of it."""
        if self.owner(name) is not None:
            return
        if self.certain:
            self.emit(Write(name, line, settled=True))
        else:
            self.bound.add(name)
            self.known_cache = None

    def mutate(self, name: str, line: int) -> None:
        scope = self.owner(name)
        if scope is None:
            self.emit(Mutate(name, line, self.known()))
            self.seen.clear()
            return
        if name in scope.parameters:
            scope.changed.add(name)
        alias = scope.aliases.get(name)
        if alias is not None:
            del scope.aliases[name]  # once is enough, and circles end
            self.mutate(alias, line)
            scope.aliases[name] = alias

    def enter(self, scope: Scope) -> tuple[object, ...]:
        """Begin a deferred body; give back what `leave` restores."""
        outer = (self.events, self.scope, self.certain, self.bound, self.seen, self.soft)
        self.events, self.scope, self.certain, self.bound = [], scope, True, set()
        self.seen, self.soft = set(), False
        self.known_cache = None
        return outer

    def leave(self, outer: tuple[object, ...]) -> list[Event]:
        events = self.events
        self.events, self.scope, self.certain, self.bound, self.seen, self.soft = outer  # type: ignore[assignment]
        self.known_cache = None
        return events
