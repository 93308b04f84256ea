"""A run's side of MLflow: known as soon as it is made, never waited for without end, ended whatever happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from runway_jlab.engine.states import RunState
from runway_jlab.ids import RunId
from runway_jlab.projects.project import Project
from runway_jlab.runs.catalog import RunCatalog
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.journal import Journal
from runway_jlab.runs.logging import NO_ANSWER, MlflowRun
from runway_jlab.runs.status import RunStatus

RUN, IN_MLFLOW = RunId("a" * 32), "b" * 32


class Log:
    """MLflow, when it answers at once, with an error, or only when `gate` opens."""

    def __init__(self, error: Exception | None = None, gate: threading.Event | None = None) -> None:
        self.error, self.gate = error, gate
        self.completed: list[dict[str, Any]] = []

    def open_run(self, **_: Any) -> str:
        if self.gate is not None:
            self.gate.wait()
        if self.error is not None:
            raise self.error
        return IN_MLFLOW

    def experiment_id(self) -> str:
        return "1"

    def complete(self, run_id: str, **given: Any) -> None:
        self.completed.append({"run_id": run_id, **given})


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    gate = threading.Event()
    yield gate
    gate.set()


def start(project: Project, log: Log, **how: Any) -> tuple[MlflowRun, Journal]:
    files = RunFiles.of(project.private, RUN)
    files.folder.mkdir(parents=True)
    status = RunStatus(RUN, "a.ipynb", RunState.RUNNING, "2026-11-23T12:00:00.000Z", {}, ())
    journal = Journal(files, RunCatalog(project.private), status)
    run = MlflowRun(project, journal, project.root / "a.ipynb", **how)
    run._log = log  # type: ignore[assignment]
    return run, journal


def test_a_run_is_found_by_its_mlflow_id_while_it_goes_on(project: Project) -> None:
    run, journal = start(project, Log())
    answer = run.answer()
    assert answer["run_id"] == IN_MLFLOW
    assert journal.status.mlflow_run_id == IN_MLFLOW
    assert RunFiles.of(project.private, RUN).read_status().mlflow_run_id == IN_MLFLOW
    assert RunCatalog(project.private).find(IN_MLFLOW) == RUN


def test_mlflow_that_never_answers_is_not_waited_for(project: Project, gate: threading.Event) -> None:
    run, journal = start(project, Log(gate=gate), patience=0.0)
    assert run.answer() == {"error": NO_ANSWER}
    assert run.metrics() == ({}, [f"metrics: {NO_ANSWER}"])
    run.complete(None, None, None, None)  # type: ignore[arg-type]  # none of them is reached
    assert journal.status.message == f"Not in MLflow: {NO_ANSWER}"
    run.give_up()


def test_a_password_in_what_mlflow_says_is_told_to_nobody(project: Project) -> None:
    error = ValueError("API request to https://ada:s3cret@mlflow.example.org/api failed")
    run, journal = start(project, Log(error=error))
    said = run.answer()["error"]
    assert said == "ValueError: API request to https://mlflow.example.org/api failed"
    journal.update(message=str(error))
    assert "s3cret" not in RunFiles.of(project.private, RUN).status.read_text()


def test_a_driver_that_cannot_go_on_ends_the_run_in_mlflow(project: Project) -> None:
    log = Log()
    run, journal = start(project, log)
    run.give_up()
    assert log.completed == [], "there is none to end"
    run.prepare()
    journal.update(state=RunState.FAILED, message="The run could not go on.")
    run.give_up()
    assert [(one["run_id"], one["state"]) for one in log.completed] == [(IN_MLFLOW, "FAILED")]
    assert RunCatalog(project.private).find(IN_MLFLOW) == RUN


def test_main_gives_up_when_the_driver_raises(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from runway_jlab.runs import driver

    _, journal = start(project, Log())

    class Failing:
        def __init__(self, *_: Any) -> None:
            self.journal, self.mlflow = journal, self

        def go(self) -> None:
            raise OSError("disk full")

        def give_up(self) -> None:
            assert journal.status.state is RunState.FAILED
            done.append(True)

    done: list[bool] = []
    monkeypatch.setattr(driver, "Driver", Failing)
    assert driver.main([str(project.root), RUN]) == 1
    assert done == [True]
