"""From a cell's syntax tree to its events: the statements, and the flow between them.

One walk in the order of execution. What a branch binds is certain after it only where every way through binds it; the
body of a ``for`` counts as executed, since a loop over nothing is not what a notebook is written for, that of a
``while`` does not. Function bodies are walked into a `Definition` of their own and happen when they are called.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence

from .events import NOTHING, Binding, Carry, Definition, Dynamic, Event, Read, Write
from .events import Delete as DeleteEvent
from .expressions import Expressions
from .scopes import Scope, bound_names, imported_as, parameter_names

_ENDS = (ast.Raise, ast.Return, ast.Continue, ast.Break)


class Visitor(Expressions):
    """Walks one cell; `events` is the result."""

    def cell(self, tree: ast.Module, *, silent: bool) -> None:
        self.last = tree.body[-1] if tree.body and not silent else None
        self.statements(tree.body)

    # Flow

    def statements(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            self.visit(statement)

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
        self.assign(node.target, alias=_iterated(node.iter))
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

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.imports.add(imported_as(alias))
            self.write(imported_as(alias), node.lineno, Binding.MODULE)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module == "__future__":
            return
        for alias in node.names:
            if alias.name == "*":
                self.stars.append((node.lineno, node.module or "."))
                self.emit(Dynamic(node.lineno, reads=False, writes=False))
            else:
                self.imports.add(imported_as(alias))
                self.write(imported_as(alias), node.lineno, Binding.IMPORTED)

    def visit_TypeAlias(self, node: ast.AST) -> None:
        self.assign(node.name, alias=None)  # type: ignore[attr-defined]

    def visit_Global(self, node: ast.Global) -> None:
        """Said once for the whole body, by `bound_names`."""

    visit_Nonlocal = visit_Global

    # Definitions

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        self.signature(node.args)
        for hint in _hints(node):
            self.visit(hint)
        definition = self.define(node.name, node.args, node.body)
        if self.scope is not None and self.scope.is_class and self.scope.owner(node.name) is self.scope:
            self.scope.methods[node.name] = definition
            return
        self.hold(definition)
        self.write(node.name, node.lineno, Binding.FUNCTION, (definition,))

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]:
            self.visit(part)
        bound = bound_names(node.body)
        scope = Scope(bound.names | {"__class__"}, self.scope, is_class=True, globals=bound.globals)
        self.scope = scope
        self.statements(node.body)
        self.scope = scope.outer
        methods = {name: item for name, item in scope.methods.items() if isinstance(item, Definition)}
        events = tuple(event for method in methods.values() for event in method.events)
        definition = Definition(node.name, events=events, methods=methods, is_class=True)
        self.hold(definition)
        bases = tuple(Carry(base.id) for base in node.bases if isinstance(base, ast.Name))
        self.write(node.name, node.lineno, Binding.CLASS, (definition, *bases))

    def define(self, name: str, arguments: ast.arguments, body: Sequence[ast.stmt]) -> Definition:
        """The deferred part of a function: a walk of its body with events of its own."""
        parameters = parameter_names(arguments)
        bound = bound_names(body)
        scope = Scope(
            bound.names | set(parameters), self.scope, globals=bound.globals, parameters=parameters
        )
        outer = self.enter(scope)
        self.statements(body)
        events = self.leave(outer)
        nested = {item.name for item in body if isinstance(item, ast.FunctionDef | ast.ClassDef)}
        return Definition(
            name,
            parameters,
            tuple(events),
            frozenset(scope.changed),
            tuple(scope.passed),
            returns_callable=any(_returns_callable(item, nested) for item in body),
        )

    def hold(self, definition: Definition) -> None:
        """A definition inside a function: whoever calls the outer one may call it, so its reads are the outer's."""
        if (self.scope is not None and not self.scope.is_class) or (self.scope is not None and self.scope.owner(definition.name) is not None):
            self.absorb(definition)

    def absorb(self, definition: Definition) -> None:
        for event in definition.events:
            self.emit(event._replace(soft=True) if isinstance(event, Read) else event)


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


def _iterated(node: ast.expr) -> str | None:
    """The name whose elements a loop's target stands for: ``xs``, ``axes.flat``, ``enumerate(xs)``."""
    if isinstance(node, ast.Call):
        takes = isinstance(node.func, ast.Name) and node.func.id in ("enumerate", "reversed", "iter", "list", "tuple")
        inside = isinstance(node.func, ast.Attribute) and node.func.attr in ("values", "items", "ravel", "flatten")
        if takes and node.args:
            return _iterated(node.args[0])
        return _iterated(node.func.value) if inside and isinstance(node.func, ast.Attribute) else None
    if isinstance(node, ast.Attribute):
        return _iterated(node.value)
    return node.id if isinstance(node, ast.Name) else None


def _hints(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg]
    hints = [argument.annotation for argument in every if argument is not None and argument.annotation]
    return [*hints, node.returns] if node.returns else hints


def _returns_callable(statement: ast.stmt, nested: set[str]) -> bool:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    return any(
        isinstance(node, ast.Return)
        and (isinstance(node.value, ast.Lambda) or (isinstance(node.value, ast.Name) and node.value.id in nested))
        for node in ast.walk(statement)
    )


def walk(tree: ast.Module, *, silent: bool) -> Visitor:
    visitor = Visitor()
    visitor.cell(tree, silent=silent)
    return visitor


__all__ = ["NOTHING", "Event", "Visitor", "Write", "walk"]
