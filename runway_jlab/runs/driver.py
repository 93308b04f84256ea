"""The process that drives one run, from its submission to its last word in MLflow.

``python -m runway_jlab.runs.driver <project> <run id>``. It is apart from the Jupyter server and from the kernel: it
outlives them, and is found again by its files. Whatever happens to MLflow, the run goes on.
"""

from __future__ import annotations

import json
import signal
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from runway_jlab.engine.conversation import WorkerProcess, worker_environment
from runway_jlab.engine.plan import Plan, plan_run
from runway_jlab.engine.states import RunState, StepState
from runway_jlab.engine.walk import Walk
from runway_jlab.environments.lock import lock_bytes
from runway_jlab.errors import RunwayError, WorkerLost
from runway_jlab.ids import Digest, RunId
from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.notebook import Notebook, parse_notebook
from runway_jlab.projects.project import Project, load_project
from runway_jlab.reproduce.capture import Captured, objects_of
from runway_jlab.reproduce.record import Record, literal_in
from runway_jlab.runs.catalog import RunCatalog
from runway_jlab.runs.executed import executed_notebook
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.inputs import missing_inputs
from runway_jlab.runs.journal import Journal
from runway_jlab.runs.logging import MlflowRun
from runway_jlab.runs.recording import make_record
from runway_jlab.storage.files import write_atomically


class Driver:
    """One run being driven."""

    def __init__(self, project: Project, run_id: RunId) -> None:
        self.project = project
        self.files = RunFiles.of(project.private, run_id)
        self.catalog = RunCatalog(project.private)
        self.objects = objects_of(project)
        self.request = self.files.read_request()
        self.captured = Captured.from_json(self.request["captured"])
        self.content: dict[str, Any] = json.loads(self.files.notebook.read_bytes())
        self.notebook: Notebook = parse_notebook(self.content)
        self.journal = Journal(self.files, self.catalog, self.files.read_status())
        self.mlflow = MlflowRun(project, self.journal, Path(self.request["notebook"]))
        self.walk: Walk | None = None
        self.cancelled = False

    def go(self) -> None:
        """Run, record, log."""
        signal.signal(signal.SIGTERM, self._cancel)
        signal.signal(signal.SIGINT, self._cancel)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})  # held back since our start
        self.journal.update(state=RunState.RUNNING)
        plan = self._plan()
        lock, walk = self._walk(plan)
        write_atomically(self.files.executed, executed_notebook(self.content, plan, walk.executed, walk.outputs))
        self._finish(walk, lock)

    def _plan(self) -> Plan:
        values = {name: literal_in(source) for name, source in self.request["values"].items()}
        return plan_run(self.notebook, build(self.notebook), values)

    def _walk(self, plan: Plan) -> tuple[Mapping[str, Any] | None, Walk]:
        notebook = Path(self.request["notebook"])
        request = self.request
        environment = worker_environment(self.mlflow.environment(), request["seed"], request["environment"])
        environment["JPY_SESSION_NAME"] = str(notebook)
        worker = WorkerProcess(
            Path(request["python"]), notebook.parent, environment, self.files.worker_log, request["options"]
        )
        lock: Mapping[str, Any] | None = None
        walk = self.walk = Walk(plan, worker, self.objects.root, self.journal, self.mlflow)
        try:
            if self.cancelled:
                walk.cancel()
            lock = worker.until("hello")["environment"]
            worker.send(seed=self.request["seed"], tracking=True, root=str(self._work_tree()))
            worker.until("ready")
            walk.go()
        except WorkerLost as lost:
            walk.fail(lost)
        finally:
            if not worker.close():
                walk.trouble.append("The notebook's process did not end by itself (a thread or an exit handler)")
        return lock, walk

    def _work_tree(self) -> Path:
        """The folder that the snapshot is a picture of."""
        depth = len(PurePosixPath(self.captured.source.notebook).parts)
        return Path(self.request["notebook"]).parents[depth - 1]

    def _finish(self, walk: Walk, lock: Mapping[str, Any] | None) -> None:
        ended = datetime.now(UTC)
        state = _final_state(walk)
        metrics, trouble = self.mlflow.metrics()
        missing, unknown = missing_inputs(self.project, self.captured.source, self._work_tree(), walk.inputs)
        record = make_record(
            run_id=self.journal.status.run_id,
            started=self.journal.status.started,
            ended=ended,
            state=state,
            request=self.request,
            captured=self.captured,
            walk=walk,
            environment=None if lock is None else self.objects.put(lock_bytes(lock)),
            metrics=metrics,
            trouble=[*trouble, *unknown],
            missing_inputs=missing,
        )
        name = self._keep(record)
        started = datetime.fromisoformat(self.journal.status.started)
        self.journal.update(
            state=state,
            seconds=(ended - started).total_seconds(),
            metrics=metrics,
            record=name,
            message=_message(walk),
            incomplete=record.incomplete,
        )
        self.mlflow.complete(record, name, self.files, ended)

    def _keep(self, record: Record) -> Digest:
        content = record.to_bytes()
        write_atomically(self.files.record, content)
        return self.objects.put(content)

    def _cancel(self, number: int, frame: object) -> None:
        self.cancelled = True
        if self.walk is not None:
            self.walk.cancel()


def _final_state(walk: Walk) -> RunState:
    if walk.cancelled:
        return RunState.CANCELLED
    return RunState.FAILED if walk.failed else RunState.FINISHED


def _message(walk: Walk) -> str | None:
    if walk.cancelled:
        return "The run was cancelled."
    failed = [result for result in walk.results.values() if result.state is StepState.FAILED]
    skipped = sum(result.state is StepState.SKIPPED for result in walk.results.values())
    if walk.setup_errors:
        return f"A setup or parameters cell failed: {next(iter(walk.setup_errors.values()))}"
    if failed and failed[0].error is not None:
        error = failed[0].error
        rest = f" {skipped} {'step that needs' if skipped == 1 else 'steps that need'} it did not run."
        what = f"{error.name}: {error.message}" if error.message.strip() else error.name
        stop = "" if what.endswith((".", "!", "?", "…")) else "."
        return f"{failed[0].name} failed with {what}{stop}{rest if skipped else ''}"
    return walk.lost.message if walk.lost else None


def main(arguments: Sequence[str]) -> int:
    """Drive the run named on the command line; 0 when it ended, however it ended."""
    project = load_project(Path(arguments[0]))
    driver = Driver(project, RunId(arguments[1]))
    try:
        driver.go()
    except Exception as error:
        traceback.print_exc()
        message = error.message if isinstance(error, RunwayError) else f"{type(error).__name__}: {error}"
        if not driver.journal.status.state.ended:
            driver.journal.update(state=RunState.FAILED, message=f"The run could not go on. {message}")
        driver.mlflow.give_up()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
