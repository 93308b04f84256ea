"""The example as it ships, and bare copies of it outside git."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "wind-power"
LEFT_BY_RUNS = shutil.ignore_patterns(*(EXAMPLE / ".gitignore").read_text().replace("/", "").split("\n")[1:])


@pytest.fixture(scope="session")
def wind_power() -> Path:
    return EXAMPLE


@pytest.fixture(scope="session")
def bare_copy(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Copy the example to a new folder, without what runs have left in it."""

    def copy() -> Path:
        return shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("bare") / "wind-power", ignore=LEFT_BY_RUNS)

    return copy
