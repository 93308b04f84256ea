"""A cell's text as a syntax tree, read the way IPython reads it.

Plain Python is parsed as it is, so that lines and columns are the cell's own; only what does not parse goes through
IPython's transform, which is also ten times slower. (No text that parses as Python is changed by the transform in its
meaning.) The grammar is that of the interpreter Runway runs in.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager


@dataclass(frozen=True)
class Syntax:
    """``tree`` is None when the cell does not parse; then ``error`` and its 1-based ``line`` say why.

    ``offset`` is added to the tree's lines to get the cell's (IPython drops blank lines at the top).
    """

    tree: ast.Module | None
    offset: int = 0
    error: str = ""
    line: int | None = None


def parse(source: str) -> Syntax:
    try:
        return Syntax(_tree(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    stripped = source.lstrip("\n")
    blank = 0
    for text in source.split("\n"):
        if text.strip():
            break
        blank += 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            transformed = TransformerManager().transform_cell(stripped)  # type: ignore[no-untyped-call]
        return Syntax(_tree(transformed), offset=blank)
    except SyntaxError as problem:
        return Syntax(None, error=problem.msg or "invalid syntax", line=(problem.lineno or 1) + blank)
    except Exception as problem:  # IPython's tokenizing of what is no Python raises many kinds
        return Syntax(None, error=str(problem) or type(problem).__name__, line=1)


def _tree(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source)
        compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    return tree
