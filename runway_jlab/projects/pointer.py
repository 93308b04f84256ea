"""The pointer in a reopened folder: which run it came from, and which project that run belongs to."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from runway_jlab.ids import RunId, is_run_id
from runway_jlab.storage.files import write_atomically

FOLDER = ".runway-reopened"
FORMAT = 1


@dataclass(frozen=True)
class Pointer:
    """Parameters
    ----------
    project : Path
        Root of the project that the run belongs to, absolute.
    run_id : RunId
        The run that was reopened.
    notebook : str
        The notebook in the reopened folder, relative to it, with forward slashes.
    """

    project: Path
    run_id: RunId
    notebook: str


def read_pointer(folder: Path) -> Pointer | None:
    """The pointer in `folder`, or None when it is no reopened folder, or the file is not as we write it."""
    path = folder / FOLDER / "pointer.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        run_id, project, notebook = content["run"], content["project"], content["notebook"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not isinstance(run_id, str) or not is_run_id(run_id):
        return None
    if not isinstance(project, str) or "\0" in project or not _stays_inside(notebook):
        return None
    return Pointer(project=Path(os.path.normpath(folder / project)), run_id=RunId(run_id), notebook=notebook)


def _stays_inside(notebook: object) -> bool:
    if not isinstance(notebook, str) or not notebook or "\0" in notebook:
        return False
    path = PurePosixPath(notebook)
    return not path.is_absolute() and ".." not in path.parts


def write_pointer(folder: Path, pointer: Pointer) -> None:
    """Mark `folder` as reopened. The project is named relative to it, so that both can be moved together."""
    project = os.path.relpath(pointer.project, folder)
    content = {"format": FORMAT, "project": project, "run": pointer.run_id, "notebook": pointer.notebook}
    marked = folder / FOLDER
    write_atomically(marked / "pointer.json", json.dumps(content, indent=2).encode() + b"\n")
    (marked / ".gitignore").write_text("*\n", encoding="utf-8")
