"""What of a run's code differs today: the notebook's cells by step, and the files around it.

The values of parameters are another card's business, and so are the files that dataset parameters lead to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.graph import Pipeline
from runway_jlab.pipeline.notebook import Notebook, parse_notebook
from runway_jlab.pipeline.parameters import override
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.axes import Axis, AxisState
from runway_jlab.reproduce.capture import data_files, snapshots_of
from runway_jlab.reproduce.record import Record
from runway_jlab.reproduce.reopened import reopened_folders
from runway_jlab.source.snapshot import LargeFile, work_tree_root


def compare_code(project: Project, record: Record, notebook: Notebook | None) -> Axis:
    """The code's card.

    Parameters
    ----------
    notebook : Notebook, optional
        Today's notebook; None when it is gone or cannot be read.
    """
    snapshots = snapshots_of(project)
    if not snapshots.has(record.source.commit):
        return Axis(AxisState.MISSING, "The source snapshot is gone from this project", (record.source.commit,))
    then_notebook = parse_notebook(json.loads(snapshots.read(record.source.commit, record.source.notebook)))
    today = _notebook_changes(record, then_notebook, notebook)
    root = work_tree_root(project.root, None)
    data = data_files(place_today(project, record).parent, record.datasets)
    tree, large = snapshots.today(root, must=[], leave_out=reopened_folders(project), data=data)
    then, now = _prefix(record), PurePosixPath(project.root.relative_to(root).as_posix())
    if then == now:  # the whole tree: a notebook may import from anywhere in it
        then = now = PurePosixPath()
    own = PurePosixPath(record.source.notebook).relative_to(then)
    of_data = [PurePosixPath(os.path.normpath(own.parent / dataset.path)) for dataset in record.datasets]
    pairs = snapshots.changes(f"{record.source.commit}:{_in_git(then)}", f"{tree}:{_in_git(now)}")
    pairs += _large_changes(_large_below(then, record.source.large), _large_below(now, large))
    changed, added = [], []
    for path, kind in sorted(_merged(pairs).items()):
        place = PurePosixPath(path)
        if place == own or any(place.is_relative_to(one) for one in of_data):
            continue
        if kind == "A":
            added.append(f"{path} is new since the run")
        else:
            changed.append(f"{path} was {'deleted' if kind == 'D' else 'changed'}")
    detail = (*today, *changed, *added)
    if today or changed:
        return Axis(AxisState.CHANGED, _counted(today, changed), detail)
    return Axis(AxisState.EXACT, f"{PurePosixPath(record.source.notebook).name} is as it ran", detail)


def _in_git(folder: PurePosixPath) -> str:
    return folder.as_posix().removeprefix(".")


def _merged(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """One kind a path: what went from beside git into it, or back, has changed."""
    kinds: dict[str, str] = {}
    for kind, path in pairs:
        kinds[path] = "M" if path in kinds else kind
    return kinds


def _large_below(folder: PurePosixPath, large: Sequence[LargeFile]) -> dict[str, LargeFile]:
    places = {PurePosixPath(file.path): file for file in large}
    return {str(path.relative_to(folder)): file for path, file in places.items() if path.is_relative_to(folder)}


def _large_changes(then: Mapping[str, LargeFile], now: Mapping[str, LargeFile]) -> list[tuple[str, str]]:
    """As git tells changes, for what lies beside it."""
    pairs = [("D", path) for path in then.keys() - now.keys()] + [("A", path) for path in now.keys() - then.keys()]
    return pairs + [("M", path) for path in then.keys() & now.keys() if then[path].digest != now[path].digest]


def _counted(cells: Sequence[str], files: Sequence[str]) -> str:
    parts = []
    if cells:
        steps = list(dict.fromkeys(line.partition(":")[0] for line in cells))
        shown = ", ".join(steps[:3]) + (f" and {len(steps) - 3} more" if len(steps) > 3 else "")
        parts.append(f"today's notebook differs in {shown}")
    if files:
        parts.append(f"{len(files)} other {'file differs' if len(files) == 1 else 'files differ'}")
    text = " and ".join(parts)
    return text[0].upper() + text[1:]


def _notebook_changes(record: Record, then: Notebook, notebook: Notebook | None) -> list[str]:
    """What is different in the notebook's code, by step; the parameters' values are another card's."""
    if notebook is None:
        return ["Notebook: it is not there any more, or cannot be read"]
    old, new = _Code.of(then, record), _Code.of(notebook, record)
    lines = []
    for cell_id, source in old.sources.items():
        if cell_id not in new.sources:
            lines.append(f"{old.where(cell_id)}: a cell was removed")
        elif new.sources[cell_id] != source:
            lines.append(f"{old.where(cell_id)}: a cell was edited")
    lines += [f"{new.where(cell_id)}: a cell is new" for cell_id in new.sources if cell_id not in old.sources]
    if not lines and list(old.sources) != list(new.sources):
        lines.append("Order: the cells were moved")
    return list(dict.fromkeys(lines))


@dataclass(frozen=True)
class _Code:
    """The cells of a notebook that a run executes, in that order, with the run's values in place of its own."""

    pipeline: Pipeline
    sources: Mapping[str, str]

    @classmethod
    def of(cls, notebook: Notebook, record: Record) -> _Code:
        pipeline = build(notebook)
        sources = {cell.id: cell.source for cell in notebook.code_cells}
        names = {parameter.name for parameter in pipeline.parameters}
        values = {name: value for name, value in record.literals.items() if name in names}
        if pipeline.parameters_cell is not None and values:
            sources[pipeline.parameters_cell] = override(sources[pipeline.parameters_cell], values)
        return cls(pipeline, {cell_id: sources[cell_id] for cell_id in pipeline.order})

    def where(self, cell_id: str) -> str:
        step = self.pipeline.step_of(cell_id)
        return step.name if step else "Parameters" if cell_id == self.pipeline.parameters_cell else "Setup"


def place_today(project: Project, record: Record) -> Path:
    """Where the run's notebook would lie in the project today."""
    inside = PurePosixPath(record.source.notebook).relative_to(_prefix(record))
    return project.root / inside


def _prefix(record: Record) -> PurePosixPath:
    """The project's folder in the snapshot, as far as the notebook lies in it."""
    prefix = PurePosixPath(record.source.project)
    return prefix if PurePosixPath(record.source.notebook).is_relative_to(prefix) else PurePosixPath()
