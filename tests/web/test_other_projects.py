"""A server uses the projects below its root and no others, and one that is broken is in nobody's way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from runway_jlab.engine.states import RunState
from runway_jlab.ids import new_run_id
from runway_jlab.projects.pointer import Pointer, write_pointer
from runway_jlab.projects.project import Project, create_project
from runway_jlab.runs.catalog import RunCatalog
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.status import RunStatus
from runway_jlab.web.door import PREFIX
from runway_jlab.web.mlflow import HostedProjects, key_of


@pytest.fixture
def above(jp_root_dir: Path) -> Project:
    """A project that the server's root lies in."""
    return create_project(jp_root_dir.parent)


@pytest.fixture
def broken(jp_root_dir: Path) -> None:
    """Projects that come before ``farm`` and cannot be opened."""
    for name, text in (("a", "[project"), ("b", "[project]\nname = 1\n"), ("c", "[else]\n")):
        (jp_root_dir / name).mkdir()
        (jp_root_dir / name / "runway.toml").write_text(text)
    index = create_project(jp_root_dir / "d").private / "index.db"
    index.write_bytes(b"no database at all" * 100)


def ended_run(project: Project) -> str:
    """A run in the project's files and index."""
    run_id = new_run_id()
    status = RunStatus(run_id, "work.ipynb", RunState.FINISHED, "2026-01-01T00:00:00Z", {}, ())
    files = RunFiles.of(project.private, run_id)
    files.write_status(status)
    RunCatalog(project.private).put(status)
    return run_id


async def _refused(jp_fetch: Any, *address: str, **options: Any) -> tuple[int, str]:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch(PREFIX, *address, **options)
    assert refused.value.response is not None
    return refused.value.code, json.loads(refused.value.response.body)["code"]


async def test_a_project_above_the_root_is_not_used(jp_fetch, jp_root_dir, above: Project) -> None:
    run = ended_run(above)
    (jp_root_dir / "a.ipynb").write_text("{}")
    status = json.loads((await jp_fetch(PREFIX, "status", params={"path": "a.ipynb"})).body)
    assert status["project"] is None
    missing = (404, "not-a-project")
    assert await _refused(jp_fetch, "runs", params={"path": "a.ipynb"}) == missing
    assert await _refused(jp_fetch, "runs", method="POST", body='{"path": "a.ipynb"}') == missing
    assert await _refused(jp_fetch, "runs", run, params={"path": "a.ipynb"}) == missing
    assert await _refused(jp_fetch, "runs", run) == (404, "unknown-run")
    assert await _refused(jp_fetch, "mlflow", params={"path": "a.ipynb"}) == missing


async def test_a_pointer_that_leads_out_is_ignored(jp_fetch, jp_root_dir, tmp_path: Path) -> None:
    outside = create_project(tmp_path / "outside")
    run = ended_run(outside)
    write_pointer(jp_root_dir / "planted", Pointer(outside.root, run, "a.ipynb"))
    status = json.loads((await jp_fetch(PREFIX, "status", params={"path": "planted/a.ipynb"})).body)
    assert status["project"] is None
    assert await _refused(jp_fetch, "runs", run, params={"path": "planted"}) == (404, "not-a-project")


async def test_a_run_is_found_past_broken_projects(jp_fetch, project, broken, check_contract) -> None:
    run = ended_run(project)
    view = check_contract("RunView", (await jp_fetch(PREFIX, "runs", run)).body)
    assert view["run_id"] == run


async def test_a_damaged_status_leaves_the_others_listed(jp_fetch, project, check_contract) -> None:
    whole, damaged = ended_run(project), new_run_id()
    queued = RunStatus(damaged, "work.ipynb", RunState.RUNNING, "2026-01-02T00:00:00Z", {}, ())
    RunCatalog(project.private).put(queued)
    RunFiles.of(project.private, damaged).folder.mkdir()
    RunFiles.of(project.private, damaged).status.write_bytes(b"")
    listed = check_contract("RunList", (await jp_fetch(PREFIX, "runs", params={"path": "farm"})).body)["runs"]
    assert [(row["run_id"], row["state"]) for row in listed] == [(damaged, "INTERRUPTED"), (whole, "FINISHED")]
    assert await _refused(jp_fetch, "runs", damaged) == (500, "storage-corrupt")


async def test_one_damaged_status_does_not_silence_the_announcer(jp_fetch, jp_serverapp, project, monkeypatch) -> None:
    await jp_fetch(PREFIX, "status")
    announcer = jp_serverapp.web_app.settings["runway_announcer"]
    whole, damaged = ended_run(project), new_run_id()
    RunFiles.of(project.private, damaged).folder.mkdir()
    RunFiles.of(project.private, damaged).status.write_bytes(b"{}")
    told = []
    monkeypatch.setattr(announcer, "_emit", lambda watched, status: told.append(status.run_id))
    monkeypatch.setattr(announcer._timer, "start", lambda: None)
    for run in (damaged, whole):
        announcer.watch(project, run)
    announcer._look()
    assert told == [whole]
    assert list(announcer._watched) == [whole]


def test_mlflow_is_looked_for_past_broken_projects_and_not_at_every_request(
    jp_root_dir, project, broken, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosted = HostedProjects("/", jp_root_dir)
    assert hosted.servers.get(key_of(project)) is None
    hosted.look_for("nobody")
    assert hosted.servers.get(key_of(project)) is not None
    assert hosted.servers.get("nobody") is None
    monkeypatch.setattr("runway_jlab.web.mlflow.find_projects_below", lambda root: 1 / 0)
    hosted.look_for("nobody")
    hosted.servers.stop_all()
