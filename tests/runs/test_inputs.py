"""A file that the run read and the snapshot lacks makes the record incomplete and the data card "missing"."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from notebooks import cell, notebook, write
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.capture import capture_source
from runway_jlab.reproduce.record import SourceRecord
from runway_jlab.runs.inputs import missing_inputs
from runway_jlab.source.snapshot import LARGE
from runway_jlab.storage.files import write_atomically


@pytest.fixture
def source(project: Project) -> SourceRecord:
    root = project.root
    path = write(root / "work" / "a.ipynb", notebook(cell("1", "A")))
    write_atomically(root / ".gitignore", b"*.csv\n")
    for name in ("known.txt", "ignored.csv", "é ignored.csv", "reopened/a/x.txt", "__pycache__/a.pyc"):
        write_atomically(root / name, b"text")
    (root / "large.bin").write_bytes(b"0" * (LARGE + 1))
    (root / "link.txt").symlink_to("known.txt")
    return capture_source(project, path, "a" * 32, [])[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("ignored.csv", True),
        ("é ignored.csv", True),
        ("known.txt", False),
        ("link.txt", False),
        ("large.bin", False),
        ("gone.csv", False),
        ("work/a.ipynb", False),
        ("reopened/a/y.csv", False),
        (".runway/index.db", False),
        ("__pycache__/a.pyc", False),
        ("../outside.csv", False),
    ],
)
def test_what_is_missing(project: Project, source: SourceRecord, name: str, missing: bool) -> None:
    path = project.root.parent / name[3:] if name.startswith("..") else project.root / name
    if "gone" not in name:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = missing_inputs(project, source, project.root, [str(path)])
    assert found == ((name,) if missing else (), ())


def test_a_snapshot_that_is_gone_is_said(project: Project, source: SourceRecord) -> None:
    found, why = missing_inputs(
        project, replace(source, commit="0" * 40), project.root, [str(project.root / "known.txt")]
    )
    assert found == ()
    assert why[0].startswith("inputs: git ls-tree failed")


def test_nothing_is_asked_when_nothing_was_read(project: Project, source: SourceRecord) -> None:
    assert missing_inputs(project, source, Path("/elsewhere"), [str(project.root / "ignored.csv")]) == ((), ())
