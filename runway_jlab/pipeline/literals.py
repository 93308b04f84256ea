"""Python literals: read from syntax, converted to a parameter's type, spelled as source again.

``float("nan")`` and ``float("inf")`` count as literals, since Python has no other way to write them. Nothing is lost in
a conversion: an int may become a float, never the other way round, and text becomes what a person would have typed.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from runway_jlab.errors import ParameterTypeMismatch

if TYPE_CHECKING:
    from .parameters import Parameter


class NotALiteral(ValueError):
    """The expression has to run to have a value."""


def literal(node: ast.expr) -> Any:
    """The value of a literal expression: constants, signs, containers of literals, ``float("nan")``, ``set()``.

    Raises NotALiteral.
    """
    if isinstance(node, ast.Call):
        return _call(node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Call):
        return -_call(node.operand)
    if isinstance(node, ast.List):
        return [literal(element) for element in node.elts]
    if isinstance(node, ast.Tuple):
        return tuple(literal(element) for element in node.elts)
    if isinstance(node, ast.Dict) and None not in node.keys:
        return {literal(key): literal(value) for key, value in zip(node.keys, node.values, strict=True) if key}
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as problem:
        raise NotALiteral(ast.dump(node)[:80]) from problem


def _call(node: ast.Call) -> Any:
    if isinstance(node.func, ast.Name) and not node.keywords:
        given = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if node.func.id == "set" and not node.args:
            return set()
        if node.func.id == "float" and len(node.args) == 1 and given and isinstance(given[0], str):
            try:
                return float(given[0])
            except ValueError:
                pass
    raise NotALiteral("call")


def spell(value: Any) -> str:
    """The value as source that evaluates to an equal value of the same type."""
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, list):
        return "[" + ", ".join(map(spell, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(spell, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{spell(key)}: {spell(item)}" for key, item in value.items()) + "}"
    if isinstance(value, set) and value:  # in an order that does not depend on the hash seed
        return "{" + ", ".join(sorted(map(spell, value))) + "}"
    if isinstance(value, str):
        return _text(value)
    return repr(value)


def _text(value: str) -> str:
    """Double quotes, as formatters like them, wherever `repr` would not have chosen otherwise for a reason."""
    quoted = repr(value)
    if quoted.startswith("'") and '"' not in value and "\\'" not in quoted:
        return f'"{quoted[1:-1]}"'
    return quoted


def convert(parameter: Parameter, value: Any) -> Any:
    """A given value as one of the parameter's type.

    Text is what a command line gives: it is taken as it is for ``str``, and read as a Python or JSON literal for all
    else. Raises ParameterTypeMismatch, which says what was given, what is expected, and an example.
    """
    if parameter.choices is not None:
        return _choice(parameter, value)
    wanted = types_of(parameter)
    if isinstance(value, str):
        for kind in (kind for kind in wanted if kind != "None" or "str" not in wanted):
            try:
                return _READERS[kind](value)
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                continue
    for kind in wanted:
        if _fits(kind, value):
            return float(value) if kind == "float" else _container(kind, value)
    if not wanted:
        return _free(value)
    raise _mismatch(parameter, value, parameter.type, _EXAMPLES.get(wanted[0], repr(parameter.default)))


def types_of(parameter: Parameter) -> list[str]:
    """The plain types that a hint allows, in order; empty where it says nothing that can be checked.

    ``Optional[int]`` is int or None; ``list[int]`` is list; a hint such as ``PathLike`` leaves its default's type.
    """
    return _types(parameter.type, parameter.default)


def _types(hint: str, default: Any) -> list[str]:
    plain = hint.replace("typing.", "").replace("t.", "") if hint else ""
    found: list[str] = []
    optional = re.fullmatch(r"Optional\[(.*)\]", plain)
    if optional:
        return [*_types(optional.group(1), None), "None"]
    union = re.fullmatch(r"Union\[(.*)\]", plain)
    parts = _split(union.group(1), ",") if union else _split(plain, "|")
    for part in parts:
        name = part.partition("[")[0].strip()
        name = _NAMES.get(name, name)
        if name in _READERS:
            found.append(name)
        elif name in ("Any", "object"):
            return []
    if not found and default is not None and type(default).__name__ in _READERS:
        found.append(type(default).__name__)
    if found == ["None"]:
        return []
    return found


_NAMES = {
    "List": "list", "Sequence": "list", "Iterable": "list", "Dict": "dict", "Mapping": "dict", "Tuple": "tuple",
    "Set": "set", "NoneType": "None", "Text": "str", "Path": "str", "Number": "float",
}  # fmt: skip


def _split(text: str, separator: str) -> list[str]:
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character in "[(") - (character in "])")
        if character == separator and not depth:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return [*parts, current.strip()]


def _fits(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "bool"
    if kind == "float":
        return isinstance(value, int | float)
    if kind in ("tuple", "set"):
        return isinstance(value, list | tuple | set)
    return type(value).__name__ == {"None": "NoneType"}.get(kind, kind)


def _container(kind: str, value: Any) -> Any:
    return tuple(value) if kind == "tuple" else set(value) if kind == "set" else value


def _read_bool(text: str) -> bool:
    lowered = text.strip().lower()
    if lowered not in ("true", "false"):
        raise ValueError(text)
    return lowered == "true"


def _read_int(text: str) -> int:
    if not re.fullmatch(r"\s*[+-]?\d+(?:_\d+)*\s*", text):
        raise ValueError(text)
    return int(text)


def _read_none(text: str) -> None:
    if text.strip() not in ("None", "null", "none", ""):
        raise ValueError(text)


def _read_any(text: str) -> Any:
    """A Python literal or JSON."""
    try:
        return literal(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, NotALiteral):
        return json.loads(text)


def _read_container(kind: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        value = _read_any(text)
        if not _fits(kind, value):
            raise ValueError(text)
        return _container(kind, value)

    return read


_READERS: dict[str, Callable[[str], Any]] = {
    "bool": _read_bool,
    "int": _read_int,
    "float": lambda text: float(text),
    "None": _read_none,
    "list": _read_container("list"),
    "dict": _read_container("dict"),
    "tuple": _read_container("tuple"),
    "set": _read_container("set"),
    "str": str,
    "bytes": _read_container("bytes"),
    "complex": complex,
}
_EXAMPLES = {
    "bool": "true", "int": "200", "float": "0.1", "list": "[1, 2]", "dict": '{"a": 1}', "tuple": "(1, 2)",
    "set": "{1, 2}", "str": "text", "None": "None",
}  # fmt: skip


def _free(value: Any) -> Any:
    """A value for a parameter of any type: text that reads as a literal is that literal."""
    if isinstance(value, str):
        try:
            return _read_any(value)
        except ValueError:
            return value
    return value


def _choice(parameter: Parameter, value: Any) -> Any:
    choices = list(parameter.choices or ())
    if "None" in _split(parameter.type, "|") or parameter.type.startswith("Optional"):
        choices.append(None)
    for choice in choices:
        if type(choice) is type(value) and choice == value:
            return choice
    for choice in choices:
        if isinstance(value, str) and not isinstance(choice, str) and spell(choice).lower() == value.strip().lower():
            return choice
    raise _mismatch(parameter, value, "one of " + ", ".join(map(spell, choices)), str(choices[0]))


def _mismatch(parameter: Parameter, value: Any, expected: str, example: str) -> ParameterTypeMismatch:
    return ParameterTypeMismatch(
        f"The parameter '{parameter.name}' takes {expected}, and {spell(value)} is not that. "
        f"Give it as {parameter.name}={example}, for example.",
        name=parameter.name,
        expected=parameter.type,
        choices=None if parameter.choices is None else list(parameter.choices),
    )
