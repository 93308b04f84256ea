"""Whole pipelines: roles, order, what steps carry, problems."""

from __future__ import annotations

from typing import Any

import pytest
from small_notebooks import codes, edges, plain, steps

from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.graph import EdgeKind
from runway_jlab.pipeline.notebook import Cell, Notebook


def cell(name: str, source: str, **runway: Any) -> Cell:
    return Cell(name, "code", source, {"runway": runway} if runway else {})


def tagged(name: str, source: str, *tags: str) -> Cell:
    return Cell(name, "code", source, {"tags": list(tags)})


def test_roles_from_metadata() -> None:
    pipeline = build(
        Notebook(
            (
                cell("a", "import numpy as np", role="setup"),
                tagged("b", "n = 3", "parameters"),
                cell("c", "x = np.ones(n)", step="make", color="#abc", position=[1, 2.5]),
                cell("d", "x.shape", role="scratch"),
                cell("e", "y = x", step="use", after=["make", "make"]),
            )
        )
    )
    assert (pipeline.setup, pipeline.scratch, pipeline.parameters_cell) == (("a",), ("d",), "b")
    make, use = pipeline.steps
    assert (make.name, make.cells, make.color, make.position, make.proposed) == (
        "make",
        ("c",),
        "#abc",
        (1.0, 2.5),
        False,
    )
    assert (make.reads, make.writes, use.after) == (("n",), ("x",), ("make",))
    assert {(edge.source, edge.target, edge.kind) for edge in pipeline.edges} == {
        ("make", "use", EdgeKind.DATA),
        ("make", "use", EdgeKind.ORDER),
    }
    assert pipeline.order == ("a", "b", "c", "e")
    assert pipeline.needs("use") == {"a", "b"}
    assert pipeline.problems == ()


@pytest.mark.parametrize("source", ["import a", "%matplotlib inline", "", "# note", "A = 1"])
def test_metadata_names_a_step_whatever_it_holds(source: str) -> None:
    pipeline = build(Notebook((cell("a", source, step="it"), cell("b", "x = 1", step="other"))))
    assert [step.name for step in pipeline.steps] == ["it", "other"]
    assert pipeline.order == (("a", "b") if source.strip("# note") else ("b",))


def test_cells_of_one_step_run_together() -> None:
    pipeline = build(
        Notebook((cell("a", "x = 1", step="s"), cell("b", "y = x; z = w", step="s"), cell("c", "print(y)", step="t")))
    )
    assert [(step.name, step.cells, step.reads, step.writes) for step in pipeline.steps] == [
        ("s", ("a", "b"), ("w",), ("x", "y", "z")),
        ("t", ("c",), ("y",), ()),
    ]
    assert codes(pipeline) == ["undefined-name"]


def test_interleaved_cells_run_in_notebook_order_as_in_run_all() -> None:
    pipeline = build(
        Notebook((cell("a", "x = 1", step="s"), cell("b", "y = 2", step="t"), cell("c", "z = x + y", step="s")))
    )
    assert codes(pipeline) == []
    assert [step.name for step in pipeline.steps] == ["t", "s"]
    assert pipeline.order == ("a", "b", "c")


@pytest.mark.parametrize(
    "sources",
    [("x = 1", "y = x", "z = y"), ("x = 1", "y = x", "x = 2"), ("x = []", "y = x[:]", "x.append(1)")],
)
def test_interleaved_cells_that_cannot_run_as_steps(sources: tuple[str, str, str]) -> None:
    pipeline = build(Notebook(tuple(cell(f"c{i}", source, step="st"[i % 2]) for i, source in enumerate(sources))))
    (problem,) = pipeline.errors
    assert problem.code == "cycle"
    assert "interleaved" in problem.message


def test_an_order_edge_that_closes_a_circle() -> None:
    pipeline = build(Notebook((cell("a", "x = 1", step="s", after=["t"]), cell("b", "y = x", step="t"))))
    (problem,) = pipeline.errors
    assert (problem.code, problem.cell) == ("cycle", "a")
    assert "order edge from 't' to 's'" in problem.message
    assert pipeline.ancestors("t") == {"s"}


def test_order_edges_to_oneself_to_nobody_and_upwards() -> None:
    assert codes(build(Notebook((cell("a", "x = 1", step="s", after=["s"]),)))) == ["cycle"]
    nobody = build(Notebook((cell("a", "x = 1", step="train"), cell("b", "y = 1", step="t", after=["tain"]))))
    assert codes(nobody) == ["unknown-after"]
    assert "Did you mean 'train'" in nobody.problems[0].message
    up = build(Notebook((cell("a", "x = 1", step="s", after=["t"]), cell("b", "y = 1", step="t"))))
    assert (codes(up), up.edges, up.order) == (["against-order"], (), ("a", "b"))


def test_an_order_edge_between_strangers() -> None:
    pipeline = build(Notebook((cell("a", "x = 1", step="s"), cell("b", "y = 1", step="t", after=["s"]))))
    assert edges(pipeline) == {"s>t"}
    assert pipeline.descendants("s") == {"t"}


