"""Which names a function's or class's body binds, and how a name is looked up from inside.

Follows the language reference, *Naming and binding*: a binding in a body makes the name local to all of it, ``global``
and ``nonlocal`` undo that, a comprehension has a scope of its own whose assignment expressions bind outside, and a
class's names are seen from its own statements only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@dataclass
class Scope:
    """``names`` are local here; ``outer`` is None when the module is next."""

    names: set[str]
    outer: Scope | None
    is_class: bool = False
    globals: set[str] = field(default_factory=set)
    parameters: tuple[str, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    passed: list[tuple[str, int | str, str]] = field(default_factory=list)
    methods: dict[str, object] = field(default_factory=dict)

    def owner(self, name: str) -> Scope | None:
        """The scope that the name is local to; None for the module's names."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.globals:
                return None
            if name in scope.names and (scope is self or not scope.is_class):
                return scope
            scope = scope.outer
        return None


@dataclass
class Bound:
    names: set[str] = field(default_factory=set)
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)


def bound_names(body: Iterable[ast.AST]) -> Bound:
    """The names that these statements bind in their own scope, wherever they stand in it."""
    bound = Bound()
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                bound.names.add(node.id)
            continue
        if isinstance(node, ast.Global):
            bound.globals.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            bound.nonlocals.update(node.names)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound.names.update(imported_as(alias) for alias in node.names)
        elif isinstance(node, ast.ExceptHandler | ast.MatchStar | ast.MatchAs):
            if node.name:
                bound.names.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            bound.names.add(node.rest)
        if isinstance(node, _SCOPES):
            if not isinstance(node, ast.Lambda):
                bound.names.add(node.name)
                waiting.extend(node.decorator_list)
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            bound.names.update(
                inner.target.id
                for inner in ast.walk(node)
                if isinstance(inner, ast.NamedExpr) and isinstance(inner.target, ast.Name)
            )
        else:
            waiting.extend(ast.iter_child_nodes(node))
    bound.names -= bound.globals | bound.nonlocals
    return bound


def imported_as(alias: ast.alias) -> str:
    """The name that an import binds: ``a`` for ``import a.b``."""
    return alias.asname or alias.name.partition(".")[0]


def parameter_names(arguments: ast.arguments) -> tuple[str, ...]:
    """Parameters in order, positional ones first, then ``*args``, keyword-only ones, ``**kwargs``."""
    positional = [*arguments.posonlyargs, *arguments.args]
    rest = [arguments.vararg, *arguments.kwonlyargs, arguments.kwarg]
    return tuple(argument.arg for argument in [*positional, *rest] if argument is not None)
