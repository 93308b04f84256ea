"""Reopening a run: its source as a plain checkout in a new folder, its notebook with the parameters of the run.

The folder appears whole or not at all, and nothing that exists is overwritten.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from runway_jlab.errors import FolderTaken, RunNotRecorded
from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.notebook import parse_notebook, with_sources
from runway_jlab.pipeline.parameters import override
from runway_jlab.projects.pointer import Pointer, read_pointer, write_pointer
from runway_jlab.projects.project import REOPENED, Project, ignore_everything
from runway_jlab.reproduce.capture import snapshots_of
from runway_jlab.reproduce.record import Record
from runway_jlab.reproduce.reopened import remember, usual_folder
from runway_jlab.storage.files import utf8_json


@dataclass(frozen=True)
class ReopenedRun:
    """Where a run stands again: the snapshot's root, and the notebook in it; both absolute."""

    folder: Path
    notebook: Path


def where_it_opens(project: Project, record: Record) -> Path:
    """The folder that :func:`reopen` would use by itself."""
    return usual_folder(project, record.run_id, record.source.notebook)


def reopen(project: Project, record: Record, into: Path | None = None) -> ReopenedRun:
    """Bring a run back.

    Parameters
    ----------
    project : Project
        The project that the run belongs to.
    record : Record
    into : Path, optional
        Where to; it must not exist, or be this run's already. By default ``reopened/<notebook>-<id>/``.

    Raises
    ------
    FolderTaken
        There is something else.
    RunNotRecorded
        The source snapshot is gone.
    StorageCorrupt
        A stored file was changed.
    """
    folder = Path(os.path.normpath((into or where_it_opens(project, record)).absolute()))
    there = read_pointer(folder)
    if there is not None and there.run_id == record.run_id:
        return ReopenedRun(folder, folder / there.notebook)
    if folder.exists() or folder.is_symlink():
        raise FolderTaken(
            f"{folder} exists and is not run {record.run_id[:8]} reopened. Name a folder that does not exist yet.",
            path=str(folder),
        )
    snapshots = snapshots_of(project)
    if not snapshots.has(record.source.commit):
        raise RunNotRecorded(
            f"The source snapshot of run {record.run_id[:8]} is gone from {project.private}: it cannot be reopened.",
            run=record.run_id,
            commit=record.source.commit,
        )
    if folder.parent == project.root / REOPENED:
        ignore_everything(folder.parent)
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        scratch.chmod(0o755)
        snapshots.write_out(record.source.commit, record.source.large, scratch)
        _put_parameters(scratch / record.source.notebook, record)
        write_pointer(scratch, Pointer(project.root, record.run_id, record.source.notebook))
        scratch.rename(folder)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    remember(project, folder)
    return ReopenedRun(folder, folder / record.source.notebook)


def _put_parameters(path: Path, record: Record) -> None:
    """Write the values that were given for the run into the parameters cell; without any the file stays as it is."""
    given = {parameter.name: parameter.literal for parameter in record.parameters if parameter.origin == "given"}
    if not given:
        return
    content = json.loads(path.read_bytes())
    notebook = parse_notebook(content)
    cell = build(notebook).parameters_cell
    assert cell is not None, "a run with given parameters has a parameters cell"
    source = next(one.source for one in notebook.cells if one.id == cell)
    changed = with_sources(content, {cell: override(source, given)})
    path.write_bytes(utf8_json(changed, indent=1) + b"\n")
