"""Following a run from outside its process."""

from __future__ import annotations

import time

from runway_jlab.runs.files import RunFiles

_PAUSE = 0.05


def wait_for_change(files: RunFiles, after: int, timeout: float) -> None:
    """Return when the run's revision is above `after`, its process has ended, or `timeout` seconds are over."""
    deadline = time.monotonic() + timeout
    seen = None
    while time.monotonic() < deadline:
        mark = files.status.stat().st_mtime_ns
        if mark != seen:
            seen = mark
            if files.read_status().revision > after:
                return
        if not files.driver_alive:
            return
        time.sleep(_PAUSE)


def wait_until_done(files: RunFiles) -> None:
    """Return when the run's process has ended: then its record is made and MLflow has it."""
    while files.driver_alive:
        time.sleep(_PAUSE)
