"""User code's ``mlflow.*`` lands in the pipeline's run, whatever it does; tried on the real mlflow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import runway_jlab.runtime
from runway_jlab.tracking.location import Tracking
from runway_jlab.tracking.log import RunLog

HERE = Path(__file__).parent
RUNTIME = Path(runway_jlab.runtime.__file__).parent


@pytest.fixture(scope="module")
def travelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to put on the path, where the runtime is known under the name it travels by."""
    folder = tmp_path_factory.mktemp("travelled")
    (folder / "_runway_runtime").symlink_to(RUNTIME)
    return folder


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> RunLog:
    return RunLog(Tracking.hosted(tmp_path_factory.mktemp("project") / ".runway", "p1", "wind power"))


def environment(log: RunLog, travelled: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
    return {**inherited, "PYTHONPATH": str(travelled), "MLFLOW_DISABLE_TELEMETRY": "true"}


class Stage:
    """Plays cells in the scenario process, as a step's cells in the pipeline's run or as plain code."""

    def __init__(self, log: RunLog, travelled: Path, folder: Path) -> None:
        self.log = log
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "mlflow_scenarios.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(log, travelled),
        )

    def play(self, *cells: str, plain: bool = False) -> tuple[Any, dict[str, Any]]:
        run_id = None
        if not plain:
            run_id = self.log.open_run(name="run", tags={}, start_time=datetime.now(UTC))
        scenario = {
            "run_id": run_id,
            "env": self.log.tracking.environment(),
            "folder": str(self.folder),
            "cells": ["import mlflow", *(textwrap.dedent(cell) for cell in cells)],
        }
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(scenario) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "trouble" not in answer, answer["trouble"]
        answer["errors"] = answer["errors"][1:]
        return (None if run_id is None else self.run(run_id)), answer

    def run(self, run_id: str) -> Any:
        from mlflow import MlflowClient

        return MlflowClient(self.log.tracking.uri).get_run(run_id)

    def children(self, run: Any) -> list[Any]:
        from mlflow import MlflowClient

        return list(
            MlflowClient(self.log.tracking.uri).search_runs(
                [run.info.experiment_id], f"tags.`mlflow.parentRunId` = '{run.info.run_id}'"
            )
        )

    def number_of_runs(self) -> int:
        from mlflow import MlflowClient

        client = MlflowClient(self.log.tracking.uri)
        return len(client.search_runs([each.experiment_id for each in client.search_experiments()]))


