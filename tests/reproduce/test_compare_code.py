"""The code's card: every cell that would run counts, whether it was reached or not; values and prose do not."""

from __future__ import annotations

from typing import Any

import pytest
from records import record_of

from notebooks import cell, notebook, parameters, setup, write
from runway_jlab.pipeline.notebook import read_notebook
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.axes import AxisState
from runway_jlab.reproduce.compare_code import compare_code

SETUP, PARAMETERS = setup("import math"), parameters("n = 1\nrate = 0.5")
FIRST, SECOND, THIRD = cell("raise ValueError(n)", "First"), cell("b = 2", "Second"), cell("c = b", "Third")
THEN = (SETUP, PARAMETERS, FIRST, SECOND, THIRD)


def ids(content: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**content, "cells": [{**one, "id": name} for one, name in zip(content["cells"], names, strict=True)]}


SAME = ("c0", "c1", "c2", "c3", "c4")
PROSE = {"cell_type": "markdown", "metadata": {}, "source": "# New"}


@pytest.mark.parametrize(
    ("today", "named", "lines"),
    [
        (THEN, SAME, []),
        ((SETUP, parameters("n = 7\nrate = 0.5"), *THEN[2:]), SAME, []),
        ((SETUP, parameters("n = 7\nrate = n"), *THEN[2:]), SAME, ["Parameters: a cell was edited"]),
        ((SETUP, PROSE, *THEN[1:]), ("c0", "text", *SAME[1:]), []),
        ((*THEN[:3], cell("b = 3", "Second"), THIRD), SAME, ["Second: a cell was edited"]),
        ((*THEN[:4], cell("c = 0", "Third")), SAME, ["Third: a cell was edited"]),
        (THEN[:4], SAME[:4], ["Third: a cell was removed"]),
        ((*THEN, cell("d = 1", "Third")), (*SAME, "c5"), ["Third: a cell is new"]),
        ((*THEN[:2], SECOND, FIRST, THIRD), ("c0", "c1", "c3", "c2", "c4"), ["Order: the cells were moved"]),
        ((setup("import os"), *THEN[1:]), SAME, ["Setup: a cell was edited"]),
    ],
    ids=["same", "value", "computed", "prose", "skipped", "last", "removed", "new", "moved", "set-up"],
)
def test_a_run_that_failed_in_its_first_step(
    project: Project, today: tuple[dict[str, Any], ...], named: tuple[str, ...], lines: list[str]
) -> None:
    path = write(project.root / "a.ipynb", notebook(*THEN))
    record = record_of(project, path, n=5)
    write(path, ids(notebook(*today), *named))
    axis = compare_code(project, record, read_notebook(path))
    assert list(axis.detail) == lines
    assert axis.state is (AxisState.CHANGED if lines else AxisState.EXACT)
