# ruff: noqa: N802, N815 - methods are named after the nodes of the grammar
"""From expressions to events: reads, assignments to parts, comprehensions, lambdas, and what a value carries along."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from . import effects
from .calls import Calls
from .events import Binding, Carry, Definition, Read
from .nodes import base_name, global_item, is_call_of, kept_by, last_name, made_by, names_in, part_of
from .scopes import Scope, parameter_names


class Expressions(Calls):
    # Assignments

    def assign(self, target: ast.expr, alias: str | None) -> None:
        if isinstance(target, ast.Name):
            self.write(target.id, target.lineno, alias=alias)
        elif isinstance(target, ast.Tuple | ast.List):
            for element in target.elts:
                self.assign(element, alias)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, None)
        elif isinstance(target, ast.Attribute | ast.Subscript):
            if (name := global_item(target)) is not None:
                self.write(name, target.lineno)
                return
            self.children(target)
            base = base_name(target)
            if base is not None:
                self.mutate(base, target.lineno)
            elif is_call_of(target, "globals"):
                self.unseeable(target.lineno, "globals()[…]")

    def assign_value(self, target: ast.expr, value: ast.expr) -> None:
        """Assign what is known of ``value`` along: what it carries, what it is another name for."""
        if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
            plain = not any(isinstance(item, ast.Starred) for item in [*target.elts, *value.elts])
            if plain and len(target.elts) == len(value.elts):
                for one, its in zip(target.elts, value.elts, strict=True):
                    self.assign_value(one, its)
                return
        if isinstance(target, ast.Name):
            self.write(
                target.id,
                target.lineno,
                made_by(value),
                self.carried(value),
                part_of(value),
                keeps=kept_by(value),
            )
        elif isinstance(target, ast.Tuple | ast.List) and made_by(value) is Binding.CANVAS:
            figure = target.elts[0].id if target.elts and isinstance(target.elts[0], ast.Name) else None
            for element in names_in(target):
                self.write(element.id, element.lineno, Binding.CANVAS, alias=figure)
        else:
            self.assign(target, alias=None)

    def value(self, node: ast.expr) -> None:
        """The right side of an assignment: a bare name or a lambda there is not called by it."""
        if isinstance(node, ast.Name):
            self.read(node.id, node.lineno, followed=False)
        elif isinstance(node, ast.Lambda):
            self.signature(node.args)
        else:
            self.visit(node)

    def carried(self, node: ast.expr) -> tuple[Carry | Definition, ...]:
        if isinstance(node, ast.Name):
            return (Carry(node.id),)
        if isinstance(node, ast.Lambda):
            return (self.lambda_(node),)
        if isinstance(node, ast.Dict):
            return self._carried_all([value for value in node.values if value is not None])
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return self._carried_all(node.elts)
        if isinstance(node, ast.IfExp):
            return self._carried_all([node.body, node.orelse])
        if isinstance(node, ast.NamedExpr | ast.Await | ast.Starred):
            return self.carried(node.value)
        if isinstance(node, ast.Call):
            name = last_name(node.func)
            if name[:1].isupper() or name in effects.CARRIERS:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                own = (Carry(node.func.id),) if isinstance(node.func, ast.Name) else ()
                return (*own, *self._carried_all(given))
            if isinstance(node.func, ast.Name):
                return (Carry(node.func.id, result=True),)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return (Carry(node.value.id),)
        return ()

    def _carried_all(self, nodes: Sequence[ast.expr]) -> tuple[Carry | Definition, ...]:
        return tuple(item for node in nodes[:50] for item in self.carried(node))

    # Expressions

    def visit_Name(self, node: ast.Name) -> None:
        self.read(node.id, node.lineno)

    def visit_Constant(self, node: ast.Constant) -> None:
        pass

    def visit_BinOp(self, node: ast.BinOp) -> None:
        terms: list[ast.expr] = []
        while isinstance(node.left, ast.BinOp):  # long sums lean left: no recursion over them
            terms.append(node.right)
            node = node.left
        for term in (node.left, node.right, *reversed(terms)):
            self.visit(term)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.visit(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        name = global_item(node)
        if name is not None:
            self.read(name, node.lineno)
        else:
            self.children(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.write(node.target.id, node.lineno, made_by(node.value), self.carried(node.value), part_of(node.value))

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """A lambda given to someone: probably called there, so its reads are soft ones of here."""
        self.signature(node.args)
        for event in self.lambda_(node).events:
            self.emit(event._replace(soft=True) if isinstance(event, Read) else event)

    def lambda_(self, node: ast.Lambda) -> Definition:
        parameters = parameter_names(node.args)
        scope = Scope(set(parameters), self.scope, parameters=parameters)
        outer = self.enter(scope)
        self.visit(node.body)
        events = self.leave(outer)
        return Definition("<lambda>", parameters, tuple(events), frozenset(scope.changed), tuple(scope.passed))

    def signature(self, arguments: ast.arguments) -> None:
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            if default is not None:
                self.visit(default)

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> None:
        self.comprehension(node.generators, [node.elt])

    visit_SetComp = visit_ListComp
    visit_GeneratorExp = visit_ListComp

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self.comprehension(node.generators, [node.key, node.value])

    def comprehension(self, generators: list[ast.comprehension], elements: list[ast.expr]) -> None:
        self.visit(generators[0].iter)
        targets = {
            inner.id for generator in generators for inner in ast.walk(generator.target) if isinstance(inner, ast.Name)
        }
        outer = self.scope
        self.scope = Scope(targets, outer)
        for position, generator in enumerate(generators):
            if position:
                self.visit(generator.iter)
            for test in generator.ifs:
                self.visit(test)
        for element in elements:
            self.visit(element)
        self.scope = outer

    def visit_Expr(self, node: ast.Expr) -> None:
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(call, ast.Call):
            self.call(call, discarded=True)
        else:
            self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        self.call(node, discarded=False)
