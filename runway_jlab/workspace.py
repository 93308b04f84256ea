"""One open project with its services: the one thing that the command line, the SDK and the server all go through."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runway_jlab.engine.conversation import worker_environment
from runway_jlab.engine.states import RunState
from runway_jlab.environments.lock import Lock
from runway_jlab.environments.probe import probe
from runway_jlab.errors import RunwayError
from runway_jlab.ids import Digest, RunId
from runway_jlab.kernels.interpreter import find_interpreter
from runway_jlab.kernels.tracking import tracking_of
from runway_jlab.projects.project import Project, require_project
from runway_jlab.reproduce.axes import Axes
from runway_jlab.reproduce.capture import objects_of
from runway_jlab.reproduce.compare import compare_with_today
from runway_jlab.reproduce.record import Record
from runway_jlab.reproduce.reopen import ReopenedRun, reopen, where_it_opens
from runway_jlab.runs.catalog import RunCatalog
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.follow import wait_for_change, wait_until_done
from runway_jlab.runs.records import load_record
from runway_jlab.runs.status import RunStatus
from runway_jlab.runs.submit import submit
from runway_jlab.storage.run_index import RunRow
from runway_jlab.tracking.location import Tracking


@dataclass(frozen=True)
class LogPiece:
    """Bytes of a run's log as text, and where to go on."""

    text: str
    offset: int
    complete: bool


class Workspace:
    """A project and what one can do with it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.catalog = RunCatalog(project.private)

    @classmethod
    def at(cls, path: Path, within: Path | None = None) -> Workspace:
        """The workspace of the project that `path` belongs to; with `within`, of none outside that folder.

        Raises
        ------
        NotAProject
            It belongs to none.
        """
        return cls(require_project(path, within))

    @property
    def tracking(self) -> Tracking:
        """Where the project's runs are logged."""
        return tracking_of(self.project)

    def absolute(self, notebook: str) -> Path:
        """A notebook's path, from the form in which runs keep it (relative to the project)."""
        return Path(os.path.normpath(self.project.root / notebook))

    def run(self, notebook: Path, given: Mapping[str, Any]) -> RunStatus:
        """Submit a run; see :func:`runway_jlab.runs.submit.submit`."""
        return submit(self.project, notebook, given)

    def runs(self) -> list[RunRow]:
        """All runs, latest first."""
        return self.catalog.rows()

    def status(self, name: str) -> RunStatus:
        """How the run that `name` names stands."""
        return self.catalog.status(self.catalog.find(name))

    def wait(self, run_id: RunId, after: int, timeout: float) -> RunStatus:
        """The run's status once its revision is above `after`, or as it is after `timeout` seconds."""
        wait_for_change(RunFiles.of(self.project.private, run_id), after, timeout)
        return self.catalog.status(run_id)

    def wait_until_done(self, run_id: RunId) -> RunStatus:
        """The run's status once its process has ended: everything is recorded and logged then."""
        wait_until_done(RunFiles.of(self.project.private, run_id))
        return self.catalog.status(run_id)

    def executed(self, run_id: RunId) -> str | None:
        """The executed copy of a run's notebook, once there is one."""
        path = RunFiles.of(self.project.private, run_id).executed
        return str(path) if path.is_file() else None

    def cancel(self, name: str) -> RunStatus:
        """Ask a run to stop."""
        return self.catalog.cancel(self.catalog.find(name))

    def log(self, name: str, offset: int, limit: int = 1 << 18) -> LogPiece:
        """A piece of a run's log from byte `offset` on, at most `limit` bytes, cut between characters."""
        run_id = self.catalog.find(name)
        ended = self.catalog.status(run_id).state.ended
        try:
            with RunFiles.of(self.project.private, run_id).log.open("rb") as handle:
                handle.seek(offset)
                content = handle.read(limit)
                more = bool(handle.read(1))
        except FileNotFoundError:
            return LogPiece("", 0, ended)
        while content and more and (content[-1] & 0xC0) == 0x80:
            content = content[:-1]
        if content and more and content[-1] >= 0xC0:
            content = content[:-1]
        return LogPiece(content.decode("utf-8", "replace"), offset + len(content), ended and not more)

    def record(self, name: str) -> Record:
        """The record of a run."""
        return load_record(self.project, self.catalog.find(name))

    def axes(self, record: Record) -> Axes:
        """A record held against today."""
        return compare_with_today(self.project, record, self._lock(record), lambda: self._lock_today(record))

    def where_it_opens(self, record: Record) -> Path:
        """The folder that a run would be reopened in."""
        return where_it_opens(self.project, record)

    def reopen(self, record: Record, into: Path | None = None) -> ReopenedRun:
        """Bring a run back into a folder of its own."""
        return reopen(self.project, record, into)

    def _lock(self, record: Record) -> Lock | None:
        if record.environment is None:
            return None
        try:
            lock: Lock = json.loads(objects_of(self.project).get(Digest(record.environment)))
        except RunwayError:
            return None
        return lock

    def _lock_today(self, record: Record) -> Lock:
        kernel = find_interpreter(record.kernel)
        environment = worker_environment({}, hash_seed=0, kernel=kernel.env)
        return probe(kernel.python, self.project.root, kernel.options, environment)


def is_active(row: RunRow) -> bool:
    """Whether a run has not ended."""
    return not RunState(row.state).ended
