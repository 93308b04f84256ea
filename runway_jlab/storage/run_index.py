"""The rows of the runs' index: what a list of runs shows, found without opening a file per run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runway_jlab.ids import RunId
from runway_jlab.storage.database import Database


@dataclass(frozen=True)
class RunRow:
    """One run in short; `started` is ISO 8601 in UTC, so that text order is time order."""

    run_id: RunId
    notebook: str
    state: str
    started: str
    seconds: float | None
    parameters: Mapping[str, Any]
    metrics: Mapping[str, float]
    mlflow_run_id: str | None
    record: str | None


class RunIndex:
    """The repository of :class:`RunRow`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, row: RunRow) -> None:
        """Insert the run, or replace what is known of it."""
        with self._database.connect() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO runs (run_id, notebook, state, started, seconds, parameters, metrics,"
                " mlflow_run_id, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    row.run_id,
                    row.notebook,
                    row.state,
                    row.started,
                    row.seconds,
                    json.dumps(dict(row.parameters)),
                    json.dumps(dict(row.metrics)),
                    row.mlflow_run_id,
                    row.record,
                ),
            )

    def latest_first(self) -> list[RunRow]:
        """All runs."""
        with self._database.connect() as connection:
            rows = connection.execute("SELECT * FROM runs ORDER BY started DESC, run_id").fetchall()
        return [_row(row) for row in rows]

    def count(self) -> int:
        with self._database.connect() as connection:
            return int(connection.execute("SELECT count(*) FROM runs").fetchone()[0])

    def named(self, text: str) -> list[RunRow]:
        """Runs whose id, or MLflow id, is `text` or begins with it (hexadecimal digits only)."""
        pattern = text + "%"
        with self._database.connect() as connection:
            rows = connection.execute(
                "SELECT * FROM runs WHERE run_id LIKE ? OR mlflow_run_id LIKE ? ORDER BY started DESC",
                (pattern, pattern),
            ).fetchall()
        return [_row(row) for row in rows]


def _row(row: Any) -> RunRow:
    return RunRow(
        run_id=RunId(row["run_id"]),
        notebook=row["notebook"],
        state=row["state"],
        started=row["started"],
        seconds=row["seconds"],
        parameters=json.loads(row["parameters"]),
        metrics=json.loads(row["metrics"]),
        mlflow_run_id=row["mlflow_run_id"],
        record=row["record"],
    )
