"""Projects, their MLflow, the example, and the server itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import with_config


@dataclass(frozen=True)
class ProjectView:
    """A folder with a ``runway.toml``."""

    id: str
    name: str
    root: str
    """Absolute."""
    tracking: Literal["hosted", "external"]
    path: str | None = None
    """Relative to the Jupyter server's root, when it lies under it."""
    reopened_run: str | None = None
    """The run this folder was reopened from, when the notebook lies in a reopened folder."""


@dataclass(frozen=True)
class StatusView:
    """What the status bar and the empty states need; also ``runway status --json``."""

    version: str
    project: ProjectView | None
    runs: int


@with_config(extra="forbid")
@dataclass(frozen=True)
class ProjectRequest:
    """Make the folder at ``path`` (relative to the server's root) a project."""

    path: str
    name: str | None = None


@with_config(extra="forbid")
@dataclass(frozen=True)
class ExampleRequest:
    """Copy the example into the folder at ``path`` (relative to the server's root)."""

    path: str = ""


@dataclass(frozen=True)
class ExampleView:
    """Where the example's notebook now stands, relative to the server's root."""

    path: str


@dataclass(frozen=True)
class MlflowView:
    """The project's MLflow server."""

    state: Literal["stopped", "starting", "ready", "failed"]
    url: str
    """Address of its pages: below Jupyter's base URL when hosted, absolute when external."""
    message: str | None = None


@dataclass(frozen=True)
class CheckView:
    """One line of ``runway doctor``."""

    name: str
    state: Literal["ok", "missing", "failed"]
    message: str


@dataclass(frozen=True)
class DoctorView:
    """What this machine can do."""

    checks: list[CheckView]


@dataclass(frozen=True)
class ErrorView:
    """Every failed request and command answers with this."""

    message: str
    code: str
    detail: dict[str, Any]
