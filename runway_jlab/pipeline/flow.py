"""What one unit of a notebook reads and writes, and from whom: the outcome of a replay."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Missing:
    """A read of a name that nothing before it has written."""

    name: str
    cell: str
    line: int


@dataclass
class Flow:
    """What one unit does: in the order in which it first does it."""

    reads: dict[str, None] = field(default_factory=dict)
    writes: dict[str, None] = field(default_factory=dict)
    mutated: dict[str, None] = field(default_factory=dict)
    sources: dict[str, dict[str, None]] = field(default_factory=dict)
    """Other unit → the names read from it."""
    missing: list[Missing] = field(default_factory=list)
