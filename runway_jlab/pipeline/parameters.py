"""The parameters cell: its literals as typed parameters, and values that a run gives instead of them.

The cell is papermill's: plain assignments of literals, with a type hint and a trailing comment where wanted::

    learning_rate: float = 0.1  # training | shrinkage

An override replaces the literal's text and nothing else, so that what ran can be read as if it had been typed.
"""

from __future__ import annotations

import ast
import difflib
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from runway_jlab.errors import UnknownParameter

from .literals import NotALiteral, convert, literal, spell
from .problems import Problem, warning
from .syntax import parse

KINDS = ("dataset", "model", "training")
_DATASET = re.compile(r"(?:\./)?datasets/[^/\s]+/[^/\s]+/?")


@dataclass(frozen=True)
class Parameter:
    """A literal that a run may override.

    ``type`` is ``int``, ``float``, ``str``, ``bool``, ``list``, ``dict``, ``tuple``, ``set``, ``None``, or the hint as
    it is written; ``kind`` is ``dataset``, ``model`` or ``training``; ``choices`` are those of a ``Literal`` hint.
    """

    name: str
    type: str
    default: Any
    kind: str = "training"
    description: str = ""
    choices: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class _Assignment:
    """One name given a value; `shared` when the same statement gives that value to other names too."""

    name: str
    hint: ast.expr | None
    value: ast.expr
    line: int
    shared: bool = False


def parse_parameters(source: str, cell_id: str | None) -> tuple[tuple[Parameter, ...], tuple[Problem, ...]]:
    """The parameters of a cell in the order in which it first names them, and what is wrong with it.

    A name assigned twice counts with its last value, as it does when the cell runs. A value that is no literal makes a
    ``derived-parameter`` problem and no parameter. A cell that does not parse has none; `names` reports that.
    """
    syntax = parse(source)
    if syntax.tree is None:
        return (), ()
    comments = _comments(source)
    found: dict[str, Parameter] = {}
    problems: list[Problem] = []
    for statement in syntax.tree.body:
        for assigned in _assignments(statement):
            if assigned.shared:
                found.pop(assigned.name, None)
                message = (
                    f"'{assigned.name}' shares its value with other names, so a run cannot override it alone. "
                    "Write an assignment for each."
                )
                problems.append(warning("derived-parameter", message, cell_id, assigned.line + syntax.offset))
                continue
            try:
                default = literal(assigned.value)
            except NotALiteral:
                found.pop(assigned.name, None)
                message = (
                    f"'{assigned.name}' is computed, so a run cannot override it. Move this line to a step, "
                    "or write a plain value."
                )
                problems.append(warning("derived-parameter", message, cell_id, assigned.line + syntax.offset))
                continue
            if assigned.name in found:
                message = f"'{assigned.name}' is assigned twice here; the last value counts. Remove the other line."
                problems.append(warning("duplicate-parameter", message, cell_id, assigned.line + syntax.offset))
            comment = comments.get((statement.end_lineno or assigned.line) + syntax.offset, "")
            found[assigned.name] = _parameter(assigned, default, comment)
        if not _allowed(statement):
            message = "This cell may hold imports and plain values only. Move the rest to a step."
            problems.append(warning("derived-parameter", message, cell_id, statement.lineno + syntax.offset))
    return tuple(found.values()), tuple(problems)


