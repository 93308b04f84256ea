"""Distributions by name and version, from the names of their folders."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from runway_jlab.runtime import packages


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("numpy-2.4.6.dist-info", {"numpy": "2.4.6"}),
        ("Jinja2-3.1.6.dist-info", {"jinja2": "3.1.6"}),
        ("zope.interface-6.0.dist-info", {"zope-interface": "6.0"}),
        ("typing_extensions-4.16.0.dist-info", {"typing-extensions": "4.16.0"}),
        ("x-1.0rc1.post2+cu121.dist-info", {"x": "1.0rc1.post2+cu121"}),
        ("ruamel.yaml.clib-0.2.dist-info", {"ruamel-yaml-clib": "0.2"}),
        ("old-1.2-py3.11.egg-info", {"old": "1.2"}),
        ("old_style-1.2.egg-info", {"old-style": "1.2"}),
        ("not a distribution", {}),
        ("~umpy-2.4.6.dist-info.bak", {}),
    ],
)
def test_names_and_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, expected: dict[str, str]
) -> None:
    (tmp_path / folder).mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "not there")])
    assert packages.installed() == expected


def test_the_first_on_the_path_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        (tmp_path / str(number) / f"x-{number}.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "2"), str(tmp_path / "1")])
    assert packages.installed() == {"x": "2.0"}


def test_it_agrees_with_the_standard_library() -> None:
    found = packages.interpreter()["packages"]
    for name in ("numpy", "ipykernel", "cloudpickle", "pytest", "typing-extensions"):
        assert found[name] == metadata.version(name)
