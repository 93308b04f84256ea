"""The data's card: an input that nothing keeps is missing, whatever else is there."""

from __future__ import annotations

import json
from dataclasses import replace

from records import RECORD, record_of

from notebooks import cell, notebook, write
from runway_jlab.environments.lock import Lock
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.axes import Axis, AxisState
from runway_jlab.reproduce.compare import compare_with_today
from runway_jlab.reproduce.record import Record, missing_lines, record_from_bytes


def data_card(project: Project, record: Record) -> Axis:
    def now() -> Lock:
        raise AssertionError("without the run's environment nobody asks for today's")

    return compare_with_today(project, record, None, now).data


def test_an_input_outside_the_snapshot_is_missing(project: Project) -> None:
    record = record_of(project, write(project.root / "a.ipynb", notebook(cell("1", "A"))))
    assert data_card(project, record).state is AxisState.EXACT
    axis = data_card(project, replace(record, missing_inputs=("raw/a.csv", "raw/b.csv")))
    assert axis.state is AxisState.MISSING
    assert axis.summary == "raw/a.csv: read by the run, not in the snapshot (git ignores it)"
    assert len(axis.detail) == 2


def test_many_are_counted() -> None:
    lines = missing_lines([f"{number}.csv" for number in range(1000)])
    assert (len(lines), lines[-1]) == (21, "980 more files: read by the run, not in the snapshot")


def test_a_record_keeps_them_and_one_without_keeps_its_bytes() -> None:
    record = replace(RECORD, missing_inputs=("raw/a.csv",))
    assert record_from_bytes(record.to_bytes()) == record
    assert "missing_inputs" not in json.loads(RECORD.to_bytes())