def coerce(parameters: tuple[Parameter, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Values for a run, typed as the parameters are; ``given`` has text from a command line or JSON values.

    Raises
    ------
    UnknownParameter
        A name that the notebook's parameters cell does not have; names the nearest.
    ParameterTypeMismatch
        A value that cannot be of the parameter's type without losing something.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values = {}
    for name, value in given.items():
        if name not in known:
            raise UnknownParameter(_unknown(name, list(known)), name=name, known=list(known))
        values[name] = convert(known[name], value)
    return values


def override(source: str, values: Mapping[str, Any]) -> str:
    """The cell's text with other literals for some names; everything else stays byte for byte.

    A name assigned twice gets the value in all places. A name that the cell does not assign a literal to raises
    UnknownParameter.
    """
    syntax = parse(source)
    body = syntax.tree.body if syntax.tree else []
    data = source.encode()
    starts = _line_starts(data)
    edits: dict[tuple[int, int], bytes] = {}
    done: set[str] = set()
    for statement in body:
        for assigned in _assignments(statement):
            if assigned.name in values and not assigned.shared and _is_literal(assigned.value):
                node = assigned.value
                assert node.end_lineno is not None and node.end_col_offset is not None
                begin = starts[node.lineno - 1 + syntax.offset] + node.col_offset
                end = starts[node.end_lineno - 1 + syntax.offset] + node.end_col_offset
                if _spells(data[begin:end], node):
                    edits[begin, end] = spell(values[assigned.name]).encode()
                    done.add(assigned.name)
    for name in values:
        if name not in done:
            raise UnknownParameter(_unknown(name, sorted(done)), name=name)
    for (begin, end), text in sorted(edits.items(), reverse=True):
        data = data[:begin] + text + data[end:]
    return data.decode()


def _assignments(statement: ast.stmt) -> Iterator[_Assignment]:
    """Name and value of each plain assignment; ``a, b = 1, 2`` is two, ``a = b = 1`` two that share a value."""
    if isinstance(statement, ast.AnnAssign):
        if isinstance(statement.target, ast.Name) and statement.value is not None:
            yield _Assignment(statement.target.id, statement.annotation, statement.value, statement.lineno)
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            for assigned in _pairs(target, statement.value, statement.lineno):
                yield replace(assigned, shared=len(statement.targets) > 1)


def _pairs(target: ast.expr, value: ast.expr, line: int) -> Iterator[_Assignment]:
    if isinstance(target, ast.Name):
        yield _Assignment(target.id, None, value, line)
    elif isinstance(target, ast.Tuple | ast.List):
        matching = isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts)
        plain = not any(isinstance(element, ast.Starred) for element in target.elts)
        for index, element in enumerate(target.elts):
            inner = value.elts[index] if matching and plain and isinstance(value, ast.Tuple | ast.List) else None
            if isinstance(element, ast.Name):
                yield _Assignment(element.id, None, inner or ast.Name("?"), line)


def _allowed(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass | ast.Assign | ast.AnnAssign):
        return True
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_literal(node: ast.expr) -> bool:
    try:
        literal(node)
    except NotALiteral:
        return False
    return True


def _spells(text: bytes, node: ast.expr) -> bool:
    """Whether the text at the node's place is the node: a magic above may have moved it."""
    try:
        found = ast.parse(b"(" + text + b")", mode="eval").body
    except (SyntaxError, ValueError):
        return False
    return ast.dump(found) == ast.dump(node)


def _parameter(assigned: _Assignment, default: Any, comment: str) -> Parameter:
    hint = ast.unparse(assigned.hint) if assigned.hint is not None else ""
    if isinstance(assigned.hint, ast.Constant) and isinstance(assigned.hint.value, str):
        hint = assigned.hint.value
    kind, description = _said(comment)
    if not kind:
        kind = "dataset" if isinstance(default, str) and _DATASET.fullmatch(default) else "training"
    type_ = hint or ("None" if default is None else type(default).__name__)
    return Parameter(assigned.name, type_, default, kind, description, choices_of(hint))


def choices_of(hint: str) -> tuple[Any, ...] | None:
    """The values of a ``Literal[…]`` hint, also inside ``Optional[…]`` or ``… | None``."""
    if "Literal" not in hint:
        return None
    try:
        tree = ast.parse(hint, mode="eval")
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).rpartition(".")[2] == "Literal":
            elements = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            try:
                return tuple(literal(element) for element in elements)
            except NotALiteral:
                return None
    return None


def _said(comment: str) -> tuple[str, str]:
    """Kind and description of ``# kind | description``; a comment without a known kind is a description."""
    text = comment.lstrip("#").strip()
    word, bar, rest = text.partition("|")
    if word.strip().lower() in KINDS:
        return word.strip().lower(), rest.strip()
    return "", rest.strip() if bar and not word.strip() else text


def _comments(source: str) -> dict[int, str]:
    """The comment on each line that has one."""
    comments = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                comments[token.start[0]] = token.string
    except (tokenize.TokenError, SyntaxError):
        pass  # a magic in the cell: what was read until there is kept
    return comments


def _line_starts(data: bytes) -> list[int]:
    starts = [0]
    for index, byte in enumerate(data):
        if byte == 0x0A:
            starts.append(index + 1)
    return starts


def _unknown(name: str, known: list[str]) -> str:
    if not known:
        return (
            f"The notebook has no parameter '{name}': it has no cell tagged 'parameters' with plain values. "
            "Add the tag to the cell that assigns it."
        )
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return f"The notebook has no parameter '{name}'. Did you mean '{near[0]}'?"
    return f"The notebook has no parameter '{name}'. It has: {', '.join(known)}."
