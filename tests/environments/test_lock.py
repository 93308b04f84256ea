"""An environment by its lock: asked of the interpreter, named by digest, held against another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from runway_jlab.engine.conversation import WorkerProcess, worker_environment
from runway_jlab.environments.lock import differences, lock_bytes, lock_digest
from runway_jlab.environments.probe import probe
from runway_jlab.errors import WorkerLost

LOCK: dict[str, Any] = {
    "python": "3.11.7",
    "implementation": "CPython",
    "system": "Linux",
    "machine": "x86_64",
    "libc": "glibc 2.36",
    "packages": {"numpy": "2.0", "pandas": "2.2"},
}


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, []),
        ({"python": "3.12.0"}, ["Python 3.11.7 → 3.12.0"]),
        ({"libc": ""}, ["libc glibc 2.36 → unknown"]),
        ({"packages": {"numpy": "2.1", "scipy": "1.0"}}, ["numpy 2.0 → 2.1", "− pandas 2.2", "+ scipy 1.0"]),
        ({"packages": {}}, ["− numpy 2.0", "− pandas 2.2"]),
    ],
)
def test_what_differs_is_named(changes: dict[str, Any], lines: list[str]) -> None:
    other = {**LOCK, **changes}
    assert differences(LOCK, other) == lines
    assert (lock_digest(LOCK) == lock_digest(other)) == (not lines)


def test_the_name_does_not_depend_on_order() -> None:
    assert lock_bytes(dict(reversed(LOCK.items()))) == lock_bytes(LOCK)


def test_asking_gives_what_a_run_records(tmp_path: Path) -> None:
    environment = worker_environment({}, hash_seed=0)
    worker = WorkerProcess(Path(sys.executable), tmp_path, environment, tmp_path / "worker.log")
    try:
        recorded = worker.until("hello")["environment"]
    finally:
        worker.close()
    assert differences(probe(Path(sys.executable), tmp_path), recorded) == []
    assert recorded["packages"]["numpy"]


@pytest.mark.parametrize("python", ["/not/there", "/bin/false"])
def test_an_interpreter_that_does_not_start(python: str, tmp_path: Path) -> None:
    with pytest.raises(WorkerLost, match="does not start"):
        probe(Path(python), tmp_path)
