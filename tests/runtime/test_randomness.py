"""One seed, the same numbers, whenever a library is imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from workers import session

DRAWS = {
    "random": "import random\nprint(random.random(), random.sample(range(100), 3))",
    "numpy": "import numpy as np\nprint(np.random.rand(), np.random.permutation(5))",
    "from numpy": "from numpy.random import normal\nprint(normal())",
    "scipy": "from scipy.stats import norm\nprint(norm.rvs())",
    "pandas": "import pandas as pd\nprint(pd.Series(range(100)).sample(3).tolist())",
    "sets": "print([x for x in {'a', 'b', 'c', 'd'}])",
}


def drawn(folder: Path, seed: int, *names: str) -> list[str]:
    with session(folder, seed) as worker:
        return [worker.text(DRAWS[name]) for name in names]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return drawn(tmp_path_factory.mktemp("first"), 7, *DRAWS)


def test_the_same_seed_gives_the_same_numbers(tmp_path: Path, first: list[str]) -> None:
    assert drawn(tmp_path, 7, *DRAWS) == first


def test_another_seed_gives_others(tmp_path: Path, first: list[str]) -> None:
    other = drawn(tmp_path, 8, "random", "numpy")
    assert all(one != two for one, two in zip(other, first, strict=False))


def test_numpy_starts_at_the_seed_whenever_it_comes(tmp_path: Path, first: list[str]) -> None:
    with session(tmp_path, 7) as worker:
        worker.text("import importlib.util\nimportlib.util.find_spec('numpy.random')")
        assert worker.text(DRAWS["numpy"]) == first[1]
        assert worker.text(DRAWS["random"]) == first[0]
