"""The executed copy: what ran, with what it showed; all else as it was; in a format that every Jupyter opens."""

from __future__ import annotations

import copy
import json
from typing import Any

import nbformat
import pytest

from notebooks import cell, notebook, parameters
from runway_jlab.engine.outputs import CellOutputs
from runway_jlab.engine.plan import plan_run
from runway_jlab.engine.walk import ExecutedCell
from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.notebook import parse_notebook
from runway_jlab.runs.executed import executed_notebook

NEW = notebook(
    parameters("n = 1"), {**cell("# text"), "cell_type": "markdown"}, cell("print(n)", "A"), cell("n", role="scratch")
)
for _cell in NEW["cells"]:
    if _cell["cell_type"] == "markdown":
        del _cell["outputs"], _cell["execution_count"]
WITHOUT_IDS = copy.deepcopy(NEW)
WITHOUT_IDS["nbformat_minor"] = 2
for _cell in WITHOUT_IDS["cells"]:
    del _cell["id"]
    _cell["source"] = _cell["source"].splitlines(keepends=True)
OLD = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {"name": "old"},
    "worksheets": [
        {
            "metadata": {},
            "cells": [
                {"cell_type": "code", "input": source, "language": "python", "metadata": {}, "outputs": [], **more}
                for source, more in (
                    ("n = 1", {"metadata": {"tags": ["parameters"]}}),
                    ("print(n)", {"collapsed": False}),
                )
            ],
        }
    ],
}


@pytest.mark.parametrize("content", [NEW, WITHOUT_IDS, OLD], ids=["new", "without ids", "old"])
def test_it_is_a_notebook_with_what_ran(content: dict[str, Any]) -> None:
    before = copy.deepcopy(content)
    parsed = parse_notebook(content)
    plan = plan_run(parsed, build(parsed), {"n": 5})
    outputs = CellOutputs()
    last = plan.cells[-1]
    text = "5\ud83d\n"  # half a surrogate pair: Python prints it, UTF-8 cannot hold it
    outputs.take(
        {"event": "output", "cell": last.id, "output": {"output_type": "stream", "name": "stdout", "text": text}}
    )
    executed = [ExecutedCell(one.id, one.source, one.step, number, True) for number, one in enumerate(plan.cells, 1)]
    written = json.loads(executed_notebook(content, plan, executed, outputs))
    assert content == before
    node = nbformat.from_dict(written)
    nbformat.validate(node)
    code = [one for one in written["cells"] if one["cell_type"] == "code"]
    assert "".join(code[0]["source"]) == "n = 5"
    assert [one["execution_count"] for one in code] == ([1, 2, None] if len(code) == 3 else [1, 2])
    assert code[1]["outputs"] == [{"output_type": "stream", "name": "stdout", "text": text}]
