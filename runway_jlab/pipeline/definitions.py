# ruff: noqa: N802, N815 - methods are named after the nodes of the grammar
"""From imports, functions and classes to events: what happens at once, and what waits in a `Definition` for a call."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .events import Binding, Carry, Definition, Dynamic, Read
from .expressions import Expressions
from .scopes import Scope, bound_names, imported_as, parameter_names


class Definitions(Expressions):
    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.imports.add(imported_as(alias))
            target = alias.name if alias.asname or "." not in alias.name else f"{alias.name}."
            self.write(imported_as(alias), node.lineno, Binding.MODULE, imports=target)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module == "__future__":
            return
        for alias in node.names:
            if alias.name == "*":
                self.stars.append((node.lineno, node.module or "."))
                self.emit(Dynamic(node.lineno, reads=False, writes=False))
            else:
                self.imports.add(imported_as(alias))
                target = f"{'.' * node.level}{node.module or ''}:{alias.name}"
                self.write(imported_as(alias), node.lineno, Binding.IMPORTED, imports=target)

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
        scope = Scope(bound.names | set(parameters), self.scope, globals=bound.globals, parameters=parameters)
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
        if (self.scope is not None and not self.scope.is_class) or (
            self.scope is not None and self.scope.owner(definition.name) is not None
        ):
            self.absorb(definition)

    def absorb(self, definition: Definition) -> None:
        for event in definition.events:
            self.emit(event._replace(soft=True) if isinstance(event, Read) else event)


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
