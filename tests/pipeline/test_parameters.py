"""The parameters cell: what it declares, what it takes, what an override leaves alone."""

from __future__ import annotations

import math
from typing import Any

import pytest

from runway_jlab.errors import ParameterTypeMismatch, UnknownParameter
from runway_jlab.pipeline.parameters import Parameter, coerce, override, parse_parameters

CELL = """from typing import Literal, Optional

source = "datasets/river/v2"  # gauge readings
depth: int = 3  # model | levels
rate: float = 0.5  # training | step width
loss: Literal["l1", "l2"] = "l1"
fast = True
offset = -2
sizes: list[int] = [
    1,  # one
    2,
]
limit: Optional[int] = None
label = "A"
"""


def of(source: str) -> dict[str, Parameter]:
    return {parameter.name: parameter for parameter in parse_parameters(source, "c")[0]}


def test_what_a_cell_declares() -> None:
    found = of(CELL)
    assert list(found) == ["source", "depth", "rate", "loss", "fast", "offset", "sizes", "limit", "label"]
    assert found["source"] == Parameter("source", "str", "datasets/river/v2", "dataset", "gauge readings")
    assert found["depth"] == Parameter("depth", "int", 3, "model", "levels")
    assert found["rate"] == Parameter("rate", "float", 0.5, "training", "step width")
    assert found["loss"].choices == ("l1", "l2")
    assert found["sizes"].default == [1, 2]
    assert (found["limit"].type, found["limit"].default) == ("Optional[int]", None)


@pytest.mark.parametrize(
    ("comment", "kind", "description"),
    [
        ("", "training", ""),
        ("# dataset", "dataset", ""),
        ("# Model | how deep", "model", "how deep"),
        ("# how deep", "training", "how deep"),
        ("# width | height", "training", "width | height"),
        ("# training | a | b", "training", "a | b"),
    ],
)
def test_kind_and_description(comment: str, kind: str, description: str) -> None:
    parameter = of(f"a = 1  {comment}")["a"]
    assert (parameter.kind, parameter.description) == (kind, description)


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("a = 1\nb = a * 2", "derived-parameter", 2),
        ("a = len('x')", "derived-parameter", 1),
        ("a = 1\na = 2", "duplicate-parameter", 2),
        ("print(1)", "derived-parameter", 1),
        ("a, b = f()", "derived-parameter", 1),
        ("a = 1\nb = c = 2", "derived-parameter", 2),
    ],
)
def test_problems(source: str, code: str, line: int) -> None:
    problem = parse_parameters(source, "c")[1][0]
    assert (problem.code, problem.cell, problem.line) == (code, "c", line)


def test_tuples_and_the_last_of_two() -> None:
    found = of("a, b = 1, 2.5\na = 3")
    assert {name: parameter.default for name, parameter in found.items()} == {"a": 3, "b": 2.5}


@pytest.mark.parametrize("source", ["a = b = 1", "a = 0\na = b = 1", "(a, b) = c = (1, 2)"])
def test_names_that_share_a_value_cannot_be_overridden(source: str) -> None:
    """One literal cannot become two."""
    assert of(source) == {}
    for name in ("a", "b"):
        with pytest.raises(UnknownParameter):
            coerce(parse_parameters(source, "c")[0], {name: 5})


def test_a_name_that_shared_a_value_may_be_given_its_own() -> None:
    assert override("a = b = 1\na = 2", {"a": 500}) == "a = b = 1\na = 500"


