"""A run's folder, ``.runway/runs/<id>/``: who writes what.

``request.json`` and ``notebook.ipynb`` are written at submit; ``status.json``, ``log.txt``, ``executed.ipynb`` and
``record.json`` by the driver. ``driver.lock`` is held from before the driver starts until it has ended.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runway_jlab.errors import StorageCorrupt, UnknownRun
from runway_jlab.ids import RunId
from runway_jlab.runs.status import RunStatus
from runway_jlab.storage.files import read_json, write_atomically
from runway_jlab.storage.locks import is_held


@dataclass(frozen=True)
class RunFiles:
    """The files of one run."""

    folder: Path

    @classmethod
    def of(cls, private: Path, run_id: RunId) -> RunFiles:
        return cls(private / "runs" / run_id)

    @property
    def request(self) -> Path:
        return self.folder / "request.json"

    @property
    def notebook(self) -> Path:
        return self.folder / "notebook.ipynb"

    @property
    def status(self) -> Path:
        return self.folder / "status.json"

    @property
    def log(self) -> Path:
        return self.folder / "log.txt"

    @property
    def worker_log(self) -> Path:
        return self.folder / "worker.log"

    @property
    def executed(self) -> Path:
        return self.folder / "executed.ipynb"

    @property
    def record(self) -> Path:
        return self.folder / "record.json"

    @property
    def lock(self) -> Path:
        return self.folder / "driver.lock"

    @property
    def pid(self) -> Path:
        return self.folder / "driver.pid"

    @property
    def driver_alive(self) -> bool:
        return self.lock.exists() and is_held(self.lock)

    def read_request(self) -> dict[str, Any]:
        content: dict[str, Any] = read_json(self.request)
        return content

    def write_request(self, content: dict[str, Any]) -> None:
        write_atomically(self.request, json.dumps(content, indent=1).encode())

    def read_status(self) -> RunStatus:
        """How the run stands.

        Raises
        ------
        UnknownRun
            Its folder is gone.
        StorageCorrupt
            The file is empty or not whole, as a power failure can leave it.
        """
        try:
            return RunStatus.from_json(read_json(self.status))
        except FileNotFoundError:
            raise UnknownRun(
                f"The run {self.folder.name} has no files any more ({self.folder}).", run=self.folder.name
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StorageCorrupt(
                f"How the run {self.folder.name} stands cannot be read: {self.status} is empty or damaged. Run again.",
                run=self.folder.name,
                path=str(self.status),
            ) from error

    def write_status(self, status: RunStatus) -> None:
        content = json.dumps(status.as_json()).encode()
        write_atomically(self.status, content, durable=status.state.ended)
