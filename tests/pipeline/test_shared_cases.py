"""Others' cases and real notebooks, where they are at hand: they lie beside the repository, not in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.notebook import Cell, Notebook, read_notebook

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="no shared cases beside the repository")


def pipeline_of(case: dict[str, Any]) -> Any:
    cells = [Cell(cell["id"], "code", cell["code"], {"runway": {"step": cell["id"]}}) for cell in case["cells"]]
    return build(Notebook(tuple(cells)))


def cases(kind: str) -> list[dict[str, Any]]:
    loaded = json.loads((CASES / "dependencies.json").read_text())["cases"]
    return [case for case in loaded if case["kind"] == kind]


def test_edges_that_others_expect() -> None:
    wrong = {}
    for case in cases("graph"):
        found = {(edge.source, edge.target) for edge in pipeline_of(case).edges}
        required = {tuple(edge[:2]) for edge in case["expect"]["edges_required"]}
        optional = {tuple(edge[:2]) for edge in case["expect"]["edges_optional"]}
        if not required <= found <= required | optional:
            wrong[case["id"]] = (required - found, found - required - optional)
    assert wrong == {}


def test_slices_that_others_expect() -> None:
    for case in cases("slice"):
        ancestors = pipeline_of(case).ancestors(case["expect"]["target"])
        assert set(case["expect"]["ancestors"]) - {case["expect"]["target"]} <= ancestors, case["id"]
        assert ancestors.isdisjoint(case["expect"].get("forbidden", ())), case["id"]


@pytest.mark.parametrize("name", ["cross_validation", "ols", "glm", "clustering", "training_and_testing_data"])
@pytest.mark.parametrize("each", [True, False], ids=["each cell a step", "proposed"])
def test_real_notebooks_build_without_a_problem(name: str, each: bool) -> None:
    notebook = read_notebook(CASES / "notebooks" / f"{name}.ipynb")
    if each:
        cells = (replace(cell, metadata={"runway": {"step": cell.id}}) for cell in notebook.cells)
        notebook = Notebook(tuple(cells), notebook.metadata)
    pipeline = build(notebook)
    assert pipeline.problems == ()
    place = {step.name: index for index, step in enumerate(pipeline.steps)}
    assert all(place[edge.source] < place[edge.target] for edge in pipeline.edges)
