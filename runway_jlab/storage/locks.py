"""Locks between processes: one writer at a time, freed by the kernel when its holder dies."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

from runway_jlab.errors import WorkFailed


class LockBusy(WorkFailed):
    """Somebody else held the lock for as long as we were told to wait."""

    code = "lock-busy"


@contextmanager
def hold(path: Path, timeout: float | None = None) -> Iterator[BufferedRandom]:
    """Hold an exclusive lock on `path` for the body, and longer if a child process inherits the open file.

    Parameters
    ----------
    path : Path
        The lock file; made with its folders when it is not there. It stays: deleting a lock file is a race.
    timeout : float, optional
        Seconds to wait; None waits for ever, 0 only tries.

    Raises
    ------
    LockBusy
        The time is over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = None if timeout is None else time.monotonic() + timeout
    with path.open("a+b") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if deadline is None else fcntl.LOCK_NB))
                break
            except BlockingIOError:
                if deadline is not None and time.monotonic() >= deadline:
                    raise LockBusy(
                        f"Another process is working on {path.parent}. Wait until it is done and try again.",
                        path=str(path),
                    ) from None
                time.sleep(0.02)
        yield handle


@contextmanager
def file_lock(path: Path, timeout: float | None = None) -> Iterator[None]:
    """Like :func:`hold`, for the body alone."""
    with hold(path, timeout):
        yield


def is_held(path: Path) -> bool:
    """Whether some process holds the lock on `path` now."""
    try:
        with file_lock(path, timeout=0):
            return False
    except LockBusy:
        return True
