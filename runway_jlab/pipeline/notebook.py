"""Notebooks in and out: a file or its JSON becomes cells with ids, and cells' sources go back into the JSON.

Every cell has an id here. Those that the file does not have (before nbformat 4.5) or that it has twice are given by
position, so that the same file always gets the same ids; `parse_notebook` and `with_sources` give the same ones.
Nothing is ever written to a file, and no source is ever changed on the way in.
"""

from __future__ import annotations

import copy
import json
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runway_jlab.errors import NotebookInvalid, NotebookNotFound


@dataclass(frozen=True)
class Cell:
    id: str
    cell_type: str
    source: str
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tags(self) -> tuple[str, ...]:
        tags = self.metadata.get("tags")
        return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()


@dataclass(frozen=True)
class Notebook:
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code_cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.cell_type == "code")

    @property
    def kernel_name(self) -> str:
        """The kernelspec that the notebook asks for; ``python3`` where it names none."""
        spec = self.metadata.get("kernelspec")
        name = spec.get("name") if isinstance(spec, Mapping) else None
        return name if isinstance(name, str) and name else "python3"


def read_notebook(path: Path) -> Notebook:
    """The notebook in a file.

    Raises
    ------
    NotebookNotFound
        There is no such file.
    NotebookInvalid
        It is not JSON, not a notebook, or has no code cell.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise NotebookNotFound(f"There is no notebook {path}. Check the path.", path=str(path)) from None
    except IsADirectoryError:
        raise NotebookInvalid(f"{path} is a folder. Name the .ipynb file inside it.", path=str(path)) from None
    except UnicodeDecodeError:
        raise _invalid(path, "it is not UTF-8 text") from None
    except OSError as problem:
        raise _invalid(path, problem.strerror or str(problem)) from problem
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as problem:
        where = f" (line {problem.lineno})" if isinstance(problem, json.JSONDecodeError) else ""
        raise _invalid(path, f"it is not JSON{where}") from problem
    notebook = _parse(content, path)
    if not any(cell.source.strip() for cell in notebook.code_cells):
        raise NotebookInvalid(
            f"{path} has no code, so there is nothing to run. Add a code cell and save it.", path=str(path)
        )
    return notebook


def parse_notebook(content: Mapping[str, Any]) -> Notebook:
    """The notebook in already decoded JSON, as the Contents API hands it out; it may be without code yet."""
    return _parse(content, None)


def with_sources(content: Mapping[str, Any], sources: Mapping[str, str]) -> dict[str, Any]:
    """A deep copy of a notebook's JSON with the sources of some cells replaced, all else as it was.

    A source that was a list of lines stays one. Ids are those that `parse_notebook` gives; one that the notebook does
    not have is a KeyError, since a caller that lost a cell must not go on.
    """
    changed = copy.deepcopy(dict(content))
    cells = _raw_cells(changed)
    positions = dict(zip(_ids(cells), cells, strict=True))
    for cell_id, source in sources.items():
        cell = positions[cell_id]
        key = "input" if "source" not in cell and "input" in cell else "source"
        cell[key] = source.splitlines(keepends=True) if isinstance(cell.get(key), list) else source
    return changed


def _parse(content: Any, path: Path | None) -> Notebook:
    if not isinstance(content, Mapping) or not isinstance(content.get("nbformat"), int):
        raise _invalid(path, "it is JSON, but not a notebook")
    if content["nbformat"] < 4:
        content = _upgraded(content, path)
    if not isinstance(content.get("cells"), list):
        raise _invalid(path, "it has no list of cells")
    raw = _raw_cells(content)
    if not all(isinstance(cell, Mapping) and isinstance(cell.get("cell_type"), str) for cell in raw):
        raise _invalid(path, "one of its cells has no type")
    cells = tuple(
        Cell(cell_id, cell["cell_type"], _text(cell.get("source", "")), _mapping(cell.get("metadata")))
        for cell_id, cell in zip(_ids(raw), raw, strict=True)
    )
    return Notebook(cells, _mapping(content.get("metadata")))


def _upgraded(content: Mapping[str, Any], path: Path | None) -> Mapping[str, Any]:
    import nbformat  # a second of processor time, for its schema's grammar: only old notebooks need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node = nbformat.reads(json.dumps(content), as_version=4)  # type: ignore[no-untyped-call]
    except Exception as problem:  # nbformat raises whatever its old converters trip over
        raise _invalid(path, f"its format {content['nbformat']} could not be upgraded") from problem
    upgraded: dict[str, Any] = json.loads(nbformat.writes(node))  # type: ignore[no-untyped-call]
    for cell in upgraded["cells"]:
        cell.pop("id", None)  # random ones, made by the upgrade
    return upgraded


def _raw_cells(content: Mapping[str, Any]) -> list[Any]:
    """The JSON's cells; those of all worksheets in the format before 4."""
    if "cells" in content:
        return list(content["cells"])
    return [cell for sheet in content.get("worksheets", ()) for cell in sheet.get("cells", ())]


def _ids(cells: Iterable[Any]) -> list[str]:
    """An id per cell: the file's own where it is a fresh non-empty string, else ``cell-<position>``."""
    own = [cell.get("id") if isinstance(cell, Mapping) else None for cell in cells]
    taken = {cell_id for cell_id in own if isinstance(cell_id, str)}
    seen: set[str] = set()
    ids = []
    for position, cell_id in enumerate(own):
        if not isinstance(cell_id, str) or not cell_id or cell_id in seen:
            cell_id = f"cell-{position}"
            while cell_id in taken or cell_id in seen:
                cell_id += "-x"
        seen.add(cell_id)
        ids.append(cell_id)
    return ids


def _text(source: Any) -> str:
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _invalid(path: Path | None, why: str) -> NotebookInvalid:
    what = str(path) if path else "The notebook"
    return NotebookInvalid(
        f"{what} cannot be read as a notebook: {why}. Open it in JupyterLab and save it again, or choose another.",
        path=str(path) if path else None,
    )
