"""What a list of runs shows, kept and found by id."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from runway_jlab.ids import RunId
from runway_jlab.storage.database import Database
from runway_jlab.storage.run_index import RunIndex, RunRow

ROW = RunRow(
    run_id=RunId("a" * 32),
    notebook="sub folder/é.ipynb",
    state="RUNNING",
    started="2026-11-23T12:00:00.000Z",
    seconds=None,
    parameters={"rate": 0.1, "names": ["x"], "none": None},
    metrics={},
    mlflow_run_id=None,
    record=None,
)


@pytest.fixture
def index(tmp_path: Path) -> RunIndex:
    return RunIndex(Database(tmp_path / "index.db"))


def test_a_row_comes_back_as_it_was_put(index: RunIndex) -> None:
    index.put(ROW)
    assert index.latest_first() == [ROW]
    done = replace(ROW, state="FINISHED", seconds=1.5, metrics={"m": 0.1 + 0.2, "i": math.inf}, record="sha256:0")
    index.put(done)
    assert index.latest_first() == [done]
    assert index.count() == 1


def test_a_metric_that_is_no_number_comes_back(index: RunIndex) -> None:
    index.put(replace(ROW, metrics={"m": math.nan}))
    assert math.isnan(index.latest_first()[0].metrics["m"])


def test_latest_first(index: RunIndex) -> None:
    for number in (2, 0, 1):
        index.put(replace(ROW, run_id=RunId(f"{number:032x}"), started=f"2026-11-23T12:00:00.00{number}Z"))
    assert [int(row.run_id, 16) for row in index.latest_first()] == [2, 1, 0]


def test_found_by_the_beginning_of_either_id(index: RunIndex) -> None:
    one, other = RunId("ab" * 16), RunId("ac" * 16)
    index.put(replace(ROW, run_id=one, mlflow_run_id="ff" * 16))
    index.put(replace(ROW, run_id=other))
    found = {text: {row.run_id for row in index.named(text)} for text in ("a", "ab", "ff", one, "b", "ff" * 16)}
    assert found == {"a": {one, other}, "ab": {one}, "ff": {one}, one: {one}, "b": set(), "ff" * 16: {one}}
