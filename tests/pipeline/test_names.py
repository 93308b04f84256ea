"""Reads and writes of single cells."""

from __future__ import annotations

import time

import pytest

from runway_jlab.pipeline.names import analyse
from runway_jlab.pipeline.shape import setup_like
from runway_jlab.pipeline.syntax import parse


@pytest.mark.parametrize(
    ("source", "reads", "writes"),
    [
        ("", (), ()),
        ("# only a comment", (), ()),
        ("a = b + c", ("b", "c"), ("a",)),
        ("a = 1\nb = a", (), ("a", "b")),
        ("a += 1", ("a",), ("a",)),
        ("a.b = c", ("c", "a"), ("a",)),
        ("import x.y as z, w.v", (), ("z", "w")),
        ("from m import n as o", (), ("o",)),
        ("def f(p=q):\n    return r", ("q",), ("f",)),
        ("def f():\n    return r\nf()", ("r",), ("f",)),
        ("for i, (j, k) in xs:\n    pass", ("xs",), ("i", "j", "k")),
        ("with a as b, c as (d, e):\n    pass", ("a", "c"), ("b", "d", "e")),
        ("!ls {a}", ("a",), ()),
        ("del a", ("a",), ()),
    ],
)
def test_reads_and_writes(source: str, reads: tuple[str, ...], writes: tuple[str, ...]) -> None:
    names = analyse(source)
    assert (names.reads, names.writes) == (reads, writes)


def test_mutated_names_are_writes_too() -> None:
    names = analyse("xs.append(1)\ny = 2")
    assert (names.writes, names.mutated) == (("xs", "y"), ("xs",))


def test_definitions_and_imports() -> None:
    names = analyse("import numpy as np\ndef f(a):\n    a.x = g\nclass C: ...")
    assert names.imports == ("np",)
    assert [(one.name, one.parameters, sorted(one.changes)) for one in names.definitions] == [
        ("f", ("a",), ["a"]),
        ("C", (), []),
    ]


@pytest.mark.parametrize(
    ("source", "line"),
    [("a = (", 1), ("x = 1\n\ny = = 2", 3), ("\n\nreturn 1", 3), ("%matplotlib inline\nfor", 2), ("def f():\npass", 2)],
)
def test_a_syntax_error_has_its_line(source: str, line: int) -> None:
    (problem,) = analyse(source).problems
    assert (problem.code, problem.severity, problem.line) == ("syntax-error", "error", line)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("%run other.py", "dynamic-code"),
        ("exec(code)", "dynamic-code"),
        ("eval(code)", "dynamic-code"),
        ("from m import *", "star-import"),
        ("globals()[k] = 1", "dynamic-code"),
    ],
)
def test_what_cannot_be_seen_is_a_problem(source: str, code: str) -> None:
    names = analyse(source)
    assert [problem.code for problem in names.problems] == [code]
    assert names.dynamic


def test_lines_count_from_the_cells_top_after_a_magic() -> None:
    (problem,) = analyse("\n\n%matplotlib inline\nx = 1\nexec(c)").problems
    assert problem.line == 5


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import a", "import"),
        ("try:\n    import a\nexcept ImportError:\n    a = None", "import"),
        ("def f(): ...", "definition"),
        ("A = [1, -2.5, {'k': (None, True)}]", "constant"),
        ("B: int = 3", "constant"),
        ("'text'", "constant"),
        ("%matplotlib inline", "configuration"),
        ("plt.rcParams['figure.dpi'] = 100", "configuration"),
        ("warnings.filterwarnings('ignore')", "configuration"),
        ("np.random.seed(1)", "seed"),
        ("a = f()", ""),
        ("print(1)", ""),
        ("for i in x: pass", ""),
        ("%run a.py", ""),
        ("!pip install x", ""),
    ],
)
def test_what_may_stand_in_set_up(source: str, why: str) -> None:
    tree = parse(source).tree
    assert tree is not None
    assert setup_like(tree.body[0]) == why


def test_a_hundred_cells_take_a_moment() -> None:
    body = "\n".join(f"v{number} = f(x, v{number - 1}[{number}]) if x else g" for number in range(1, 12))
    sources = [f"{body}\n# {number}" for number in range(100)]
    parse("%matplotlib inline")
    begin = time.process_time()
    for source in sources:
        analyse(source)
    assert time.process_time() - begin < 0.5  # 0.05 on an idle machine
