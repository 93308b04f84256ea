"""What holds for every notebook, tried on many."""

from __future__ import annotations

import ast
import string
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from small_notebooks import plain, steps

from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.graph import Pipeline
from runway_jlab.pipeline.literals import spell
from runway_jlab.pipeline.notebook import Notebook
from runway_jlab.pipeline.parameters import coerce, override, parse_parameters

name = st.sampled_from("abcdef")
line = st.one_of(
    st.builds("{} = {}".format, name, name),
    st.builds("{} = {} + {}".format, name, name, name),
    st.builds("{} += {}".format, name, name),
    st.builds("{}.append({})".format, name, name),
    st.builds("if {}:\n    {} = 1".format, name, name),
    st.builds("if {}:\n    {} = 1\nelse:\n    {} = 2".format, name, name, name),
    st.builds("for {} in {}:\n    {} = 0".format, name, name, name),
    st.builds("def {}():\n    return {}".format, name, name),
    st.builds("def {}({}):\n    {}.x = 1".format, name, name, name),
    st.builds("{}({})".format, name, name),
    st.builds("del {}".format, name),
    st.builds("print({})".format, name),
    st.builds("%time {} = {}".format, name, name),
    st.just("exec(a)"),
    st.just("from m import *"),
)
source = st.lists(line, max_size=4).map("\n".join)
sources = st.lists(source, max_size=8)


def facts(pipeline: Pipeline) -> Any:
    return pipeline.steps, pipeline.edges, pipeline.order, pipeline.setup, pipeline.problems


def is_forward(pipeline: Pipeline) -> bool:
    place = {step.name: index for index, step in enumerate(pipeline.steps)}
    return all(place[edge.source] < place[edge.target] for edge in pipeline.edges)


@given(sources)
def test_the_graph_is_acyclic_and_in_notebook_order(cells: list[str]) -> None:
    for notebook in (steps(*cells), plain(*cells)):
        pipeline = build(notebook)
        assert is_forward(pipeline)
        places = [notebook.cells.index(cell) for cell in notebook.cells if cell.id in pipeline.order]
        ids = [cell.id for cell in notebook.cells]
        assert [ids.index(cell) for cell in pipeline.order] == places
        assert all(step.name not in pipeline.ancestors(step.name) for step in pipeline.steps)


@given(sources)
def test_building_twice_gives_the_same(cells: list[str]) -> None:
    assert facts(build(plain(*cells))) == facts(build(plain(*cells)))


@given(sources, st.data())
def test_an_added_comment_changes_nothing(cells: list[str], data: st.DataObject) -> None:
    commented = [f"{cell}\n# {data.draw(st.sampled_from(['a', 'b = c', '%run x']))}" for cell in cells]
    assert facts(build(steps(*commented)))[:2] == facts(build(steps(*cells)))[:2]


@given(sources)
def test_markdown_between_steps_changes_no_edge(cells: list[str]) -> None:
    bare = steps(*cells)
    spaced = Notebook(tuple(one for cell in bare.cells for one in (*plain("# md some text").cells, cell)))
    assert build(spaced).edges == build(bare).edges


@given(st.permutations(["a = 1", "b = f2()\nprint(b)", "c = [1]\nc.append(2)", "def d(x):\n    return x"]))
def test_independent_cells_have_no_edges_in_any_order(cells: list[str]) -> None:
    assert build(steps(*cells)).edges == ()


@given(st.text(max_size=200))
def test_any_text_builds(text: str) -> None:
    build(steps(text, "a = 1"))
    build(plain(text, text))


@given(st.lists(st.text(alphabet=string.printable, max_size=60), max_size=3))
def test_any_parameters_cell_parses(texts: list[str]) -> None:
    parse_parameters("\n".join(texts), "c")


literals = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20).filter(lambda text: text.isprintable()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab'\"\\", max_size=3), inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=6,
)


@given(literals, literals)
def test_an_override_reads_back(before: Any, after: Any) -> None:
    text = f"import m\n\nx = 0; p = {spell(before)}  # model | «p»\n# end\n"
    changed = override(text, {"p": after})
    found = {parameter.name: parameter for parameter in parse_parameters(changed, "c")[0]}
    assert found["p"].default == after
    assert type(found["p"].default) is type(after)
    assert (found["p"].kind, found["p"].description) == ("model", "«p»")
    assert override(changed, {"p": before}) == text


@given(st.floats(allow_nan=False) | st.integers())
def test_numbers_survive_their_text(value: float) -> None:
    parameters = parse_parameters(f"a: {type(value).__name__} = 0", "c")[0]
    assert coerce(parameters, {"a": repr(value)}) == {"a": value}


@given(st.text(max_size=40))
def test_text_is_taken_as_it_is(text: str) -> None:
    parameters = parse_parameters("a = ''", "c")[0]
    assert coerce(parameters, {"a": text}) == {"a": text}
    assert ast.literal_eval(spell(text)) == text
