"""Real notebooks, each cell a step, give the outputs of nbclient's Run All."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import nbformat
import pytest
from canonical import canonical
from workers import in_kernel, walk

from notebooks import cell, steps

CASES = Path(__file__).parents[3] / "shared" / "cases" / "notebooks"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "seeded", "needs"),
    [("cross_validation", True, "sklearn"), ("ols", False, "statsmodels")],
)
def test_a_real_notebook(name: str, seeded: bool, needs: str, tmp_path: Path) -> None:
    path = CASES / f"{name}.ipynb"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    if importlib.util.find_spec(needs) is None:
        pytest.skip(f"{needs} is not installed")
    original = nbformat.read(path, as_version=4)
    sources = [one.source for one in original.cells if one.cell_type == "code" and one.source.strip()]
    if seeded:  # it draws from the global generator without a seed
        sources.insert(0, "import numpy as np\nnp.random.seed(0)")
    content = steps(*sources)
    assert content["cells"][0] == {**cell(sources[0], "cell-0"), "id": "c0"}
    walked = walk(tmp_path, content)
    theirs, failed = in_kernel(tmp_path, sources)
    assert failed == set()
    troubles = [(result.name, result.error, result.because) for result in walked.results.values() if result.error]
    assert not troubles
    assert {result.state.value for result in walked.results.values()} == {"FINISHED"}
    for number, outputs in enumerate(theirs):
        mine = json.loads(json.dumps(walked.outputs.of(f"c{number}")))
        assert canonical(mine) == canonical(outputs), f"cell {number}:\n{sources[number]}"