TYPES = """
i = 1
f = 0.5
f2: float = 1
s = "a"
b = False
l = [1]
d = {"a": 1}
t = (1, 2)
c: Literal["x", 2, None] = "x"
o: int | None = None
u: int | str = 1
so: str | None = None
n = None
h: "int" = 1
"""


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("i", "7", 7),
        ("i", " -7 ", -7),
        ("i", 7, 7),
        ("f", "1e-3", 0.001),
        ("f", 0, 0.0),
        ("f", "0", 0.0),
        ("f", "-inf", -math.inf),
        ("f2", "2", 2.0),
        ("s", "007", "007"),
        ("s", "None", "None"),
        ("s", "", ""),
        ("b", "true", True),
        ("b", "False", False),
        ("b", True, True),
        ("l", "[1, 'a', true]", None),
        ("l", '["a", null]', ["a", None]),
        ("l", "['a', None]", ["a", None]),
        ("l", [2], [2]),
        ("d", "{'a': [1]}", {"a": [1]}),
        ("t", "[3, 4]", (3, 4)),
        ("t", [3, 4], (3, 4)),
        ("c", "x", "x"),
        ("c", "2", 2),
        ("c", "None", None),
        ("c", None, None),
        ("o", "3", 3),
        ("o", "None", None),
        ("o", None, None),
        ("u", "5", 5),
        ("u", "five", "five"),
        ("so", "None", "None"),
        ("so", None, None),
        ("n", "[1]", [1]),
        ("n", "text", "text"),
        ("h", "2", 2),
    ],
)
def test_values_become_the_parameters_type(name: str, given: Any, value: Any) -> None:
    parameters = parse_parameters(TYPES, "c")[0]
    if value is None and given == "[1, 'a', true]":
        with pytest.raises(ParameterTypeMismatch):
            coerce(parameters, {name: given})
        return
    result = coerce(parameters, {name: given})[name]
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("i", "3.5"),
        ("i", 3.5),
        ("i", True),
        ("i", "many"),
        ("i", None),
        ("f", "fast"),
        ("f", True),
        ("s", 7),
        ("b", "1"),
        ("b", 1),
        ("l", "(1, 2)"),
        ("l", "1"),
        ("d", "[1]"),
        ("c", "y"),
        ("c", True),
    ],
)
def test_other_values_are_refused_with_an_example(name: str, given: Any) -> None:
    with pytest.raises(ParameterTypeMismatch) as caught:
        coerce(parse_parameters(TYPES, "c")[0], {name: given})
    assert f"'{name}'" in caught.value.message
    assert f"{name}=" in caught.value.message


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownParameter, match="Did you mean 'depth'"):
        coerce(parse_parameters(CELL, "c")[0], {"dpeth": 1})
    with pytest.raises(UnknownParameter, match="no cell tagged"):
        coerce((), {"depth": 1})


def test_nan_is_given_and_spelled() -> None:
    values = coerce(parse_parameters("a: float = 0.0", "c")[0], {"a": "nan"})
    text = override("a: float = 0.0  # x", values)
    assert text == 'a: float = float("nan")  # x'
    assert math.isnan(of(text)["a"].default)


def test_an_override_touches_the_literal_alone() -> None:
    changed = override(CELL, {"depth": 30, "sizes": [7], "label": "Å 'q'", "offset": 4, "limit": 2})
    assert changed == (
        CELL.replace("= 3 ", "= 30 ")
        .replace("[\n    1,  # one\n    2,\n]", "[7]")
        .replace('"A"', "\"Å 'q'\"")
        .replace("-2", "4")
        .replace("None\n", "2\n")
    )


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("a = 1; b = 2", {"b": 3}, "a = 1; b = 3"),
        ("a, b = 1, 2", {"a": 9}, "a, b = 9, 2"),
        ("t = 1, 2", {"t": (3,)}, "t = (3,)"),
        ("a = (\n  1\n)", {"a": 2}, "a = (\n  2\n)"),
        ("é = 'ü'; a = 1", {"a": 2}, "é = 'ü'; a = 2"),
        ("a = 1\r\nb = 2\r\n", {"b": 3}, "a = 1\r\nb = 3\r\n"),
        ("\n\n%matplotlib inline\na = 1", {"a": 2}, "\n\n%matplotlib inline\na = 2"),
        ("a = 1\na = 2", {"a": 3}, "a = 3\na = 3"),
        ("a = 'x' 'y'", {"a": "z"}, 'a = "z"'),
        ("a = {}", {"a": {"k": [float("inf")]}}, 'a = {"k": [float("inf")]}'),
    ],
)
def test_overrides(source: str, values: dict[str, Any], expected: str) -> None:
    assert override(source, values) == expected


def test_an_override_of_nothing_is_an_error() -> None:
    with pytest.raises(UnknownParameter):
        override("a = f()", {"a": 1})
    assert override(CELL, {}) == CELL
