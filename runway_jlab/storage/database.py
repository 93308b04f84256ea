"""The project's index in SQLite: opened, migrated, and handed out.

It holds nothing that is not also in files under ``.runway/runs``: losing it costs speed, not evidence.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE runs (
        run_id        TEXT PRIMARY KEY,
        notebook      TEXT NOT NULL,
        state         TEXT NOT NULL,
        started       TEXT NOT NULL,
        seconds       REAL,
        parameters    TEXT NOT NULL,
        metrics       TEXT NOT NULL,
        mlflow_run_id TEXT,
        record        TEXT
    );
    CREATE INDEX runs_started ON runs (started DESC);
    CREATE INDEX runs_mlflow ON runs (mlflow_run_id);
    """,
)
"""Applied in order, once each; ``PRAGMA user_version`` counts them. Released ones never change."""


class Database:
    """One SQLite file, brought to the newest schema when first used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ready = False

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection for one unit of work: committed at the end, rolled back on an error."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            if not self._ready:
                self._migrate(connection)
                self._ready = True
            with connection:
                yield connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")
        done = connection.execute("PRAGMA user_version").fetchone()[0]
        for number, script in enumerate(MIGRATIONS[done:], start=done + 1):
            for statement in script.split(";"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version={number}")
        connection.execute("COMMIT")
        connection.isolation_level = "DEFERRED"
