"""Everything public is in the reference: commands, routes, error codes, keys, settings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from runway_jlab import cli, errors
from runway_jlab.projects import project
from runway_jlab.storage import locks
from runway_jlab.web.announcer import SCHEMA_ID
from runway_jlab.web.routes import ROUTES

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def _commands() -> list[str]:
    actions = [action for action in cli._parser()._actions if action.dest == "command"]
    return list(actions[0].choices or [])


def _codes() -> set[str]:
    modules = (errors, locks)
    kinds = [kind for module in modules for kind in vars(module).values() if isinstance(kind, type)]
    return {kind.code for kind in kinds if issubclass(kind, errors.RunwayError)}


def _browser_commands() -> set[str]:
    """What the front end puts into menus, the palette and shortcuts: ids in ``CommandIDs``-like constants."""
    found = set()
    for path in (ROOT / "src").rglob("*.ts*"):
        if "__tests__" not in path.parts:
            found |= set(re.findall(r"'(runway-jlab:(?:start|cancel|show|open|create|try)-[a-z-]+)'", path.read_text()))
    return found - {"runway-jlab:open-url"}


@pytest.mark.parametrize("command", _commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"`runway {command}" in REFERENCE


@pytest.mark.parametrize("code", sorted(_codes()))
def test_every_error_code_is_documented(code: str) -> None:
    assert f"`{code}`" in REFERENCE


@pytest.mark.parametrize("noun", sorted({re.split(r"[/?]", pattern)[0] for pattern, _ in ROUTES}))
def test_every_noun_is_documented(noun: str) -> None:
    assert f"| `{noun}" in REFERENCE


@pytest.mark.parametrize("key", [(section, key) for section, keys in project._KEYS.items() for key in keys])
def test_every_project_key_is_documented(key: tuple[str, str]) -> None:
    assert f"`[{key[0]}] {key[1]}`" in REFERENCE


@pytest.mark.parametrize("command", sorted(_browser_commands()))
def test_every_browser_command_is_documented(command: str) -> None:
    assert f"`{command}`" in REFERENCE


def test_settings_and_events_are_documented() -> None:
    assert SCHEMA_ID in REFERENCE
    for path in (ROOT / "schema").glob("*.json"):
        for name in json.loads(path.read_text(encoding="utf-8"))["properties"]:
            assert f"`{name}`" in REFERENCE


def test_links_in_the_documentation_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"
