# ruff: noqa: N802, N815 - methods are named after the nodes of the grammar
"""From a cell's syntax tree to its events: the statements, and the flow between them.

One walk in the order of execution. What a branch binds is certain after it only where every way through binds it; the
body of a ``for`` counts as executed, since a loop over nothing is not what a notebook is written for, that of a
``while`` does not. Function bodies are walked into a `Definition` of their own and happen when they are called.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from .definitions import Definitions
from .events import Delete as DeleteEvent
from .events import Read, Write
from .nodes import iterated
from .scopes import bound_names

_ENDS = (ast.Raise, ast.Return, ast.Continue, ast.Break)


class Visitor(Definitions):
    """Walks one cell; `events` is the result."""

    # Flow

    def branch(self, walk: Callable[[], None]) -> set[str]:
        """Walk what may not happen; the names that it certainly binds when it does."""
        certain, before = self.certain, self.bound
        self.certain, self.bound = False, set(before)
        self.known_cache = None
        walk()
        bound = self.bound - before
        self.certain, self.bound = certain, before
        self.known_cache = None
        self.seen.clear()
        return bound

    def join(self, branches: Sequence[set[str]], line: int) -> None:
        """After branches of which one is taken: what all of them bind is bound."""
        for name in sorted(set.intersection(*branches)) if branches else ():
            self.settle(name, line)

    def visit_If(self, node: ast.If) -> None:
        always = _constant(node.test)
        self.visit(node.test)
        if always is not None:
            self.statements(node.body if always else node.orelse)
            return
        ways = [(body, self.branch(lambda body=body: self.statements(body))) for body in (node.body, node.orelse)]  # type: ignore[misc]
        self.join([bound for body, bound in ways if not _leaves(body)], node.lineno)

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        if _constant(node.test):
            self.statements(node.body)
        else:
            self.branch(lambda: self.statements(node.body))
        self.statements(node.orelse)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.assign(node.target, alias=iterated(node.iter))
        self.statements(node.body)
        self.statements(node.orelse)

    visit_AsyncFor = visit_For

    def visit_Try(self, node: ast.Try) -> None:
        body = self.branch(lambda: self.statements([*node.body, *node.orelse]))
        ways = [body]
        for handler in node.handlers:
            bound = self.branch(lambda handler=handler: self.handler(handler))  # type: ignore[misc]
            if not _leaves(handler.body):
                ways.append(bound)
        self.join(ways, node.lineno)
        self.statements(node.finalbody)

    visit_TryStar = visit_Try

    def handler(self, node: ast.ExceptHandler) -> None:
        if node.type:
            self.visit(node.type)
        fresh = node.name is not None and node.name not in self.bound
        if node.name:
            self.bound.add(node.name)
            self.known_cache = None
        self.statements(node.body)
        if node.name and fresh:
            self.bound.discard(node.name)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.visit(item.context_expr)
            if item.optional_vars:
                self.assign(item.optional_vars, alias=None)
        self.statements(node.body)

    visit_AsyncWith = visit_With

    def visit_Match(self, node: ast.Match) -> None:
        self.visit(node.subject)
        ways, exhaustive = [], False
        for case in node.cases:
            bound = self.branch(lambda case=case: self.case(case))  # type: ignore[misc]
            if not _leaves(case.body):
                ways.append(bound)
            exhaustive |= case.guard is None and _irrefutable(case.pattern)
        self.join(ways if exhaustive else [], node.lineno)

    def case(self, case: ast.match_case) -> None:
        for node in ast.walk(case.pattern):
            if isinstance(node, ast.MatchValue):
                self.visit(node.value)
            elif isinstance(node, ast.MatchClass):
                self.visit(node.cls)
            elif isinstance(node, ast.MatchMapping):
                for key in node.keys:
                    self.visit(key)
                if node.rest:
                    self.write(node.rest, case.pattern.lineno)
            elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
                self.write(node.name, node.lineno)
        if case.guard:
            self.visit(case.guard)
        self.statements(case.body)

    # Bindings

    def visit_Assign(self, node: ast.Assign) -> None:
        self.value(node.value)
        for target in node.targets:
            self.assign_value(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if self.scope is None or self.scope.is_class:
            self.visit(node.annotation)
        if node.value:
            self.value(node.value)
            self.assign_value(node.target, node.value)
        elif not isinstance(node.target, ast.Name):
            self.visit(node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.read(node.target.id, node.lineno)
        self.visit(node.value)
        self.assign(node.target, alias=None)

    def visit_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if not isinstance(target, ast.Name):
                self.assign(target, alias=None)
            elif self.owner(target.id) is None:
                self.read(target.id, node.lineno, followed=False)
                self.emit(DeleteEvent(target.id, node.lineno, self.certain))
                self.bound.discard(target.id)
                self.known_cache = None
                self.seen.clear()

    def visit_TypeAlias(self, node: ast.AST) -> None:
        self.assign(node.name, alias=None)  # type: ignore[attr-defined]

    def visit_Global(self, node: ast.Global) -> None:
        """Said once for the whole body, by `bound_names`."""

    visit_Nonlocal = visit_Global


def _constant(test: ast.expr) -> bool | None:
    """The truth of ``True``, ``0`` … and of ``__name__ == "__main__"``, which holds in a notebook."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__":
        return True
    return None


def _leaves(body: Sequence[ast.stmt]) -> bool:
    """Whether the statements end by going elsewhere, so that what follows is not reached from them."""
    return bool(body) and isinstance(body[-1], _ENDS)


def _irrefutable(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def walk(tree: ast.Module) -> Visitor:
    visitor = Visitor()
    visitor.statements(tree.body)
    return visitor


def walk_flat(tree: ast.Module) -> Visitor:
    """The safe answer for a tree too deep to walk: all names it mentions are read, all it binds are written."""
    visitor = Visitor()
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    for node in names:
        visitor.emit(Read(node.id, node.lineno, soft=True))
    for name in sorted(bound_names(tree.body).names):
        visitor.emit(Write(name, 1))
    return visitor
