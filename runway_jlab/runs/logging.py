"""The run's side of MLflow: opened when user code imports mlflow or the steps are done, completed at the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from runway_jlab.errors import RunwayError, TrackingUnavailable, without_passwords
from runway_jlab.ids import Digest
from runway_jlab.kernels.tracking import tracking_of
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.record import Record
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.journal import Journal
from runway_jlab.tracking.log import RunLog

PATIENCE = 120.0
NO_ANSWER = "MLflow did not answer within two minutes."


class MlflowRun:
    """One pipeline run in MLflow. Trouble is kept and told; it never stops the run.

    Parameters
    ----------
    patience : float
        Seconds that MLflow has to make its run, from when it was asked; then the pipeline's run goes on without.
    """

    def __init__(self, project: Project, journal: Journal, notebook: Path, patience: float = PATIENCE) -> None:
        self._tracking = tracking_of(project)
        self._log = RunLog(self._tracking)
        self._journal = journal
        self._notebook = notebook
        self._patience = patience
        self._asked = 0.0
        self._opened = threading.Event()
        self._thread: threading.Thread | None = None
        self._run_id: str | None = None
        self._experiment_id: str | None = None
        self._trouble: str | None = None
        self._wanted = False

    def environment(self) -> dict[str, str]:
        """What the notebook's code finds in its environment."""
        return self._tracking.environment(self._notebook)

    def prepare(self) -> None:
        """Make the run in a thread: importing mlflow takes seconds, and the worker imports it at the same time."""
        if self._thread is None:
            self._asked = time.monotonic()
            self._thread = threading.Thread(target=self._open, name="mlflow", daemon=True)
            self._thread.start()

    def answer(self) -> Mapping[str, Any]:
        """For the worker, when user code has imported mlflow: the run to log into, or why there is none."""
        self._wanted = True
        if not self._is_open():
            return {"error": self._why()}
        self._note_run()
        return {"run_id": self._run_id, "experiment_id": self._experiment_id, "env": self.environment()}

    def metrics(self) -> tuple[dict[str, float], list[str]]:
        """The user's metrics, and what kept us from knowing them. Nothing is asked when no code used mlflow."""
        if not self._wanted:
            return {}, []
        if not self._is_open() or self._run_id is None:
            return {}, [f"metrics: {self._why()}"]
        try:
            return self._log.user_metrics(self._run_id), []
        except TrackingUnavailable as error:
            return {}, [f"metrics: {error.message}"]

    def complete(self, record: Record, name: Digest, files: RunFiles, ended: datetime) -> None:
        """Give MLflow what user code did not, and the run's end."""
        if not self._is_open() or self._run_id is None:
            self._journal.update(message=_joined(self._journal.status.message, f"Not in MLflow: {self._why()}"))
            return
        self._note_run()
        source = record.source
        tags = {
            "runway.record": name,
            "runway.state": record.state,
            "runway.environment": record.environment or "",
            "runway.tree": source.tree,
            "runway.incomplete": "\n".join(record.incomplete),
        }
        if source.head is not None and source.head.commit is not None:
            tags["mlflow.source.git.commit"] = source.head.commit
            tags["runway.git.dirty"] = str(source.head.dirty).lower()
            tags["runway.git.branch"] = source.head.branch or ""
        try:
            self._log.complete(
                self._run_id,
                state=record.state,
                parameters=record.values,
                tags={key: value for key, value in tags.items() if value},
                artifacts={
                    "runway/record.json": files.record,
                    f"runway/{Path(source.notebook).name}": files.executed,
                },
                end_time=ended,
                note=_note(record.run_id),
            )
        except TrackingUnavailable as error:
            self._journal.update(message=_joined(self._journal.status.message, error.message))
            return
        self._journal.update(logged=True)

    def give_up(self) -> None:
        """The driver could not go on: end MLflow's run, if it was made, in the state that the status has."""
        if self._thread is None or not self._is_open() or self._run_id is None:
            return
        self._note_run()
        try:
            self._log.complete(
                self._run_id,
                state=self._journal.status.state,
                parameters={},
                tags={"runway.state": self._journal.status.state},
                artifacts={},
                end_time=datetime.now(UTC),
            )
        except TrackingUnavailable as error:
            self._journal.update(message=_joined(self._journal.status.message, error.message))

    def _is_open(self) -> bool:
        """Whether MLflow has made its run; waits for that as long as it may take."""
        self.prepare()
        left = self._asked + self._patience - time.monotonic()
        return self._opened.wait(max(0.0, left)) and self._run_id is not None

    def _why(self) -> str:
        """What keeps us from having a run in MLflow."""
        return (self._trouble or NO_ANSWER) if self._opened.is_set() else NO_ANSWER

    def _open(self) -> None:
        status = self._journal.status
        try:
            self._run_id = self._log.open_run(
                name=f"{Path(status.notebook).stem} {status.run_id[:8]}",
                tags={
                    "runway.run_id": status.run_id,
                    "runway.notebook": status.notebook,
                    "mlflow.source.name": status.notebook,
                    "mlflow.source.type": "NOTEBOOK",
                },
                start_time=datetime.fromisoformat(status.started),
                note=_note(status.run_id),
            )
            self._experiment_id = self._log.experiment_id()
        except RunwayError as error:
            self._trouble = error.message
        except Exception as error:
            self._trouble = without_passwords(f"{type(error).__name__}: {error}")
        finally:
            self._opened.set()

    def _note_run(self) -> None:
        if self._run_id is not None and self._journal.status.mlflow_run_id is None:
            self._journal.update(mlflow_run_id=self._run_id, mlflow_experiment_id=self._experiment_id)


def _note(run_id: str) -> str:
    """The way back, on the run's page in MLflow: two levels above it lies Jupyter's own address."""
    return f"[Open with link](../../../lab?runway=open:{run_id})  ·  `runway open {run_id[:12]}`"


def _joined(*texts: str | None) -> str:
    return " ".join(text for text in texts if text)
