"""The index is brought to the newest schema once, from wherever it stands, by whoever comes first."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from runway_jlab.storage import database
from runway_jlab.storage.database import MIGRATIONS, Database


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_fresh_one_has_every_migration(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "index.db"
    with Database(path).connect() as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone()[0] == 0
    assert version(path) == len(MIGRATIONS)
    with Database(path).connect():
        pass
    assert version(path) == len(MIGRATIONS)


def test_an_older_one_gets_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "index.db"
    with Database(path).connect() as connection:
        connection.execute("INSERT INTO runs VALUES ('r', 'n', 's', 't', 1, '{}', '{}', NULL, NULL)")
    newer = (*MIGRATIONS, "ALTER TABLE runs ADD COLUMN note TEXT DEFAULT 'none'; CREATE TABLE more (x)")
    monkeypatch.setattr(database, "MIGRATIONS", newer)
    with Database(path).connect() as connection:
        assert connection.execute("SELECT run_id, note FROM runs").fetchall()[0][:] == ("r", "none")
        assert connection.execute("SELECT count(*) FROM more").fetchone()[0] == 0
    assert version(path) == len(newer)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "index.db"
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE more (x); CREATE TABLE more (x)"))
    with pytest.raises(sqlite3.OperationalError), Database(path).connect():
        pass
    monkeypatch.undo()
    assert version(path) == 0
    with Database(path).connect() as connection:
        assert not connection.execute("SELECT name FROM sqlite_master WHERE name = 'more'").fetchall()


def test_an_error_in_the_body_is_rolled_back(tmp_path: Path) -> None:
    index = Database(tmp_path / "index.db")
    with pytest.raises(ZeroDivisionError), index.connect() as connection:
        connection.execute("INSERT INTO runs VALUES ('r', 'n', 's', 't', 1, '{}', '{}', NULL, NULL)")
        _ = 1 / 0
    with index.connect() as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone()[0] == 0


def test_two_processes_at_once(tmp_path: Path) -> None:
    """Both start on a signal, both find the database whole, and no row is lost."""
    path = tmp_path / "index.db"
    code = f"""
import sys
from pathlib import Path
from runway_jlab.storage.database import Database
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    with Database(Path({str(path)!r})).connect() as connection:
        connection.execute(
            "INSERT INTO runs VALUES (?, 'n', 's', 't', 1, '{{}}', '{{}}', NULL, NULL)", (sys.argv[1] + str(number),)
        )
"""
    workers = [
        subprocess.Popen([sys.executable, "-c", code, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for name in "abc"
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    for worker in workers:
        worker.communicate(b"go\n")
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    with Database(path).connect() as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone()[0] == 60
