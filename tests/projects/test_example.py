"""The example is copied to where somebody wants it, whole, and never over something."""

from __future__ import annotations

from pathlib import Path

import pytest
from trees import tree_of

from runway_jlab.errors import RunwayError
from runway_jlab.projects.example import copy_example, example_source
from runway_jlab.projects.project import load_project


def test_a_second_copy_gets_a_number(tmp_path: Path) -> None:
    folder = tmp_path / "not there yet"
    first = copy_example(folder)
    before = tree_of(first.parent, "runway.toml")
    second = copy_example(folder)
    assert [path.relative_to(folder).as_posix() for path in (first, second)] == [
        "wind-power/forecast.ipynb",
        "wind-power-2/forecast.ipynb",
    ]
    assert tree_of(first.parent, "runway.toml") == before == tree_of(second.parent, "runway.toml")
    assert load_project(first.parent).id != load_project(second.parent).id, "two copies are two projects"
    assert sorted(path.name for path in folder.iterdir()) == ["wind-power", "wind-power-2"]


def test_it_is_a_project_without_what_runs_left(tmp_path: Path) -> None:
    notebook = copy_example(tmp_path)
    assert load_project(notebook.parent).name
    left = {path.name for path in notebook.parent.iterdir()}
    assert not left & {".runway", "reopened", "mlruns", ".ipynb_checkpoints"}
    assert notebook.read_bytes() == (example_source() / "forecast.ipynb").read_bytes()


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wind-power").mkdir()
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises((OSError, RunwayError)):
        copy_example(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["wind-power"]
