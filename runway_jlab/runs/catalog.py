"""The project's runs: listed, found by what people call them, and told from those whose process died."""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import replace
from pathlib import Path

from runway_jlab.engine.states import RunState, StepState
from runway_jlab.errors import AmbiguousRun, StorageCorrupt, UnknownRun, WorkFailed
from runway_jlab.ids import RunId
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.status import RunStatus
from runway_jlab.storage.database import Database
from runway_jlab.storage.locks import LockBusy, file_lock
from runway_jlab.storage.run_index import RunIndex, RunRow

_IN_URL = re.compile(r"(?:runs/|runway=open:)([0-9a-f]{32})")
_HEX = re.compile(r"[0-9a-f]{1,32}")


PATIENCE = 10.0
"""Seconds that a cancellation waits for the driver of a run that is being started."""


class RunCatalog:
    """All runs of one project.

    Parameters
    ----------
    private : Path
        The project's ``.runway``.
    """

    def __init__(self, private: Path) -> None:
        self._private = private
        self._index = RunIndex(Database(private / "index.db"))

    def put(self, status: RunStatus) -> None:
        """Bring the index to what the status says."""
        self._has_index()
        self._index.put(row_of(status))

    def rows(self) -> list[RunRow]:
        """All runs in short, latest first; those whose process died are INTERRUPTED from here on."""
        rows = self._index.latest_first() if self._has_index() else []
        return [self._settled_row(row) for row in rows]

    def count(self) -> int:
        return self._index.count() if self._has_index() else 0

    def status(self, run_id: RunId) -> RunStatus:
        """How a run stands now."""
        return self._settle(RunFiles.of(self._private, run_id))

    def find(self, text: str) -> RunId:
        """The run that `text` names: an id, an MLflow id, a unique prefix of either, or an address that holds one.

        Raises
        ------
        UnknownRun, AmbiguousRun
        """
        wanted = text.strip().lower()
        in_url = _IN_URL.search(wanted)
        if in_url:
            wanted = in_url.group(1)
        found = self._index.named(wanted) if _HEX.fullmatch(wanted) and self._has_index() else []
        exact = [row for row in found if wanted in (row.run_id, row.mlflow_run_id)]
        if len(exact or found) > 1:
            ids = [row.run_id for row in found]
            raise AmbiguousRun(
                f"Several runs begin with {text}: {', '.join(one[:12] for one in ids[:5])}. Give more digits.",
                run=text,
                runs=ids,
            )
        if not found:
            raise UnknownRun(f"No run of this project is called {text}. List them with: runway runs", run=text)
        return (exact or found)[0].run_id

    def cancel(self, run_id: RunId) -> RunStatus:
        """Ask a run's driver to stop; a run that has ended stays as it is.

        Raises
        ------
        WorkFailed
            The run is being started, and its driver did not show up in time.
        """
        status = self.status(run_id)
        files = RunFiles.of(self._private, run_id)
        deadline = time.monotonic() + PATIENCE
        while not status.state.ended and files.driver_alive:
            try:
                os.kill(int(files.pid.read_text(encoding="ascii")), signal.SIGTERM)
                return status
            except (FileNotFoundError, ValueError):  # it is being started: whoever does holds the lock already
                if time.monotonic() > deadline:
                    raise WorkFailed(
                        f"The run {run_id[:12]} is still being started and could not be cancelled. Try again.",
                        run=run_id,
                    ) from None
                time.sleep(0.02)
            except ProcessLookupError:
                return self.status(run_id)
        return status if status.state.ended else self.status(run_id)

    def _has_index(self) -> bool:
        """Whether there is anything to ask; an index that was lost is made again from the runs' own files."""
        if not (self._private / "index.db").exists():
            for path in sorted((self._private / "runs").glob("*/status.json")):
                try:
                    self._index.put(row_of(RunFiles(path.parent).read_status()))
                except (StorageCorrupt, UnknownRun):
                    continue
        return (self._private / "index.db").exists()

    def _settled_row(self, row: RunRow) -> RunRow:
        if RunState(row.state).ended:
            return row
        try:
            return row_of(self.status(row.run_id))
        except (UnknownRun, StorageCorrupt):
            lost = replace(row, state=RunState.INTERRUPTED)
            self._index.put(lost)
            return lost

    def _settle(self, files: RunFiles) -> RunStatus:
        """The status; a run that has not ended but whose driver is gone becomes INTERRUPTED, once."""
        status = files.read_status()
        if status.state.ended:
            return status
        try:
            with file_lock(files.lock, timeout=0):
                status = files.read_status()
                if not status.state.ended:
                    status = interrupted(status)
                    files.write_status(status)
                    self.put(status)
        except LockBusy:
            pass
        return status


def interrupted(status: RunStatus) -> RunStatus:
    """The status of a run whose driver died."""
    steps = tuple(
        replace(step, state=StepState.INTERRUPTED) if step.state in (StepState.QUEUED, StepState.RUNNING) else step
        for step in status.steps
    )
    return replace(
        status,
        state=RunState.INTERRUPTED,
        steps=steps,
        revision=status.revision + 1,
        message="The process that drove this run ended without a word (killed, or the machine went down). Run again.",
    )


def row_of(status: RunStatus) -> RunRow:
    """A run's row in the index."""
    return RunRow(
        run_id=status.run_id,
        notebook=status.notebook,
        state=status.state,
        started=status.started,
        seconds=status.seconds,
        parameters=status.parameters,
        metrics=status.metrics,
        mlflow_run_id=status.mlflow_run_id,
        record=status.record,
    )
