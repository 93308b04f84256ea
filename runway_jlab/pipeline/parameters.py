"""A parameter: a literal of the parameters cell that a run may override."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """``type`` is ``int``, ``float``, ``str``, ``bool``, ``list`` …, or the hint as written; ``kind`` is ``dataset``,
    ``model`` or ``training``; ``choices`` are those of a ``Literal`` hint."""

    name: str
    type: str
    default: Any
    kind: str = "training"
    description: str = ""
    choices: tuple[Any, ...] | None = None


def parse_parameters(source, cell_id):
    return (), ()
