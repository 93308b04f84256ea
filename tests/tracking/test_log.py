"""A pipeline's run in MLflow, on the real thing."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from runway_jlab.errors import TrackingUnavailable
from runway_jlab.tracking.location import Tracking
from runway_jlab.tracking.log import RunLog

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> RunLog:
    """In a folder whose name has all that a URI or a path could stumble over."""
    private = tmp_path_factory.mktemp("a b%20c é ?#") / ".runway"
    return RunLog(Tracking.hosted(private, "p1", "wind power"))


def opened(log: RunLog, **others: Any) -> str:
    return log.open_run(name="forecast", start_time=NOW, **{"tags": {}, **others})


def completed(log: RunLog, run_id: str, **others: Any) -> Any:
    given = {"state": "FINISHED", "parameters": {}, "tags": {}, "artifacts": {}, "end_time": NOW, **others}
    log.complete(run_id, **given)
    return client(log).get_run(run_id)


def client(log: RunLog) -> Any:
    from mlflow import MlflowClient

    return MlflowClient(log.tracking.uri)


def test_a_run_from_open_to_complete(log: RunLog, tmp_path: Path) -> None:
    notebook = tmp_path / "executed.ipynb"
    notebook.write_text("{}")
    run_id = opened(log, tags={"runway.run_id": "x", "mlflow.source.name": "forecast.ipynb"}, note="[Open](u)")
    run = client(log).get_run(run_id)
    assert (run.info.status, run.info.run_name, run.info.start_time) == ("RUNNING", "forecast", 1795435200000)
    assert run.data.tags["mlflow.source.name"] == "forecast.ipynb"
    assert run.data.tags["mlflow.user"]
    run = completed(
        log,
        run_id,
        parameters={"rate": 0.1, "many": True, "text": "x"},
        tags={"runway.state": "FINISHED"},
        artifacts={
            "runway/record.json": b'{"a": 1}',
            "executed.ipynb": notebook,
            "runway/copy.ipynb": notebook,
        },
        note="[Open](u)",
    )
    assert (run.info.status, run.info.end_time) == ("FINISHED", 1795435200000)
    assert run.data.params == {"rate": "0.1", "many": "True", "text": "x"}
    assert run.data.tags["runway.state"] == "FINISHED"
    assert run.data.tags["mlflow.note.content"] == "[Open](u)"
    stored = Path(client(log).download_artifacts(run_id, "runway"))
    assert (stored / "record.json").read_bytes() == b'{"a": 1}'
    assert (stored / "copy.ipynb").read_text() == "{}"
    assert not (stored / "copy.ipynb").is_symlink()
    kept = log.tracking.artifacts / "p1" / run_id / "artifacts" / "runway"
    assert sorted(path.name for path in kept.iterdir()) == ["copy.ipynb", "record.json"]


@pytest.mark.parametrize(
    ("state", "status"),
    [("FINISHED", "FINISHED"), ("FAILED", "FAILED"), ("CANCELLED", "KILLED"), ("INTERRUPTED", "KILLED")],
)
def test_states(log: RunLog, state: str, status: str) -> None:
    assert completed(log, opened(log), state=state).info.status == status


def test_what_the_user_logged_is_kept(log: RunLog) -> None:
    run_id = opened(log, note="[Open](u)")
    client(log).log_param(run_id, "rate", "mine")
    client(log).set_tag(run_id, "mlflow.note.content", "my words")
    run = completed(log, run_id, parameters={"rate": 0.1, "trees": 200}, note="[Open](u)")
    assert run.data.params == {"rate": "mine", "trees": "200"}
    assert run.data.tags["mlflow.note.content"] == "my words\n\n[Open](u)"


def test_what_is_too_long_is_cut_and_said_so(log: RunLog) -> None:
    run = completed(log, opened(log), parameters={"long": "x" * 10_000}, tags={"runway.t": "y" * 1_000_000})
    assert len(run.data.params["long"]) == 6000
    assert len(run.data.tags["runway.t"]) == 8000
    assert run.data.tags["runway.truncated"] == "long, runway.t"


def test_more_parameters_than_one_request_takes(log: RunLog) -> None:
    run = completed(log, opened(log), parameters={f"p{i}": i for i in range(250)})
    assert len(run.data.params) == 250


def test_user_metrics_are_the_last_values(log: RunLog) -> None:
    run_id = opened(log)
    for step, value in enumerate((3.0, 1.0, 2.0)):
        client(log).log_metric(run_id, "mae", value, step=step)
    client(log).log_metric(run_id, "worse", math.nan)
    client(log).log_metric(run_id, "worst", math.inf)
    client(log).log_metric(run_id, "system/cpu", 1.0)
    metrics = log.user_metrics(run_id)
    assert metrics.pop("mae") == 2.0
    assert math.isnan(metrics.pop("worse"))
    assert list(metrics) == ["worst"]


def test_one_part_that_fails_does_not_keep_the_others(log: RunLog, tmp_path: Path) -> None:
    run_id = opened(log)
    with pytest.raises(TrackingUnavailable, match=r"could not store missing\.txt"):
        completed(log, run_id, parameters={"a": 1}, artifacts={"missing.txt": tmp_path / "missing.txt"})
    run = client(log).get_run(run_id)
    assert (run.info.status, run.data.params) == ("FINISHED", {"a": "1"})


def test_a_deleted_experiment_is_named(tmp_path: Path) -> None:
    log = RunLog(Tracking.hosted(tmp_path, "p2", "gone"))
    client_ = log._client()
    client_.delete_experiment(log.experiment_id())
    with pytest.raises(TrackingUnavailable, match="was deleted"):
        opened(log)


def test_a_database_that_is_none(tmp_path: Path) -> None:
    tracking = Tracking.hosted(tmp_path, "p3", "corrupt")
    tracking.database.parent.mkdir()
    tracking.database.write_bytes(b"no database at all" * 100)
    with pytest.raises(TrackingUnavailable, match="not a database"):
        opened(RunLog(tracking))


def test_a_server_that_is_away() -> None:
    log = RunLog(Tracking.external("http://127.0.0.1:9", "p4", "away"))
    with pytest.raises(TrackingUnavailable, match="http://127"):
        opened(log)
