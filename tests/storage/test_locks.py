"""One holder at a time, over processes; the kernel frees the lock of one that died."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from runway_jlab.storage.locks import LockBusy, file_lock, hold, is_held

HOLD = """
import sys
from pathlib import Path
from runway_jlab.storage.locks import file_lock
with file_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def held_elsewhere(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    try:
        yield holder
    finally:
        holder.kill()
        holder.wait()


def test_another_process_keeps_us_out_until_it_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.lock"
    with held_elsewhere(path) as holder:
        assert is_held(path)
        for timeout in (0, 0.05):
            with pytest.raises(LockBusy, match="Another process") as caught, file_lock(path, timeout):
                pass
        assert caught.value.code == "lock-busy"
        holder.communicate(b"go on\n")
        with file_lock(path, timeout=0):
            assert is_held(path)
    assert not is_held(path)
    assert path.exists()


def test_one_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with held_elsewhere(path) as holder:
        holder.kill()
        holder.wait()
        with file_lock(path, timeout=0):
            pass


def test_a_child_that_inherits_it_holds_it_without_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with hold(path) as lock:
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(lock.fileno(),))
    assert is_held(path)
    child.communicate(b"\n")
    assert not is_held(path)


def test_waiting_without_an_end_gets_it(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with held_elsewhere(path) as holder:
        waiter = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        holder.communicate(b"\n")
        assert waiter.communicate(b"\n")[0] == b"held\n"


def test_an_error_in_the_body_frees_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), file_lock(tmp_path / "a.lock"):
        _ = 1 / 0
    assert not is_held(tmp_path / "a.lock")
