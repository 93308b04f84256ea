"""A run's files when they are damaged, and cancelling a run whose driver is not there yet."""

from __future__ import annotations

import os
import signal

import pytest

from runway_jlab.engine.states import RunState
from runway_jlab.errors import StorageCorrupt, WorkFailed
from runway_jlab.ids import RunId, new_run_id
from runway_jlab.projects.project import Project
from runway_jlab.runs import catalog as module
from runway_jlab.runs.catalog import RunCatalog
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.status import RunStatus
from runway_jlab.storage.locks import hold


@pytest.fixture
def run_id(project: Project) -> RunId:
    """A run that has been submitted."""
    status = RunStatus(new_run_id(), "a.ipynb", RunState.QUEUED, "2026-01-01T00:00:00Z", {}, ())
    RunFiles.of(project.private, status.run_id).write_status(status)
    RunCatalog(project.private).put(status)
    return status.run_id


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b'{"state": "?", "steps": []}'])
def test_a_damaged_status_is_told_and_the_run_counts_as_interrupted(
    project: Project, run_id: RunId, content: bytes
) -> None:
    files = RunFiles.of(project.private, run_id)
    files.status.write_bytes(content)
    with pytest.raises(StorageCorrupt, match="is empty or damaged"):
        files.read_status()
    assert [row.state for row in RunCatalog(project.private).rows()] == [RunState.INTERRUPTED]


@pytest.mark.parametrize("before", [None, ""])
def test_cancelling_waits_for_the_driver(
    project: Project, run_id: RunId, before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = RunFiles.of(project.private, run_id)
    if before is not None:
        files.pid.write_text(before)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: told.append((pid, number)))
    monkeypatch.setattr(module.time, "sleep", lambda seconds: files.pid.write_text("4321"))
    with hold(files.lock):
        RunCatalog(project.private).cancel(run_id)
    assert told == [(4321, signal.SIGTERM)]


def test_a_driver_that_does_not_come_is_told(project: Project, run_id: RunId, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)
    with hold(RunFiles.of(project.private, run_id).lock), pytest.raises(WorkFailed, match="could not be cancelled"):
        RunCatalog(project.private).cancel(run_id)


def test_a_driver_that_dies_while_starting_leaves_the_run_interrupted(
    project: Project, run_id: RunId, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = RunFiles.of(project.private, run_id)
    with hold(files.lock) as lock:
        monkeypatch.setattr(module.time, "sleep", lambda seconds: lock.close())
        assert RunCatalog(project.private).cancel(run_id).state is RunState.INTERRUPTED


def test_an_index_that_was_lost_is_made_again_from_the_runs_files(project: Project, run_id: RunId) -> None:
    for path in project.private.glob("index.db*"):
        path.unlink()
    assert RunCatalog(project.private).find(run_id[:8]) == run_id

    for path in project.private.glob("index.db*"):
        path.unlink()
    newer = RunStatus(new_run_id(), "b.ipynb", RunState.FINISHED, "2026-01-02T00:00:00Z", {}, ())
    catalog = RunCatalog(project.private)
    catalog.put(newer)
    assert [row.run_id for row in catalog.rows()] == [newer.run_id, run_id], "a new run does not hide the older ones"
