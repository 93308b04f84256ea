"""From expressions to events: reads, assignments to parts, calls and what they change.

The lower half of the walk: `visitor` adds statements and flow. Names local to a function, class body or comprehension
make no event; what they stand for (a parameter, a part of an outer object) is remembered where it matters.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence

from . import effects, magics
from .events import (
    NOTHING,
    Binding,
    Call,
    Carry,
    Definition,
    Dynamic,
    Event,
    Method,
    Mutate,
    Read,
    Write,
)
from .scopes import Scope, parameter_names

_FORMULA_CALL = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\s*[.(]")
_QUERY_NAME = re.compile(r"@([A-Za-z_]\w*)")


class Expressions:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.scope: Scope | None = None
        self.certain = True
        self.bound: set[str] = set()
        self.known_cache: frozenset[str] | None = NOTHING
        self.seen: set[str] = set()
        self.soft = False
        self.last: ast.stmt | None = None
        self.aliases: dict[str, str] = {}
        self.imports: set[str] = set()
        self.stars: list[tuple[int, str]] = []
        self.dynamic: list[tuple[int, str]] = []
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
    ) -> None:
        scope = self.owner(name)
        if alias == name:
            alias = None
        if scope is not None:
            scope.aliases.pop(name, None)
            if alias is not None:
                scope.aliases[name] = alias
            return
        self.emit(Write(name, line, self.certain, binding, carries, alias))
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
        outer = (self.events, self.scope, self.certain, self.bound, self.seen, self.last, self.soft)
        self.events, self.scope, self.certain, self.bound = [], scope, True, set()
        self.seen, self.last, self.soft = set(), None, False
        self.known_cache = None
        return outer

    def leave(self, outer: tuple[object, ...]) -> list[Event]:
        events = self.events
        self.events, self.scope, self.certain, self.bound, self.seen, self.last, self.soft = outer  # type: ignore[assignment]
        self.known_cache = None
        return events

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
            if (name := _global_item(target)) is not None:
                self.write(name, target.lineno)
                return
            self.children(target)
            base = base_name(target)
            if base is not None:
                self.mutate(base, target.lineno)
            elif _is_call(target, "globals"):
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
            self.write(target.id, target.lineno, _made(value), self.carried(value), part_of(value))
        elif isinstance(target, ast.Tuple | ast.List) and _made(value) is Binding.CANVAS:
            for element in target.elts:
                if isinstance(element, ast.Name):
                    self.write(element.id, element.lineno, Binding.CANVAS)
                else:
                    self.assign(element, None)
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

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.visit(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        name = _global_item(node)
        if name is not None:
            self.read(name, node.lineno)
        else:
            self.children(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.write(node.target.id, node.lineno, _made(node.value), self.carried(node.value), part_of(node.value))

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
            inner.id
            for generator in generators
            for inner in ast.walk(generator.target)
            if isinstance(inner, ast.Name)
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

    # Calls

    def call(self, node: ast.Call, *, discarded: bool) -> None:
        if _is_call(node.func, "get_ipython") and self.magic(node):
            return
        if isinstance(node.func, ast.Attribute):
            self.visit(node.func.value)
        else:
            self.visit(node.func)
        for argument in node.args:
            self.visit(argument)
        for keyword in node.keywords:
            self.visit(keyword.value)
        line = node.lineno
        arguments = _arguments(node)
        self.known_effects(node, line)
        if isinstance(node.func, ast.Name):
            self.special(node, node.func.id)
            if self.owner(node.func.id) is None:
                self.emit(Call(node.func.id, line, arguments, self.known()))
            self.pass_on(node.func.id, arguments)
        elif isinstance(node.func, ast.Attribute):
            self.method(node, node.func, arguments, discarded=discarded)

    def method(
        self, node: ast.Call, func: ast.Attribute, arguments: tuple[tuple[int | str, str], ...], *, discarded: bool
    ) -> None:
        base = base_name(func.value)
        if func.attr in ("query", "eval") or any(_is_formula(argument) for argument in node.args):
            self.text_reads(node)
        if base is None:
            return
        if _is_true(node, "inplace"):
            self.mutate(base, node.lineno)
            return
        scope = self.owner(base)
        if scope is None:
            direct = isinstance(func.value, ast.Name)
            self.emit(Method(base, node.lineno, func.attr, discarded, direct, arguments, self.known()))
            self.seen.clear()
        else:
            canvas = effects.looks_like_canvas(base)
            if effects.changes_receiver(func.attr, discarded=discarded, canvas=canvas, generator=False):
                self.mutate(base, node.lineno)

    def known_effects(self, node: ast.Call, line: int) -> None:
        """Functions known to change what they are given: ``shuffle(x)``, ``init_(w)``, ``draw(ax=ax)``."""
        name = last_name(node.func)
        is_method = isinstance(node.func, ast.Attribute) and name in ("put", "place", "next")
        if node.args and (name in effects.ARGUMENT_CHANGERS or name.endswith("_")) and not is_method:
            base = base_name(node.args[0])
            if base is not None:
                self.mutate(base, line)
        for keyword in node.keywords:
            if keyword.arg in ("ax", "axes", "out"):
                base = base_name(keyword.value)
                if base is not None:
                    self.mutate(base, line)

    def pass_on(self, callee: str, arguments: tuple[tuple[int | str, str], ...]) -> None:
        """A function that hands its parameter to another: changed there is changed here."""
        for where, name in arguments:
            scope = self.owner(name)
            if scope is not None and name in scope.parameters:
                scope.passed.append((callee, where, name))

    def special(self, node: ast.Call, name: str) -> None:
        first = node.args[0] if node.args else None
        if name in ("exec", "eval") and first is not None and self.owner(name) is None:
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                self.code(first.value, node.lineno)
            else:
                self.unseeable(node.lineno, f"{name}()", writes=name == "exec")
        elif name in ("globals", "locals", "vars", "dir") and first is None and self.scope is None:
            self.emit(Dynamic(node.lineno, reads=True, writes=False))

    def unseeable(self, line: int, what: str, *, writes: bool = True) -> None:
        self.dynamic.append((line, what))
        self.emit(Dynamic(line, reads=True, writes=writes))

    def text_reads(self, node: ast.Call) -> None:
        """Names inside strings: ``df.query("a > @limit")``, ``ols("y ~ center(x)", df)``."""
        for argument in node.args[:1]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                pattern = _FORMULA_CALL if "~" in argument.value else _QUERY_NAME
                for name in pattern.findall(argument.value):
                    self.read(name, node.lineno, soft=True)

    # IPython

    def magic(self, node: ast.Call) -> bool:
        """A call that IPython's transform has made; False if a person has written it."""
        assert isinstance(node.func, ast.Attribute)
        texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if len(texts) != len(node.args) or not all(isinstance(text, str) for text in texts):
            return False
        words = [str(text) for text in texts]
        match node.func.attr, words:
            case "run_line_magic", [name, line]:
                said = magics.line_magic(name, line)
            case "run_cell_magic", [name, line, body]:
                said = magics.cell_magic(name, line, body)
            case ("system" | "getoutput" | "getoutput_list"), [command]:
                name, said = "!", magics.shell(command)
            case _:
                return False
        line_number = node.lineno
        for name_read in said.reads:
            self.read(name_read, line_number)
        for expression in said.expressions:
            self.code(expression, line_number, soft=True)
        if said.code:
            self.code(said.code, line_number, apart=said.apart)
        for name_written in said.writes:
            self.write(name_written, line_number)
        if said.runs_file:
            self.dynamic.append((line_number, "%run"))
            self.emit(Dynamic(line_number, reads=said.reads_all, writes=True))
        if said.wipes:
            self.unseeable(line_number, f"%{name}")
        return True

    def code(self, source: str, line: int, *, soft: bool = False, apart: bool = False) -> None:
        """Python inside a string: a magic's body, an interpolated expression, ``exec("…")``."""
        from .syntax import parse

        tree = parse(source).tree
        if tree is None:
            return
        outer_soft, outer_scope, outer_last = self.soft, self.scope, self.last
        self.soft, self.last = soft or self.soft, None
        if apart:
            from .scopes import bound_names

            self.scope = Scope(bound_names(tree.body).names, self.scope)
        for statement in tree.body:
            for node in ast.walk(statement):
                if hasattr(node, "lineno"):
                    node.lineno += line if not soft and "\n" in source else line - node.lineno
            self.visit(statement)
        self.soft, self.scope, self.last = outer_soft, outer_scope, outer_last