@pytest.fixture(scope="module")
def stage(log: RunLog, travelled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    log.experiment_id()
    stage = Stage(log, travelled, tmp_path_factory.mktemp("work"))
    yield stage
    assert stage.process.stdin is not None
    stage.process.stdin.close()
    stage.process.wait(30)


ONE_RUN = {
    "plain calls": ("mlflow.log_param('a', 1)", "mlflow.log_metric('m', 2.0)"),
    "a run in each step": (
        "with mlflow.start_run():\n    mlflow.log_params({'a': 1})",
        "with mlflow.start_run() as r:\n    mlflow.log_metric('m', 2.0)",
    ),
    "a run left open": ("mlflow.start_run()\nmlflow.log_param('a', 1)", "mlflow.log_metric('m', 2.0)"),
    "ended and opened again": (
        "mlflow.start_run()\nmlflow.log_param('a', 1)\nmlflow.end_run()",
        "mlflow.log_metric('m', 2.0)\nmlflow.end_run()",
    ),
    "another experiment asked for": (
        "mlflow.set_experiment('x')",
        "with mlflow.start_run():\n    mlflow.log_param('a', 1)\n    mlflow.log_metric('m', 2.0)",
    ),
    "experiment given to start_run": (
        "e = mlflow.set_experiment('y')",
        "with mlflow.start_run(experiment_id=e.experiment_id):\n    mlflow.log_param('a', 1)",
        "with mlflow.start_run(experiment_id=e.experiment_id):\n    mlflow.log_metric('m', 2.0)",
    ),
    "logged late, in the background": (
        "mlflow.log_param('a', 1, synchronous=False)\nmlflow.log_metric('m', 2.0, synchronous=False)",
    ),
    "by the id of the open run": (
        "with mlflow.start_run() as r:\n    id = r.info.run_id",
        "with mlflow.start_run(run_id=id):\n    mlflow.log_param('a', 1)",
        "mlflow.MlflowClient().log_metric(id, 'm', 2.0)",
    ),
}


@pytest.mark.parametrize("cells", ONE_RUN.values(), ids=ONE_RUN.keys())
def test_all_lands_in_the_run(stage: Stage, cells: tuple[str, ...]) -> None:
    before = stage.number_of_runs()
    run, answer = stage.play(*cells)
    assert answer["errors"] == [None] * len(cells)
    assert run.data.params == {"a": "1"}
    assert run.data.metrics == {"m": 2.0}
    assert stage.number_of_runs() == before + 1


def test_name_tags_and_description_are_taken_over(stage: Stage) -> None:
    run, answer = stage.play(
        "with mlflow.start_run(run_name='mine', tags={'t': 'v'}, description='words'): pass",
    )
    assert answer["errors"] == [None]
    assert run.info.run_name == "mine"
    assert run.data.tags["t"] == "v"
    assert run.data.tags["mlflow.note.content"] == "words"


def test_an_experiment_asked_for_is_remembered_and_answers_with_ours(stage: Stage) -> None:
    run, answer = stage.play(
        "e = mlflow.set_experiment('theirs')",
        "mlflow.log_metric('m', 1.0)\nid = mlflow.active_run().info.run_id",
        "found = mlflow.search_runs(experiment_names=['theirs'])\nassert id in set(found.run_id)",
        "assert mlflow.get_experiment_by_name('theirs').experiment_id == e.experiment_id",
    )
    assert answer["errors"] == [None] * 4
    assert run.data.tags["runway.experiment_requested"] == "theirs"


def test_nested_runs_are_children(stage: Stage) -> None:
    run, answer = stage.play(
        """
        with mlflow.start_run():
            for i in range(2):
                with mlflow.start_run(nested=True, run_name=f'c{i}'):
                    mlflow.log_param('i', i)
        """
    )
    assert answer["errors"] == [None]
    assert run.data.params == {}
    assert sorted(child.data.params["i"] for child in stage.children(run)) == ["0", "1"]


def test_a_loop_of_runs_in_one_cell_makes_children(stage: Stage) -> None:
    run, answer = stage.play(
        """
        for i in range(3):
            with mlflow.start_run():
                mlflow.log_param('i', i)
                mlflow.log_metric('m', i)
        """,
        "with mlflow.start_run():\n    mlflow.log_metric('last', 1.0)",
    )
    assert answer["errors"] == [None, None]
    assert run.data.params == {"i": "0"}
    assert run.data.metrics == {"m": 0.0, "last": 1.0}
    assert sorted(child.data.params["i"] for child in stage.children(run)) == ["1", "2"]


def test_a_run_in_another_thread_is_a_child(stage: Stage) -> None:
    run, answer = stage.play(
        """
        import threading
        mlflow.log_metric('m', 1.0)
        thread = threading.Thread(target=lambda: mlflow.log_metric('m', 2.0))
        thread.start(); thread.join()
        """
    )
    assert answer["errors"] == [None]
    assert run.data.metrics == {"m": 1.0}
    assert [child.data.metrics for child in stage.children(run)] == [{"m": 2.0}]


def test_parameters_of_two_openings_are_both_kept(stage: Stage) -> None:
    run, answer = stage.play(
        "with mlflow.start_run():\n    mlflow.log_params({'a': 1, 'b': 1})",
        "with mlflow.start_run():\n    mlflow.log_params({'a': 2, 'b': 1})",
        "with mlflow.start_run():\n    mlflow.log_param('a', 3)",
    )
    assert answer["errors"] == [None] * 3
    assert run.data.params == {"a": "1", "a.2": "2", "a.3": "3", "b": "1"}


AS_IN_PLAIN_MLFLOW = {
    "already active": ("mlflow.log_metric('m', 1.0)", "with mlflow.start_run(): pass"),
    "started twice": ("mlflow.start_run()", "mlflow.start_run()"),
    "changed parameter": ("with mlflow.start_run():\n    mlflow.log_param('a', 1); mlflow.log_param('a', 2)",),
    "bad arguments": ("mlflow.start_run(nonsense=1)", "mlflow.set_experiment()"),
    "unknown run": ("mlflow.start_run(run_id='0' * 32)",),
    "unknown experiment": ("mlflow.set_experiment(experiment_id='999')",),
    "states": (
        "seen = [mlflow.active_run()]",
        "with mlflow.start_run() as run: seen.append(mlflow.get_run(run.info.run_id).info.status)",
        "seen += [mlflow.active_run(), mlflow.get_run(run.info.run_id).info.status]",
        "seen.append(mlflow.last_active_run().info.run_id == run.info.run_id)",
        "mlflow.end_run()",
    ),
    "a step that raises": (
        "with mlflow.start_run() as run: raise ValueError('no')",
        "seen = mlflow.get_run(run.info.run_id).info.status",
    ),
}


@pytest.mark.parametrize("cells", AS_IN_PLAIN_MLFLOW.values(), ids=AS_IN_PLAIN_MLFLOW.keys())
def test_errors_and_states_are_those_of_plain_mlflow(stage: Stage, cells: tuple[str, ...]) -> None:
    _, ours = stage.play(*cells)
    _, plain = stage.play(*cells, plain=True)
    assert [_without_ids(each) for each in ours["errors"]] == [_without_ids(each) for each in plain["errors"]]
    assert ours["seen"] == plain["seen"]


def _without_ids(text: str | None) -> str | None:
    import re

    return None if text is None else re.sub(r"[0-9a-f]{32}", "<id>", text)


def test_a_tracking_uri_of_ones_own_is_respected(stage: Stage) -> None:
    run, answer = stage.play(
        "mlflow.set_tracking_uri('sqlite:///own.db')\nmlflow.set_experiment('own')",
        "with mlflow.start_run() as r:\n    mlflow.log_metric('m', 1.0)\nseen = r.info.run_id",
    )
    assert answer["errors"] == [None, None]
    assert answer["seen"] != run.info.run_id
    assert run.data.metrics == {}
    assert (stage.folder / "own.db").exists()


def test_another_run_by_id_is_theirs(stage: Stage) -> None:
    run, answer = stage.play(
        "other = mlflow.MlflowClient().create_run(mlflow.get_experiment_by_name('wind power').experiment_id)",
        "with mlflow.start_run(run_id=other.info.run_id):\n    mlflow.log_metric('m', 1.0)",
    )
    assert answer["errors"] == [None, None]
    assert run.data.metrics == {}


def test_autologging_and_models(stage: Stage) -> None:
    run, answer = stage.play(
        """
        mlflow.sklearn.autolog(log_models=False)
        from sklearn.linear_model import LinearRegression
        LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])
        """,
        """
        mlflow.sklearn.autolog(disable=True)
        mlflow.sklearn.log_model(LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]), name='model')
        """,
    )
    assert answer["errors"] == [None, None]
    assert run.data.params["fit_intercept"] == "True"
    assert "training_r2_score" in run.data.metrics
    assert len(run.outputs.model_outputs) == 1


def test_the_state_is_the_drivers(stage: Stage) -> None:
    run, _ = stage.play("mlflow.log_metric('m', 1.0)")
    assert run.info.status == "RUNNING"
    stage.log.complete(
        run.info.run_id, state="CANCELLED", parameters={}, tags={}, artifacts={}, end_time=datetime.now(UTC)
    )
    assert stage.run(run.info.run_id).info.status == "KILLED"


def play_alone(travelled: Path, log: RunLog, folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=folder,
        env=environment(log, travelled),
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_imported_or_asked_before_user_code_does(travelled: Path, log: RunLog, tmp_path: Path) -> None:
    answer = play_alone(
        travelled,
        log,
        tmp_path,
        """
        import sys
        from _runway_runtime import mlflow_context
        mlflow_context.install(lambda: 1 / 0)
        import json
        mlflow_context.finish()
        assert 'mlflow' not in sys.modules and 'runway_jlab' not in sys.modules
        """,
    )
    assert answer.returncode == 0, answer.stderr


def test_the_hook_acts_at_import_and_leaves_the_run_open_at_exit(travelled: Path, log: RunLog, tmp_path: Path) -> None:
    run_id = log.open_run(name="run", tags={}, start_time=datetime.now(UTC))
    answer = play_alone(
        travelled,
        log,
        tmp_path,
        f"""
        from _runway_runtime import mlflow_context
        mlflow_context.install(lambda: {{"run_id": "{run_id}", "env": {log.tracking.environment()!r}}})
        from mlflow import log_metric, start_run
        start_run()
        log_metric("m", 1.0)
        """,
    )
    assert answer.returncode == 0, answer.stderr
    assert log.user_metrics(run_id) == {"m": 1.0}
    from mlflow import MlflowClient

    assert MlflowClient(log.tracking.uri).get_run(run_id).info.status == "RUNNING"


def test_without_an_answer_mlflow_is_left_alone(travelled: Path, log: RunLog, tmp_path: Path) -> None:
    answer = play_alone(
        travelled,
        log,
        tmp_path,
        """
        from _runway_runtime import mlflow_context
        mlflow_context.install(lambda: {"error": "MLflow is away"})
        import mlflow
        mlflow.log_metric("m", 1.0)
        mlflow_context.finish()
        """,
    )
    assert answer.returncode == 0, answer.stderr
    assert "MLflow is away" in answer.stderr
    assert (tmp_path / "mlflow.db").exists()
