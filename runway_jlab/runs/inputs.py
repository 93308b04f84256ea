"""Files that a run read and its snapshot lacks: with them gone, nothing brings the run back as it was."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from runway_jlab.errors import RunwayError
from runway_jlab.projects.project import REOPENED, Project
from runway_jlab.reproduce.capture import snapshots_of
from runway_jlab.reproduce.record import SourceRecord

_OURS = {".git", ".runway", ".runway-reopened", "__pycache__", ".ipynb_checkpoints"}


def missing_inputs(
    project: Project, source: SourceRecord, root: Path, read: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of the files that were `read` which the snapshot of `root` does not have, and why they are not known.

    Parameters
    ----------
    read : iterable of str
        Absolute paths; only those below `root` that are still there count.
    """
    inside = {path: place for path in map(Path, read) if (place := _below(path, root)) and _counts(place, source)}
    if not inside:
        return (), ()
    try:
        captured = snapshots_of(project).paths(source.commit)
    except RunwayError as error:
        return (), (f"inputs: {error.message}",)
    captured |= {file.path for file in source.large}
    return tuple(
        sorted(
            place.as_posix()
            for path, place in inside.items()
            if path.is_file() and not {place.as_posix(), _target(path, root)} & captured
        )
    ), ()


def _below(path: Path, root: Path) -> PurePosixPath | None:
    return PurePosixPath(path.relative_to(root).as_posix()) if path.is_relative_to(root) else None


def _target(path: Path, root: Path) -> str:
    """Where a link leads: the snapshot has a link as such, and the file at its own place."""
    place = _below(path.resolve(), root.resolve())
    return place.as_posix() if place else ""


def _counts(place: PurePosixPath, source: SourceRecord) -> bool:
    return not _OURS & set(place.parts) and not place.is_relative_to(PurePosixPath(source.project) / REOPENED)