@pytest.mark.parametrize(
    ("sources", "code", "cell_id", "line"),
    [
        (("x = (",), "syntax-error", "c1", 1),
        (("a = 1", "b = 2\nc = aa"), "undefined-name", "c2", 2),
        (("b = a", "a = 1"), "read-before-write", "c1", 1),
        (("def f():\n    return a", "f()"), "undefined-name", "c2", 2),
        (("exec(c)",), "dynamic-code", "c1", 1),
        (("from m import *",), "star-import", "c1", 1),
        (("a = 1", "del a", "b = a"), "read-before-write", "c3", 1),
    ],
)
def test_problems_have_their_place(sources: tuple[str, ...], code: str, cell_id: str, line: int) -> None:
    problem = next(one for one in build(steps(*sources)).problems if one.code == code)
    assert problem.cell == cell_id
    assert problem.line == line or code in ("undefined-name", "read-before-write")


def test_a_broken_scratch_cell_is_nobodys_problem() -> None:
    pipeline = build(Notebook((cell("a", "x = (", role="scratch"), cell("b", "y = 1", step="s"))))
    assert pipeline.problems == ()


def test_reading_what_only_scratch_makes() -> None:
    pipeline = build(Notebook((cell("a", "x = 1", role="scratch"), cell("b", "y = x", step="s"))))
    assert codes(pipeline) == ["reads-scratch"]


def test_unused_and_second_parameters() -> None:
    pipeline = build(
        Notebook(
            (
                tagged("p", "a = 1\nb = 2\nc = 3", "parameters"),
                cell("f", "def f():\n    return b", role="setup"),
                cell("s", "x = a", step="s"),
                tagged("q", "d = 1", "parameters"),
            )
        )
    )
    assert [(problem.code, problem.cell) for problem in pipeline.problems] == [
        ("unused-parameter", "p"),
        ("second-parameters", "q"),
    ]
    assert "'c'" in pipeline.problems[0].message
    assert [parameter.name for parameter in pipeline.parameters] == ["a", "b", "c"]


def test_kales_tags_are_read() -> None:
    pipeline = build(
        Notebook(
            (
                tagged("a", "import random", "imports"),
                tagged("b", "N = 3", "pipeline-parameters"),
                tagged("c", "x = N", "block:load"),
                Cell("d", "code", "y = x"),
                tagged("e", "print('x')", "step:show", "prev:load"),
                tagged("f", "1 / 0", "skip"),
            )
        )
    )
    assert (pipeline.setup, pipeline.scratch, pipeline.parameters_cell) == (("a",), ("f",), "b")
    assert [(step.name, step.cells) for step in pipeline.steps] == [("load", ("c", "d")), ("show", ("e",))]
    assert edges(pipeline) == {"load>show"}


def test_needs_goes_through_set_up_and_ancestors() -> None:
    pipeline = build(
        Notebook(
            (
                cell("a", "import m", role="setup"),
                cell("b", "K = 2\nclass B(m.Base): ...", role="setup"),
                cell("c", "def f():\n    return K", role="setup"),
                cell("d", "U = 1", role="setup"),
                cell("e", "x = f()", step="s"),
                cell("g", "y = x", step="t"),
                cell("h", "z = 1", step="u"),
            )
        )
    )
    assert pipeline.needs("s") == {"a", "b", "c"}
    assert pipeline.needs("t") == pipeline.needs("s")
    assert pipeline.needs("u") == frozenset()


def test_nothing_at_all() -> None:
    pipeline = build(Notebook(()))
    assert (pipeline.steps, pipeline.edges, pipeline.problems, pipeline.order) == ((), (), (), ())
    assert build(plain("", "# only words")).steps == ()


def test_set_up_between_the_cells_of_a_step_runs_where_it_stands() -> None:
    pipeline = build(
        Notebook(
            (
                cell("a", "x = 1", step="s"),
                cell("b", "def f(): ...", role="setup"),
                cell("c", "y = f()", step="s"),
                cell("d", "def g(): ...", role="setup"),
                cell("e", "z = g()", step="t"),
            )
        )
    )
    assert pipeline.order == ("a", "b", "c", "d", "e")


def test_a_broken_cell_is_said_once() -> None:
    assert codes(build(steps("a = (", "print(a)"))) == ["syntax-error"]


def test_set_up_that_reads_a_step() -> None:
    pipeline = build(Notebook((cell("a", "x = 1", step="s"), cell("b", "y = x", role="setup"))))
    assert codes(pipeline) == ["setup-reads-step"]
    assert "'x' from step 's'" in pipeline.problems[0].message


def test_what_nobody_made_is_not_made_by_using_it() -> None:
    pipeline = build(steps("lib.run()", "lib.run()"))
    assert pipeline.steps[0].writes == ()
    assert codes(pipeline) == ["undefined-name", "undefined-name"]
