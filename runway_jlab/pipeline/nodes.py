"""Small questions about single nodes of a syntax tree: whose part is this, what does this make, what is given here."""

from __future__ import annotations

import ast

from . import effects
from .events import Binding


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
    """The name that a value is, or is surely a part of: ``a``, ``a.b``, ``a["k"]``, ``a[0, 1]``; not ``df[mask]``."""
    if made_by(node) is Binding.CANVAS and isinstance(node, ast.Call):
        return base_name(node.func)  # axes belong to the figure that made them
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Subscript) and not _is_key(node.slice):
            return None
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _is_key(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return all(_is_key(element) for element in node.elts)
    return isinstance(node, ast.Constant)


def names_in(target: ast.expr) -> list[ast.Name]:
    """The plain names of an assignment's target, also inside its tuples."""
    if isinstance(target, ast.Tuple | ast.List):
        return [name for element in target.elts for name in names_in(element)]
    return [target] if isinstance(target, ast.Name) else []


def kept_by(node: ast.expr) -> tuple[str, ...]:
    """The names whose objects a constructor was given, themselves or by a method: ``Adam(model.parameters())``."""
    if not isinstance(node, ast.Call) or not last_name(node.func)[:1].isupper():
        return ()
    kept = []
    for given in [*node.args, *(keyword.value for keyword in node.keywords)]:
        name = base_name(given.func if isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute) else given)
        if name is not None:
            kept.append(name)
    return tuple(kept)


def made_by(node: ast.expr) -> Binding:
    if isinstance(node, ast.Call):
        name = last_name(node.func)
        if name in effects.GENERATOR_MAKERS:
            return Binding.GENERATOR
        if name in effects.CANVAS_MAKERS:
            return Binding.CANVAS
    return Binding.VALUE


def arguments_of(node: ast.Call) -> tuple[tuple[int | str, str], ...]:
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


def is_call_of(node: ast.AST, name: str) -> bool:
    """``name().…`` or ``name()[…]``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def global_item(node: ast.expr) -> str | None:
    """``x`` of ``globals()["x"]``."""
    if isinstance(node, ast.Subscript) and is_call_of(node, "globals") and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return None


def is_true(node: ast.Call, name: str) -> bool:
    return any(
        keyword.arg == name and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in node.keywords
    )


def is_formula(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "~" in node.value


def iterated(node: ast.expr) -> str | None:
    """The name whose elements a loop's target stands for: ``xs``, ``axes.flat``, ``enumerate(xs)``."""
    if isinstance(node, ast.Call):
        takes = isinstance(node.func, ast.Name) and node.func.id in ("enumerate", "reversed", "iter", "list", "tuple")
        inside = isinstance(node.func, ast.Attribute) and node.func.attr in ("values", "items", "ravel", "flatten")
        if takes and node.args:
            return iterated(node.args[0])
        return iterated(node.func.value) if inside and isinstance(node.func, ast.Attribute) else None
    if isinstance(node, ast.Attribute):
        return iterated(node.value)
    return node.id if isinstance(node, ast.Name) else None
