"""What is proposed for notebooks that say nothing."""

from __future__ import annotations

import pytest
from small_notebooks import plain

from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.headings import last_heading


def names(*sources: str) -> list[str]:
    return [step.name for step in build(plain(*sources)).steps]


def test_an_ordinary_notebook() -> None:
    pipeline = build(
        plain(
            "# md # Rivers",
            "%matplotlib inline\nimport pandas as pd\nimport matplotlib.pyplot as plt",
            "# md ## 1. Load the data",
            "df = pd.read_csv('a.csv')",
            "df.head()",
            "df.describe()",
            "# md ## Clean",
            "clean = df.dropna()",
            "big = clean[clean.a > 1]",
            "",
            "# md ## Plot",
            "plt.plot(big.a)",
        )
    )
    assert pipeline.setup == ("c2",)
    assert [(step.name, step.cells, step.proposed) for step in pipeline.steps] == [
        ("Load the data", ("c4", "c5", "c6"), True),
        ("Clean", ("c8",), True),
        ("big", ("c9",), True),
        ("Plot", ("c12",), True),
    ]


@pytest.mark.parametrize(
    ("sources", "setup"),
    [
        (("import a", "x = a.f()"), ("c1",)),
        (("x = f()", "import a", "y = a.g(x)"), ("c2",)),
        (("def f():\n    return x", "x = g()", "y = f()"), ("c1",)),
        (("A = 1\nB = [A, 2]", "x = A + h()"), ("c1",)),
        (("A = 1", "A = A + f()"), ()),
        (("xs = []", "xs.append(f())"), ()),
        (("x = f()", "def g(a=x):\n    return a"), ()),
        (("import a", "import a\nx = a.f()"), ("c1",)),
        (("import numpy as np\nnp.random.seed(1)", "x = np.random.rand()"), ("c1",)),
        (("x = f()", "np.random.seed(1)", "y = g()"), ()),
        (("def f(): ...", "def f(): pass", "x = f()"), ()),
        (("class A: ...", "class B(A): ...", "x = B()"), ("c1", "c2")),
        (("!pip install x", "import x\ny = x.f()"), ()),
    ],
)
def test_what_is_set_up(sources: tuple[str, ...], setup: tuple[str, ...]) -> None:
    assert build(plain(*sources)).setup == setup


def test_names_without_headings() -> None:
    assert names("a = f()", "b = g(a)\nc = h(b)", "print(q)", "print(r)") == ["a", "c", "Step", "Step 2"]


def test_what_others_read_names_the_step() -> None:
    assert names("scores = f()\nfor i in scores:\n    tmp = i", "print(scores)\nbest = max(scores)") == [
        "scores",
        "best",
    ]


def test_names_are_unique() -> None:
    assert names("# md # Fit", "a = f()", "# md # Fit", "b = g()", "# md # Fit", "print(c)") == [
        "Fit",
        "Fit 2",
        "Fit 3",
    ]


def test_a_display_of_something_else_is_a_step_of_its_own() -> None:
    assert names("a = f()", "b = g()", "print(a)") == ["a", "b", "Step"]


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("text", None),
        ("# Title #", "Title"),
        ("## 2.1 Load *the* `data`", "Load the data"),
        ("Intro\n# One\ntext\n### Two", "Two"),
        ("Title\n=====", "Title"),
        ("---", None),
        ("```\n# not this\n```", None),
        ("<h2 id='a'>Big <b>one</b></h2>", "Big one"),
        ("# [Link](http://a.b) and ![pic](c.png)", "Link and pic"),
        ("#no space", None),
        ("# 3", "3"),
        ("# " + "long " * 30, "long long long long long long long long long long long long…"),
    ],
)
def test_headings(markdown: str, title: str | None) -> None:
    assert last_heading(markdown) == title
