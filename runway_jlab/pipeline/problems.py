"""What a person should know about a notebook, tied to where it is.

A problem never stops the building of a pipeline: the graph is drawn as far as it can be, and only those of severity
``error`` forbid running. The codes are stable, programs and translations key on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Problem:
    """``line`` is 1-based within the cell; both are None for what concerns the whole notebook."""

    code: str
    severity: Severity
    message: str
    cell: str | None = None
    line: int | None = None


def error(code: str, message: str, cell: str | None = None, line: int | None = None) -> Problem:
    """A problem that forbids running."""
    return Problem(code, Severity.ERROR, message, cell, line)


def warning(code: str, message: str, cell: str | None = None, line: int | None = None) -> Problem:
    """Something that will probably go wrong or cannot be seen into."""
    return Problem(code, Severity.WARNING, message, cell, line)


def info(code: str, message: str, cell: str | None = None, line: int | None = None) -> Problem:
    """Something worth a glance."""
    return Problem(code, Severity.INFO, message, cell, line)
