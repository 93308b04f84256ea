"""What calls do to names: methods that change their receiver, functions that change what they are given, IPython's."""

from __future__ import annotations

import ast
import re

from . import effects, magics
from .events import Call, Dynamic, Method
from .nodes import arguments_of, base_name, is_call_of, is_formula, is_true, last_name
from .recorder import Recorder
from .scopes import Scope, bound_names
from .syntax import parse

_FORMULA_CALL = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\s*[.(]")
_QUERY_NAME = re.compile(r"@([A-Za-z_]\w*)")


class Calls(Recorder):
    def call(self, node: ast.Call, *, discarded: bool) -> None:
        if is_call_of(node.func, "get_ipython") and self.magic(node):
            return
        if isinstance(node.func, ast.Attribute):
            self.visit(node.func.value)
        else:
            self.visit(node.func)
        looks = isinstance(node.func, ast.Name) and node.func.id in effects.LOOKERS
        for argument in node.args:
            if looks and isinstance(argument, ast.Name):
                self.read(argument.id, argument.lineno, followed=False)
            else:
                self.visit(argument)
        for keyword in node.keywords:
            self.visit(keyword.value)
        line = node.lineno
        arguments = arguments_of(node)
        self.known_effects(node, line)
        if last_name(node.func) in ("query", "eval") or any(is_formula(argument) for argument in node.args):
            self.text_reads(node)
        if isinstance(node.func, ast.Name):
            self.special(node, node.func.id)
            if self.owner(node.func.id) is None and not looks:
                self.emit(Call(node.func.id, line, arguments, self.known()))
            self.pass_on(node.func.id, arguments)
        elif isinstance(node.func, ast.Attribute):
            self.method(node, node.func, arguments, discarded=discarded)

    def method(
        self, node: ast.Call, func: ast.Attribute, arguments: tuple[tuple[int | str, str], ...], *, discarded: bool
    ) -> None:
        base = base_name(func.value)
        inner = func.value.value if isinstance(func.value, ast.Subscript) else func.value
        if base is None:
            return
        if isinstance(inner, ast.Attribute) and inner.attr in effects.ACCESSORS:
            discarded = False
        if is_true(node, "inplace"):
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
            case (("system" | "getoutput" | "getoutput_list"), [command]):
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
        if said.makes_names:
            self.stars.append((line_number, "pylab"))
            self.emit(Dynamic(line_number, reads=False, writes=False))
        if said.wipes:
            self.unseeable(line_number, f"%{name}")
        return True

    def code(self, source: str, line: int, *, soft: bool = False, apart: bool = False) -> None:
        """Python inside a string: a magic's body, an interpolated expression, ``exec("…")``."""
        tree = parse(source).tree
        if tree is None:
            if not soft:
                self.broken.append((line, source))
            return
        outer_soft, outer_scope = self.soft, self.scope
        self.soft = soft or self.soft
        if apart:
            self.scope = Scope(bound_names(tree.body).names, self.scope)
        for statement in tree.body:
            for node in ast.walk(statement):
                if hasattr(node, "lineno"):
                    node.lineno += line if not soft and "\n" in source else line - node.lineno
            self.visit(statement)
        self.soft, self.scope = outer_soft, outer_scope
