"""Cells in a real worker, and the same cells in a real kernel."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from notebooks import steps
from runway_jlab.engine.conversation import Message, WorkerProcess, worker_environment
from runway_jlab.engine.outputs import CellOutputs
from runway_jlab.engine.plan import plan_run
from runway_jlab.engine.walk import StepResult, Walk
from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.notebook import parse_notebook

SEED = 12345


class Session:
    """A worker that executes cells one after another, whatever becomes of them."""

    def __init__(self, worker: WorkerProcess) -> None:
        self.worker = worker
        self.outputs = CellOutputs()
        self.ends: list[Message] = []

    def cell(self, source: str) -> list[Any]:
        """The cell's outputs; how it ended is the last of :attr:`ends`."""
        name = f"c{len(self.ends)}"
        self.worker.send(do="cell", cell=name, step="s", source=source)
        for message in self.worker.messages():
            self.outputs.take(message)
            if message["event"] == "cell-end":
                self.ends.append(message)
                break
        return list(self.outputs.of(name))

    def text(self, source: str) -> str:
        """What a cell prints; it must not fail."""
        outputs = self.cell(source)
        assert self.ends[-1]["ok"], self.ends[-1]["error"]["traceback"]
        return "".join(output["text"] for output in outputs if output["output_type"] == "stream")

    def border(self, objects: Path, *writes: str) -> Message:
        self.worker.send(do="border", step="s", writes=list(writes), objects=str(objects))
        return next(message for message in self.worker.messages() if message["event"] == "border-end")


@contextmanager
def session(folder: Path, seed: int = SEED, extra: Mapping[str, str] | None = None) -> Iterator[Session]:
    worker = start(folder, seed, extra)
    try:
        yield Session(worker)
    finally:
        worker.close()


def start(folder: Path, seed: int = SEED, extra: Mapping[str, str] | None = None) -> WorkerProcess:
    worker = WorkerProcess(
        Path(sys.executable), folder, worker_environment(extra or {}, hash_seed=seed), folder / "worker.log"
    )
    worker.until("hello")
    worker.send(seed=seed, tracking=False)
    worker.until("ready")
    return worker


class Seen:
    """An observer that remembers every state of every step."""

    def __init__(self) -> None:
        self.states: list[tuple[str, str]] = []
        self.messages: list[Message] = []

    def step_changed(self, result: StepResult) -> None:
        self.states.append((result.name, result.state.value))

    def output(self, message: Message) -> None:
        self.messages.append(message)


def walk(
    folder: Path, content: Mapping[str, Any], values: Mapping[str, Any] | None = None, observer: Any = None
) -> Walk:
    """Walk through a notebook in a real worker; objects go to ``objects`` beside it."""
    notebook = parse_notebook(content)
    plan = plan_run(notebook, build(notebook), values or {})
    worker = start(folder)
    walked = Walk(plan, worker, folder / "objects", observer or Seen(), lambda: {"error": "no MLflow in this test"})
    if observer is not None:
        observer.walk = walked
    try:
        walked.go()
    finally:
        worker.close()
    return walked


def in_kernel(folder: Path, sources: Sequence[str]) -> tuple[list[list[Any]], set[int]]:
    """The outputs of nbclient's Run All, past errors, and the positions of the cells that failed."""
    node = nbformat.from_dict(steps(*sources))
    failed: set[int] = set()

    def note(cell: Any, cell_index: int, execute_reply: Any) -> None:
        if execute_reply["content"]["status"] != "ok":
            failed.add(cell_index)

    client = NotebookClient(
        node, timeout=120, allow_errors=True, on_cell_executed=note, resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env={**os.environ, "PYTHONHASHSEED": str(SEED)})
    return [one["outputs"] for one in node.cells], failed
