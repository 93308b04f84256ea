"""What the driver writes down as the run goes on: its status, and the log that people read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from runway_jlab.engine.conversation import Message
from runway_jlab.engine.states import RunState, StepState
from runway_jlab.engine.walk import StepResult
from runway_jlab.errors import without_passwords
from runway_jlab.runs.catalog import RunCatalog
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.status import RunStatus

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Journal:
    """Keeps ``status.json``, the index and ``log.txt`` up to date; an observer of the walk."""

    def __init__(self, files: RunFiles, catalog: RunCatalog, status: RunStatus) -> None:
        self.status = status
        self._files = files
        self._catalog = catalog
        self._log = files.log.open("a", encoding="utf-8", errors="replace")

    def update(self, **changes: Any) -> None:
        """Change the status; what people look for (the state, MLflow's id) reaches the index too."""
        before = self.status
        if changes.get("message") is not None:
            changes["message"] = without_passwords(changes["message"])
        self.status = replace(before, revision=before.revision + 1, **changes)
        self._files.write_status(self.status)
        is_new_state = self.status.state is not before.state
        if is_new_state or self.status.state.ended or self.status.mlflow_run_id != before.mlflow_run_id:
            self._catalog.put(self.status)
            if is_new_state and self.status.state is not RunState.RUNNING:
                self._line(f"── {self.status.state.lower()} ──" + (f" {self.status.message or ''}".rstrip()))

    def step_changed(self, result: StepResult) -> None:
        steps = tuple(result if step.name == result.name else step for step in self.status.steps)
        self.update(steps=steps)
        if result.state is StepState.RUNNING:
            self._line(f"── {result.name} ──")
        elif result.state is StepState.SKIPPED:
            self._line(f"── {result.name}: skipped, {result.because} ──")

    def output(self, message: Message) -> None:
        output = message.get("output", {})
        kind = output.get("output_type")
        if kind == "stream":
            text = output["text"]
        elif kind == "error":
            text = "\n".join(output["traceback"]) + "\n"
        else:
            text = str(output.get("data", message.get("data", {})).get("text/plain", "")) + "\n"
        self._log.write(_ANSI.sub("", text))
        self._log.flush()

    def _line(self, text: str) -> None:
        self._log.write(text + "\n")
        self._log.flush()
