"""Where runs are reopened: ``reopened/<notebook>-<id>/`` in the project, or another place by wish."""

from __future__ import annotations

from pathlib import Path

from runway_jlab.ids import RunId
from runway_jlab.projects.pointer import read_pointer
from runway_jlab.projects.project import REOPENED, Project
from runway_jlab.storage.files import read_json, write_atomically

_LIST = "reopened.json"


def usual_folder(project: Project, run_id: RunId, notebook: str) -> Path:
    """Where a run opens when nobody says otherwise."""
    return project.root / REOPENED / f"{Path(notebook).stem}-{run_id[:8]}"


def reopened_folders(project: Project) -> list[Path]:
    """All folders of reopened runs that are still there."""
    try:
        listed = [Path(entry) for entry in read_json(project.private / _LIST)]
    except (OSError, ValueError):
        listed = []
    usual = project.root / REOPENED
    children = list(usual.iterdir()) if usual.is_dir() else []
    return sorted({folder for folder in [*listed, *children] if read_pointer(folder) is not None})


def remember(project: Project, folder: Path) -> None:
    """Note a folder outside the usual place, so that snapshots leave it out."""
    import json

    if folder.parent == project.root / REOPENED:
        return
    known = {str(entry) for entry in reopened_folders(project)} | {str(folder)}
    write_atomically(project.private / _LIST, json.dumps(sorted(known)).encode())
