"""What this machine can do for Runway, found by trying."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from runway_jlab.contract.projects import CheckView
from runway_jlab.environments.probe import probe
from runway_jlab.errors import RunwayError
from runway_jlab.projects.project import find_project


def examine() -> list[CheckView]:
    """All checks, in the order in which a person would mend them."""
    checks: list[tuple[str, Callable[[], tuple[str, str]]]] = [
        ("Python", _python),
        ("git", _git),
        ("JupyterLab", lambda: _package("jupyterlab")),
        ("MLflow", lambda: _package("mlflow")),
        ("kernel", _kernel),
        ("SQLite", lambda: ("ok", sqlite3.sqlite_version)),
        ("front end", _front_end),
        ("project", _project),
    ]
    found = []
    for name, check in checks:
        state, message = check()
        found.append(CheckView(name, state, message))  # type: ignore[arg-type]
    return found


def _python() -> tuple[str, str]:
    return "ok", f"{platform.python_version()} at {sys.executable}"


def _git() -> tuple[str, str]:
    if shutil.which("git") is None:
        return "failed", "not installed: runs cannot be captured without it. Install git 2.30 or later"
    said = subprocess.run(["git", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return "ok", said.removeprefix("git version ")


def _package(name: str) -> tuple[str, str]:
    try:
        return "ok", version(name)
    except PackageNotFoundError:
        return "failed", f"not installed: pip install {name}"


def _kernel() -> tuple[str, str]:
    try:
        lock = probe(Path(sys.executable), Path.cwd())
    except RunwayError as error:
        return "failed", error.message
    if "ipykernel" not in lock["packages"]:
        return "failed", "ipykernel is not installed: pip install ipykernel"
    return "ok", f"python3 runs Python {lock['python']} with {len(lock['packages'])} packages"


def _front_end() -> tuple[str, str]:
    built = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "runway-jlab" / "package.json"
    if built.is_file():
        return "ok", "installed"
    return "missing", "not installed in this environment: JupyterLab will not show the canvas (pip install runway-jlab)"


def _project() -> tuple[str, str]:
    try:
        project = find_project(Path.cwd())
    except RunwayError as error:
        return "failed", error.message
    if project is None:
        return "missing", "this folder is in no project (runway init makes it one)"
    return "ok", f"{project.name} at {project.root}"
