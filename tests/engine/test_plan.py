"""What a run will do, and what it refuses to do, before anything runs."""

from __future__ import annotations

from typing import Any

import pytest

from notebooks import cell, notebook, parameters, setup, steps
from runway_jlab.engine.plan import Plan, plan_run
from runway_jlab.errors import NotebookHasErrors, PipelineCyclic, RunwayError
from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.notebook import parse_notebook


def plan(content: dict[str, Any], **values: Any) -> Plan:
    parsed = parse_notebook(content)
    return plan_run(parsed, build(parsed), values)


def test_cells_are_walked_in_notebook_order_without_scratch_and_markdown() -> None:
    content = notebook(
        setup("import math"),
        parameters("n = 1"),
        cell("a = n", "A"),
        cell("a", role="scratch"),
        {**cell("# text"), "cell_type": "markdown"},
        cell("b = a", "B"),
    )
    planned = plan(content)
    assert [(one.id, one.step) for one in planned.cells] == [("c0", None), ("c1", None), ("c2", "A"), ("c5", "B")]
    assert planned.parameters == {"n": 1}
    assert planned.overridden == ()


def test_values_that_were_given_are_typed_into_the_parameters_cell() -> None:
    planned = plan(notebook(parameters("n: int = 1  # model | how many\nm = 2"), cell("print(n, m)", "A")), n=5)
    assert planned.cells[0].source == "n: int = 5  # model | how many\nm = 2"
    assert planned.parameters == {"n": 5, "m": 2}
    assert planned.overridden == ("n",)


@pytest.mark.parametrize(
    ("content", "error", "code"),
    [
        (steps("a = 1", "b = = 2"), NotebookHasErrors, "syntax"),
        (steps("if True:\nprint(1)"), NotebookHasErrors, "syntax"),
        (notebook(setup("def f(:"), cell("1", "A")), NotebookHasErrors, "syntax"),
        (notebook(cell("a = 1", "A", after=["B"]), cell("b = a", "B")), PipelineCyclic, "cycle"),
    ],
)
def test_what_cannot_run_is_refused_by_name(content: dict[str, Any], error: type[RunwayError], code: str) -> None:
    with pytest.raises(error) as caught:
        plan(content)
    (problem,) = caught.value.detail["problems"]
    assert code in problem["code"]
    assert problem["message"] in caught.value.message
    if error is NotebookHasErrors:
        assert problem["cell"] in caught.value.message
        assert problem["line"] >= 1


def test_a_scratch_cell_that_does_not_parse_is_in_nobodys_way() -> None:
    assert len(plan(notebook(cell("a = 1", "A"), cell("b = = 2", role="scratch"))).cells) == 1
