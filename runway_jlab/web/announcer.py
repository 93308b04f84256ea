"""Announces on Jupyter's event bus how runs go on.

A run's process knows nothing of servers: it writes its status file, and whoever watches it announces the changes.
Changes that come faster than :data:`PERIOD` are announced as one. Ids, states and a revision, never text.
"""

from __future__ import annotations

from dataclasses import dataclass
from logging import Logger
from pathlib import Path
from typing import Any

from jupyter_events import EventLogger
from tornado.ioloop import PeriodicCallback

from runway_jlab.contract.serialize import to_json
from runway_jlab.contract.views import run_event
from runway_jlab.engine.states import StepState
from runway_jlab.ids import RunId
from runway_jlab.projects.project import Project
from runway_jlab.runs.catalog import RunCatalog
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.status import RunStatus

SCHEMA_ID = "https://schema.runway-jlab.org/run/v1"
SCHEMA = Path(__file__).with_name("run-event.yaml")
PERIOD = 150
"""Milliseconds between two looks; while no run is watched there are none."""


@dataclass
class _Watched:
    project: Project
    files: RunFiles
    mark: int = 0
    revision: int = -1
    steps: tuple[tuple[str, StepState], ...] = ()


class Announcer:
    """Watches the runs that this server knows to be going on."""

    def __init__(self, events: EventLogger, log: Logger) -> None:
        self._events = events
        self._log = log
        self._watched: dict[RunId, _Watched] = {}
        self._timer = PeriodicCallback(self._look, PERIOD)
        events.register_event_schema(SCHEMA)

    def watch(self, project: Project, run_id: RunId) -> None:
        """Announce this run's changes until it has ended."""
        if run_id not in self._watched:
            self._watched[run_id] = _Watched(project, RunFiles.of(project.private, run_id))
        if not self._timer.is_running():
            self._timer.start()

    def stop(self) -> None:
        """Announce nothing more."""
        self._timer.stop()

    def _look(self) -> None:
        for run_id, watched in list(self._watched.items()):
            try:
                over = self._announce(run_id, watched)
            except Exception as error:  # one run that cannot be read must not silence the others
                self._log.warning("Run %s is no longer watched: %s", run_id[:8], error)
                over = True
            if over:
                del self._watched[run_id]
        if not self._watched:
            self._timer.stop()

    def _announce(self, run_id: RunId, watched: _Watched) -> bool:
        """Tell what changed; True when there is nothing left to watch."""
        mark = watched.files.status.stat().st_mtime_ns
        if mark == watched.mark:
            if watched.files.driver_alive:
                return False
            status = RunCatalog(watched.project.private).status(run_id)
            self._emit(watched, status)
            return True
        watched.mark = mark
        self._emit(watched, watched.files.read_status())
        return False

    def _emit(self, watched: _Watched, status: RunStatus) -> None:
        if status.revision == watched.revision:
            return
        before = dict(watched.steps)
        changed = [step for step in status.steps if before.get(step.name) is not step.state]
        watched.revision = status.revision
        watched.steps = tuple((step.name, step.state) for step in status.steps)
        event: Any = to_json(run_event(watched.project, status, changed[-1] if changed else None))
        self._events.emit(schema_id=SCHEMA_ID, data=event)
