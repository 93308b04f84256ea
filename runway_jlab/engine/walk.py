"""The walk: one process goes through the cells in notebook order, as a kernel would.

At each step's border (after its last cell) what the step changed is stored. A failure stops the steps that
depend on it and nothing else; they are skipped by name, and say why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from runway_jlab.engine.conversation import Message, WorkerProcess
from runway_jlab.engine.outputs import CellOutputs
from runway_jlab.engine.plan import Plan, PlannedCell
from runway_jlab.engine.states import StepState
from runway_jlab.errors import WorkerLost


@dataclass(frozen=True)
class StepError:
    """The exception that ended a step, as its cell shows it."""

    cell: str
    name: str
    message: str
    traceback: str


@dataclass(frozen=True)
class StepResult:
    """How a step stands, or ended.

    Parameters
    ----------
    seconds : float, optional
        Time its cells took.
    max_rss_bytes : int, optional
        The worker's peak resident memory so far, in bytes.
    values : str, optional
        Digest of the file with its variables.
    changed : tuple of str
        The variables that it bound or wrote.
    refused : tuple of Mapping
        ``{"name", "type", "reason"}`` of variables that do not pickle.
    """

    name: str
    cells: tuple[str, ...]
    state: StepState = StepState.QUEUED
    cached: bool = False
    seconds: float | None = None
    max_rss_bytes: int | None = None
    error: StepError | None = None
    because: str | None = None
    values: str | None = None
    changed: tuple[str, ...] = ()
    refused: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class ExecutedCell:
    """One execution, in the order in which they happened."""

    id: str
    source: str
    step: str | None
    execution_count: int
    ok: bool


class Observer(Protocol):
    """Whoever wants to know how the walk goes on."""

    def step_changed(self, result: StepResult) -> None:
        """A step has another state than before."""

    def output(self, message: Message) -> None:
        """A cell printed or displayed something."""


class TrackingSource(Protocol):
    """Where user code is to log."""

    def prepare(self) -> None:
        """User code begins to import mlflow; the answer will be wanted in a few seconds."""

    def answer(self) -> Mapping[str, Any]:
        """The MLflow run, or why there is none; may block."""


@dataclass
class Walk:
    """One walk through a plan.

    Parameters
    ----------
    plan : Plan
    worker : WorkerProcess
        Started, and past its ``hello``.
    objects : Path
        Root of the content store that takes the values.
    observer : Observer
    tracking : TrackingSource
        Answers the worker's wish to know the MLflow run.
    """

    plan: Plan
    worker: WorkerProcess
    objects: Path
    observer: Observer
    tracking: TrackingSource
    outputs: CellOutputs = field(default_factory=CellOutputs)
    executed: list[ExecutedCell] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    """What went wrong beside the steps: values that could not be written, an MLflow that was not closed."""
    inputs: tuple[str, ...] = ()
    """Files of the work tree that the code opened for reading, absolute."""
    lost: WorkerLost | None = None
    _cancelled: bool = False

    def __post_init__(self) -> None:
        self.results = {step.name: StepResult(step.name, step.cells) for step in self.plan.pipeline.steps}
        self._failed_setup: dict[str, str] = {}
        self._left: dict[str, int] = {}
        for step in self.plan.pipeline.steps:
            planned = sum(cell.step == step.name for cell in self.plan.cells)
            self._left[step.name] = planned

    def cancel(self) -> None:
        """Stop: the running cell is interrupted, the rest never starts. Safe to call from a signal handler."""
        self._cancelled = True
        self.worker.interrupt()

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    @property
    def failed(self) -> bool:
        """Whether a step failed, a setup cell did, or the worker was lost."""
        return (
            self.lost is not None
            or bool(self._failed_setup)
            or any(result.state is StepState.FAILED for result in self.results.values())
        )

    @property
    def setup_errors(self) -> Mapping[str, str]:
        """Setup and parameters cells that raised, with the exception."""
        return self._failed_setup

    def go(self) -> Sequence[StepResult]:
        """Walk to the end; returns every step's result in notebook order."""
        try:
            for cell in self.plan.cells:
                if self._cancelled:
                    break
                self._visit(cell)
            self._finish_empty_steps()
            if not self._cancelled:
                self.worker.send(do="finish")
                self.inputs = tuple(self._listen("finished")["inputs"])
        except WorkerLost as lost:
            self._worker_lost(lost)
        self._close_open_steps()
        return list(self.results.values())

    def fail(self, lost: WorkerLost) -> None:
        """The worker was lost before the walk began: every step ends here."""
        self._worker_lost(lost)
        self._close_open_steps()

    def _visit(self, cell: PlannedCell) -> None:
        if cell.step is None:
            ended = self._execute(cell)
            if not ended["ok"] and not self._cancelled:
                self._failed_setup[cell.id] = f"{ended['error']['name']}: {ended['error']['message']}"
            return
        result = self.results[cell.step]
        if result.state is StepState.QUEUED:
            because = self._obstacle(cell.step)
            if because is not None:
                self._set(replace(result, state=StepState.SKIPPED, because=because))
                return
            self._set(replace(result, state=StepState.RUNNING, seconds=0.0))
        if self.results[cell.step].state is StepState.RUNNING:
            self._run_in_step(cell, cell.step)

    def _run_in_step(self, cell: PlannedCell, step: str) -> None:
        ended = self._execute(cell)
        self._left[step] -= 1
        result = replace(self.results[step], seconds=(self.results[step].seconds or 0.0) + ended["seconds"])
        self.results[step] = result
        if ended["ok"]:
            if self._left[step] == 0:
                self._set(replace(self._border(result), state=StepState.FINISHED))
            return
        if self._cancelled:
            self._set(replace(result, state=StepState.CANCELLED))
            return
        self._set(replace(result, state=StepState.FAILED, error=StepError(cell=cell.id, **ended["error"])))

    def _execute(self, cell: PlannedCell) -> Message:
        self.worker.send(do="cell", cell=cell.id, step=cell.step, source=cell.source)
        ended = self._listen("cell-end")
        self.executed.append(ExecutedCell(cell.id, cell.source, cell.step, ended["execution_count"], bool(ended["ok"])))
        return ended

    def _border(self, result: StepResult) -> StepResult:
        step = self.plan.pipeline.step(result.name)
        assert step is not None
        self.worker.send(do="border", step=step.name, writes=list(step.writes), objects=str(self.objects))
        end = self._listen("border-end")
        if end["trouble"]:
            self.trouble.append(f"The variables of {step.name} {end['trouble']}")
        return replace(
            result,
            max_rss_bytes=end["max_rss_bytes"],
            values=end["digest"],
            changed=tuple(end["changed"]),
            refused=tuple(end["refused"]),
        )

    def _listen(self, event: str) -> Message:
        for message in self.worker.messages():
            kind = message["event"]
            if kind == event:
                return message
            if kind in ("output", "update", "clear"):
                self.outputs.take(message)
                self.observer.output(message)
            elif kind == "tracking-soon":
                self.tracking.prepare()
            elif kind == "tracking-wanted":
                self.worker.send(**self.tracking.answer())
            elif kind == "trouble":
                self.trouble.append(message["message"])
        raise self.worker.lost()

    def _obstacle(self, step: str) -> str | None:
        """Why the step cannot run: a step or a setup cell that it needs has failed."""
        for name in self.plan.pipeline.ancestors(step):
            if self.results[name].state is StepState.FAILED:
                return f"{name} failed"
        for cell in self.plan.pipeline.needs(step):
            if cell in self._failed_setup:
                return f"a cell that it needs failed: {self._failed_setup[cell]}"
        return None

    def _finish_empty_steps(self) -> None:
        """A step whose cells are all empty has nothing to do."""
        for name, left in self._left.items():
            if left == 0 and self.results[name].state is StepState.QUEUED:
                self._set(replace(self.results[name], state=StepState.FINISHED, seconds=0.0))

    def _worker_lost(self, lost: WorkerLost) -> None:
        if not self._cancelled:
            self.lost = lost

    def _close_open_steps(self) -> None:
        """Give every step that never ended its final state."""
        for result in list(self.results.values()):
            if result.state is StepState.RUNNING:
                if self._cancelled:
                    self._set(replace(result, state=StepState.CANCELLED))
                else:
                    message = self.lost.message if self.lost else "The step did not end."
                    error = StepError(result.cells[-1], "WorkerLost", message, message)
                    self._set(replace(result, state=StepState.FAILED, error=error))
            elif result.state is StepState.QUEUED:
                if self._cancelled:
                    self._set(replace(result, state=StepState.CANCELLED))
                else:
                    because = "the process that ran the steps was lost" if self.lost else "it was not reached"
                    self._set(replace(result, state=StepState.SKIPPED, because=because))

    def _set(self, result: StepResult) -> None:
        self.results[result.name] = result
        self.observer.step_changed(result)
