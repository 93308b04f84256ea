"""A run's record held against today, along the four axes: code, parameters, data, environment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from runway_jlab.datasets.manifest import Manifest, read_manifest
from runway_jlab.datasets.manifest import differences as file_differences
from runway_jlab.environments.lock import Lock
from runway_jlab.environments.lock import differences as lock_differences
from runway_jlab.errors import RunwayError
from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.literals import spell
from runway_jlab.pipeline.notebook import Notebook, read_notebook
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.axes import Axes, Axis, AxisState
from runway_jlab.reproduce.compare_code import compare_code, place_today
from runway_jlab.reproduce.record import Record, missing_lines


def compare_with_today(project: Project, record: Record, then: Lock | None, now: Callable[[], Lock]) -> Axes:
    """Hold a record against the project as it is.

    Parameters
    ----------
    project : Project
    record : Record
    then : Lock, optional
        The run's environment; None when its lock is gone.
    now : callable
        Gives the environment that the notebook would run in today.
    """
    notebook_path = place_today(project, record)
    notebook = _readable(notebook_path)
    return Axes(
        code=compare_code(project, record, notebook),
        parameters=_parameters(record, notebook),
        data=_data(record, notebook_path.parent),
        environment=_environment(then, now),
    )


def _readable(path: Path) -> Notebook | None:
    try:
        return read_notebook(path)
    except RunwayError:
        return None


def _parameters(record: Record, notebook: Notebook | None) -> Axis:
    if not record.parameters:
        return Axis(AxisState.EXACT, "The notebook has no parameters")
    shown = ", ".join(f"{parameter.name} {parameter.literal!r}" for parameter in record.parameters)
    if notebook is None:
        return Axis(AxisState.EXACT, shown)
    today = {parameter.name: parameter.default for parameter in build(notebook).parameters}
    lines = [
        f"{name} {value!r} (today {today[name]!r})" if name in today else f"{name} {value!r} (today not a parameter)"
        for name, value in record.literals.items()
        if name not in today or not _same(today[name], value)
    ]
    lines += [f"{name} is new since the run" for name in today if name not in record.values]
    if lines:
        return Axis(AxisState.CHANGED, ", ".join(lines[:3]) + (" …" if len(lines) > 3 else ""), tuple(lines))
    return Axis(AxisState.EXACT, shown)


def _same(one: Any, other: Any) -> bool:
    """Equal in value and type: 1 is not True, and NaN is itself."""
    return spell(one) == spell(other)


def _data(record: Record, folder: Path) -> Axis:
    missing = list(missing_lines(record.missing_inputs))
    if not record.datasets and not missing:
        return Axis(AxisState.EXACT, "No parameter of this run leads to a dataset")
    changed: list[str] = []
    summary = []
    for dataset in record.datasets:
        then = Manifest.from_json(dataset.files)
        summary.append(f"{dataset.path} · {len(then.files)} files · {_bytes(then.size)}")
        now = read_manifest(folder / dataset.path)
        if dataset.digest is None:
            missing.append(f"{dataset.path} was not there when the run was submitted")
        elif now is None:
            changed.append(f"{dataset.path} is not there today; the snapshot has it")
        elif now.digest != dataset.digest:
            changed += [f"{dataset.path}: {line}" for line in file_differences(then, now)]
    if missing:
        return Axis(AxisState.MISSING, missing[0], tuple(missing + changed))
    if changed:
        return Axis(AxisState.CHANGED, changed[0], tuple(changed))
    return Axis(AxisState.EXACT, ", ".join(summary) + " · every byte checked")


def _environment(then: Lock | None, now: Callable[[], Lock]) -> Axis:
    if then is None:
        return Axis(AxisState.MISSING, "The run's environment was not recorded")
    shown = f"Python {then['python']} · {len(then['packages'])} packages"
    try:
        lines = lock_differences(then, now())
    except RunwayError as error:
        return Axis(AxisState.CHANGED, f"{shown}. {error.message}", (error.message,))
    if lines:
        more = f" and {len(lines) - 2} more" if len(lines) > 2 else ""
        return Axis(AxisState.CHANGED, f"{shown}. Today: {', '.join(lines[:2])}{more}", tuple(lines))
    return Axis(AxisState.EXACT, shown)


def _bytes(size: int) -> str:
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError
