"""A project: the folder with a ``runway.toml``, read, found and made."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runway_jlab.errors import AlreadyAProject, NotAProject, ProjectFileInvalid
from runway_jlab.ids import ProjectId, RunId, new_project_id
from runway_jlab.projects.pointer import read_pointer
from runway_jlab.storage.files import write_atomically

FILE = "runway.toml"
PRIVATE = ".runway"
REOPENED = "reopened"

_KEYS: dict[str, tuple[str, ...]] = {
    "project": ("name", "id"),
    "tracking": ("mode", "uri"),
}


@dataclass(frozen=True)
class TrackingChoice:
    """Where the project's MLflow is: hosted by Runway, or somewhere else."""

    mode: str = "hosted"
    uri: str | None = None


@dataclass(frozen=True)
class Project:
    """An open project.

    Parameters
    ----------
    root : Path
        The folder that holds ``runway.toml``, absolute and resolved.
    reopened_run : RunId, optional
        The run that the folder we were asked about was reopened from.
    reopened_root : Path, optional
        That reopened folder. The project itself is the one the run belongs to.
    """

    root: Path
    name: str
    id: ProjectId
    tracking: TrackingChoice
    reopened_run: RunId | None = None
    reopened_root: Path | None = None

    @property
    def private(self) -> Path:
        """Runway's own folder beside ``runway.toml``; git never sees it."""
        return self.root / PRIVATE


def find_project(path: Path, within: Path | None = None) -> Project | None:
    """The project that `path` (a file or folder, which need not exist) belongs to, or None.

    The nearest ``runway.toml`` above decides, unless a reopened folder lies between: then it is the project
    whose run was reopened, so that runs, MLflow and data are the same. With `within`, no project outside that folder
    is found: what a server shows is all that it uses.
    """
    here = path.resolve()
    limit = Path(here.anchor) if within is None else within.resolve()
    folders = [folder for folder in (here, *here.parents) if folder.is_relative_to(limit)]
    for folder in folders:
        pointer = read_pointer(folder)
        if pointer is None or not pointer.project.resolve().is_relative_to(limit):
            continue
        if (pointer.project / FILE).is_file():
            return load_project(pointer.project, reopened_run=pointer.run_id, reopened_root=folder)
    for folder in folders:
        if (folder / FILE).is_file():
            return load_project(folder)
    return None


def require_project(path: Path, within: Path | None = None) -> Project:
    """Like :func:`find_project`, for work that needs one.

    Raises
    ------
    NotAProject
        There is none at or above `path`.
    """
    project = find_project(path, within)
    if project is None:
        folder = path if path.is_dir() else path.parent
        raise NotAProject(
            f"{folder} is not in a Runway project: there is no {FILE} in it or above it. "
            f"Make one with: runway init {folder}",
            path=str(path),
        )
    return project


def load_project(root: Path, *, reopened_run: RunId | None = None, reopened_root: Path | None = None) -> Project:
    """Read the ``runway.toml`` in `root`.

    Raises
    ------
    ProjectFileInvalid
        It is not TOML, lacks a name or an id, or has a key that Runway does not know.
    """
    path = root / FILE
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectFileInvalid(f"{path} is not valid TOML: {error}. Mend that line.", path=str(path)) from error
    _refuse_unknown(path, content)
    project = content.get("project", {})
    for key in ("name", "id"):
        if not isinstance(project.get(key), str) or not project[key]:
            raise ProjectFileInvalid(f'{path} has no {key}: add  {key} = "…"  under [project].', path=str(path))
    return Project(
        root=root,
        name=project["name"],
        id=ProjectId(_checked_id(path, project["id"])),
        tracking=_tracking(path, content.get("tracking", {})),
        reopened_run=reopened_run,
        reopened_root=reopened_root,
    )


def create_project(root: Path, name: str | None = None) -> Project:
    """Make `root` a project (the folder too, when it is not there); nothing in it is changed.

    Raises
    ------
    AlreadyAProject
        It has a ``runway.toml``.
    """
    root = root.resolve()
    if (root / FILE).exists():
        raise AlreadyAProject(f"{root} is a Runway project already: it has a {FILE}.", path=str(root))
    root.mkdir(parents=True, exist_ok=True)
    title = name or root.name or "project"
    text = f'[project]\nname = {_quoted(title)}\nid = "{new_project_id()}"\n'
    write_atomically(root / FILE, text.encode())
    project = load_project(root)
    prepare_private(project)
    return project


def prepare_private(project: Project) -> None:
    """Make ``.runway/`` with an ignore file of its own, so that the user's repository never sees it."""
    ignore_everything(project.private)


def ignore_everything(folder: Path) -> None:
    """Put a ``.gitignore`` into `folder` that hides all of it, itself included."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def find_projects_below(folder: Path, depth: int = 5) -> list[Path]:
    """The roots of all projects at or below `folder`, at most `depth` levels down; hidden folders are left out."""
    found = [folder] if (folder / FILE).is_file() else []
    if depth > 0:
        try:
            children = sorted(child for child in folder.iterdir() if child.is_dir() and not child.is_symlink())
        except OSError:
            return found
        for child in children:
            if not child.name.startswith(".") and child.name not in {"node_modules", REOPENED}:
                found += find_projects_below(child, depth - 1)
    return found


def _tracking(path: Path, table: dict[str, Any]) -> TrackingChoice:
    uri = table.get("uri")
    mode = table.get("mode", "external" if uri else "hosted")
    known = mode in ("hosted", "external") and (uri is None or isinstance(uri, str))
    if not known or (mode == "external") != bool(uri):
        raise ProjectFileInvalid(
            f'{path}, [tracking]: write  mode = "hosted", or  uri = "https://…"  of an MLflow server.',
            path=str(path),
        )
    return TrackingChoice(mode=mode, uri=uri)


def _refuse_unknown(path: Path, content: dict[str, Any]) -> None:
    for section, table in content.items():
        if section not in _KEYS or not isinstance(table, dict):
            raise ProjectFileInvalid(
                f"{path} has a section that Runway does not know: [{section}].{_nearest(section, _KEYS)}",
                path=str(path),
                key=section,
            )
        for key in table:
            if key not in _KEYS[section]:
                raise ProjectFileInvalid(
                    f"{path}, [{section}], has a key that Runway does not know: {key}.{_nearest(key, _KEYS[section])}",
                    path=str(path),
                    key=f"{section}.{key}",
                )


def _nearest(key: str, known: Any) -> str:
    close = difflib.get_close_matches(key, list(known), n=1)
    return f" Did you mean {close[0]}?" if close else f" Known: {', '.join(known)}."


def _checked_id(path: Path, text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", text):
        raise ProjectFileInvalid(f"{path}: the id may hold letters, digits, - and _ only.", path=str(path))
    return text


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's, which lets one control character through."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
