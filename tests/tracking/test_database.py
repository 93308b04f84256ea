"""The hosted database: made once, shared by writers, mended after a move."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from runway_jlab.tracking.database import prepare, relocate
from runway_jlab.tracking.location import Tracking
from runway_jlab.tracking.log import RunLog

NOW = datetime.now(UTC)


def hosted(root: Path) -> Tracking:
    return Tracking.hosted(root / ".runway", "p1", "wind power")


def test_a_fresh_database_comes_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert prepare(hosted(tmp_path / "first"), wait=False) is False
    assert prepare(hosted(tmp_path / "first")) is True
    started = time.monotonic()
    assert prepare(hosted(tmp_path / "second"), wait=False) is True
    assert time.monotonic() - started < 1
    assert RunLog(hosted(tmp_path / "second")).open_run(name="r", tags={}, start_time=NOW)
    assert not (Path.cwd() / "mlruns").exists()


def test_the_default_experiment_keeps_its_artifacts_in_the_project(tmp_path: Path) -> None:
    from mlflow import MlflowClient

    prepare(hosted(tmp_path))
    default = MlflowClient(hosted(tmp_path).uri).get_experiment("0")
    assert default.artifact_location == f"{hosted(tmp_path).artifact_root}/0"


PREPARE_AND_WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from runway_jlab.tracking.location import Tracking
from runway_jlab.tracking.log import RunLog

log = RunLog(Tracking.hosted(Path(sys.argv[1]) / ".runway", "p1", "wind power"))
run_id = log.open_run(name="r", tags={}, start_time=datetime.now(UTC))
for step in range(200):
    log._client().log_metric(run_id, "m", step, step=step)
assert log.user_metrics(run_id) == {"m": 199.0}
"""


@pytest.mark.slow
def test_two_writers_at_a_time_from_the_first_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    writers = [
        subprocess.Popen([sys.executable, "-c", PREPARE_AND_WRITE, str(tmp_path)], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors


def test_a_moved_project_finds_its_artifacts(tmp_path: Path) -> None:
    from mlflow import MlflowClient

    log = RunLog(hosted(tmp_path / "old"))
    run_id = log.open_run(name="r", tags={}, start_time=NOW)
    log.complete(run_id, state="FINISHED", parameters={}, tags={}, artifacts={"runway/record.json": b"1"}, end_time=NOW)
    (tmp_path / "old").rename(tmp_path / "new")
    assert relocate(tmp_path / "new" / ".runway") == 3  # two experiments and a run
    assert relocate(tmp_path / "new" / ".runway") == 0
    moved = MlflowClient(hosted(tmp_path / "new").uri)
    assert Path(moved.download_artifacts(run_id, "runway/record.json")).read_bytes() == b"1"
    assert moved.get_run(run_id).info.artifact_uri.startswith((tmp_path / "new").as_uri())


def test_nothing_to_relocate(tmp_path: Path) -> None:
    assert relocate(tmp_path) == 0


def test_an_external_server_is_not_ours_to_prepare() -> None:
    assert prepare(Tracking.external("http://127.0.0.1:9", "p", "n")) is True
