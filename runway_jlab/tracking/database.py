"""The database of a hosted project: made once, made fast, and mended after its folder was moved.

MLflow makes a database by running all of its migrations (1 to 2 s of processor time), and without a lock: two
first users at a time break each other. So a fresh one is made under our lock, in a file beside, and moved
into place whole; the empty result is kept per MLflow version in the user's cache, and copied from then on.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from importlib import metadata
from pathlib import Path

from runway_jlab.errors import TrackingUnavailable
from runway_jlab.storage.locks import file_lock
from runway_jlab.tracking.location import Tracking, sqlite_uri

_LOCATIONS = (
    ("experiments", "artifact_location"),
    ("runs", "artifact_uri"),
    ("logged_models", "artifact_location"),
    ("model_versions", "source"),
    ("model_versions", "storage_location"),
    ("trace_tags", "value"),
)
"""Every column where MLflow 3 keeps an absolute path of an artifact."""


def prepare(tracking: Tracking, *, wait: bool = True) -> bool:
    """See that the database is there, with all its tables, and knows where it is.

    Parameters
    ----------
    wait : bool
        False does only what takes milliseconds: a new project is left to MLflow without a template yet.

    Returns
    -------
    bool
        Whether the database is ready.

    Raises
    ------
    TrackingUnavailable
        The folder cannot be written, or MLflow cannot make the database.
    """
    if tracking.folder is None:
        return True
    try:
        with file_lock(tracking.folder / "prepare.lock"):
            if not tracking.database.exists():
                template = _template()
                if template.exists() or wait:
                    if not template.exists():
                        _make_template(template)
                    _copy_template(template, tracking)
            _relocate(tracking.folder)
            return tracking.database.exists()
    except (OSError, sqlite3.Error) as error:
        raise TrackingUnavailable(
            f"The MLflow database {tracking.database} cannot be used: {error}. "
            "See that the folder can be written and that the disk is not full.",
            database=str(tracking.database),
        ) from error


def relocate(private: Path) -> int:
    """Mend the artifact locations in the database after the project was moved; returns how many changed.

    MLflow keeps them as absolute paths. The place they are true for is noted in ``<private>/mlflow/root``.
    A copy of a project is mended like a moved one, so that it never writes into the original.
    """
    folder = private.absolute() / "mlflow"
    if not (folder / "mlflow.db").exists():
        return 0
    with file_lock(folder / "prepare.lock"):
        return _relocate(folder)


def _relocate(folder: Path) -> int:
    note = folder / "root"
    before = note.read_text(encoding="utf-8") if note.exists() else str(folder)
    if before == str(folder) and note.exists():
        return 0
    changed = 0
    if before != str(folder) and (folder / "mlflow.db").exists():
        changed = _replace_prefix(folder / "mlflow.db", before, str(folder))
    note.write_text(str(folder), encoding="utf-8")
    return changed


def _replace_prefix(database: Path, old: str, new: str) -> int:
    changed = 0
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table, column in _LOCATIONS:
            if table not in tables:
                continue
            for was, now in ((old, new), (Path(old).as_uri(), Path(new).as_uri())):
                answer = connection.execute(
                    f"UPDATE {table} SET {column} = ? || substr({column}, ?)"
                    f" WHERE {column} = ? OR substr({column}, 1, ?) = ?",
                    (now, len(was) + 1, was, len(was) + 1, was + "/"),
                )
                changed += answer.rowcount
    return changed


def _template() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "runway-jlab" / f"mlflow-{metadata.version('mlflow')}.db"


def _make_template(template: Path) -> None:
    """Let MLflow make an empty database in the cache; imports mlflow."""
    from mlflow import MlflowClient

    template.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=template.parent) as scratch:
        database = Path(scratch) / "mlflow.db"
        MlflowClient(sqlite_uri(database))
        database.replace(template)


def _copy_template(template: Path, tracking: Tracking) -> None:
    temporary = tracking.database.with_suffix(".new")
    shutil.copyfile(template, temporary)
    with closing(sqlite3.connect(temporary)) as connection, connection:
        # MLflow makes the experiment "Default" with a folder below where it was called from.
        connection.execute(
            "UPDATE experiments SET artifact_location = ? || '/' || experiment_id", (tracking.artifact_root,)
        )
    temporary.replace(tracking.database)


if __name__ == "__main__":
    prepare(Tracking.hosted(Path(sys.argv[1]), project_id="", project_name=""))