def base_name(node: ast.AST) -> str | None:
    """The name that an attribute or item belongs to: ``a`` of ``a.b[0].c``; None when a call is in between."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def last_name(node: ast.AST) -> str:
    """``shuffle`` of ``np.random.shuffle``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def part_of(node: ast.expr) -> str | None:
    """The name that a value is, or is surely a part of: ``a``, ``a.b``, ``a["k"]``, ``axes[0, 1]``; not ``df[mask]``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Subscript) and not _is_key(node.slice):
            return None
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _is_key(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return all(_is_key(element) for element in node.elts)
    return isinstance(node, ast.Constant)


def _made(node: ast.expr) -> Binding:
    if isinstance(node, ast.Call):
        name = last_name(node.func)
        if name in effects.GENERATOR_MAKERS:
            return Binding.GENERATOR
        if name in effects.CANVAS_MAKERS:
            return Binding.CANVAS
    return Binding.VALUE


def _arguments(node: ast.Call) -> tuple[tuple[int | str, str], ...]:
    given: list[tuple[int | str, str]] = []
    for position, argument in enumerate(node.args):
        name = base_name(argument)
        if name is not None:
            given.append((position, name))
    for keyword in node.keywords:
        name = base_name(keyword.value)
        if name is not None and keyword.arg:
            given.append((keyword.arg, name))
    return tuple(given)


def _is_call(node: ast.AST, name: str) -> bool:
    """``name().…`` or ``name()[…]``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _global_item(node: ast.expr) -> str | None:
    """``x`` of ``globals()["x"]``."""
    if isinstance(node, ast.Subscript) and _is_call(node, "globals") and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return None


def _is_true(node: ast.Call, name: str) -> bool:
    return any(
        keyword.arg == name and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in node.keywords
    )


def _is_formula(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "~" in node.value
