"""The example's notebook and project, read without running anything."""

import ast
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

STEPS = ["Measurements", "Clean", "Features", "Train", "Baseline", "Evaluate", "Plot errors", "Log model"]
PARAMETERS = {
    "data": (None, "datasets/wind-power/v1"),
    "n_estimators": ("int", 150),
    "max_depth": ("int", 4),
    "objective": ("Literal['squared_error', 'absolute_error']", "squared_error"),
    "learning_rate": ("float", 0.1),
    "subsample": ("float", 0.2),
    "random_state": ("int", 7),
}


@pytest.fixture(scope="module")
def notebook(wind_power: Path) -> NotebookNode:
    return nbformat.read(wind_power / "forecast.ipynb", as_version=nbformat.NO_CONVERT)


@pytest.fixture(scope="module")
def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_a_bare_copy_is_a_project_with_one_notebook(bare_copy: Callable[[], Path]) -> None:
    names = {path.name for path in bare_copy().iterdir()}
    assert names == {
        ".gitignore",
        "README.md",
        "datasets",
        "forecast.ipynb",
        "make_measurements.py",
        "runway.toml",
    }


def test_the_project_has_a_name_and_an_id(wind_power: Path) -> None:
    settings = tomllib.loads((wind_power / "runway.toml").read_text())
    assert settings.keys() == {"project"}
    assert settings["project"]["name"] == "wind-power"
    assert re.fullmatch("[0-9a-f]{12}", settings["project"]["id"])


def test_it_is_valid_and_of_the_current_format(notebook: NotebookNode) -> None:
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.runway == {"version": 1}


def test_cell_ids_are_unique_and_readable(notebook: NotebookNode) -> None:
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", name) for name in ids)


def test_it_is_committed_without_outputs(code: list[NotebookNode]) -> None:
    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []


def test_every_code_cell_is_a_step_setup_or_the_parameters(code: list[NotebookNode]) -> None:
    steps = [cell.metadata.runway.step for cell in code if "step" in cell.metadata.get("runway", {})]
    assert list(dict.fromkeys(steps)) == STEPS
    others = {cell.id: dict(cell.metadata) for cell in code if "step" not in cell.metadata.get("runway", {})}
    assert others == {
        "imports": {"runway": {"role": "setup"}},
        "parameters": {"tags": ["parameters"]},
        "turbine": {"runway": {"role": "setup"}},
    }


def test_every_step_has_its_heading(notebook: NotebookNode) -> None:
    headings = [
        line.removeprefix("## ")
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("## ")
    ]
    assert headings == ["Parameters", "The turbine", *STEPS]


def test_parameters_are_plain_literals_with_a_kind_and_a_description(code: list[NotebookNode]) -> None:
    source = next(cell.source for cell in code if cell.id == "parameters")
    found = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.AnnAssign):
            name, hint = ast.unparse(statement.target), ast.unparse(statement.annotation)
        else:
            assert isinstance(statement, ast.Assign)
            name, hint = ast.unparse(statement.targets[0]), None
        assert statement.value is not None
        found[name] = (hint, ast.literal_eval(statement.value))
    assert found == PARAMETERS

    comments = [line.partition("  # ")[2] for line in source.splitlines()]
    assert all(re.fullmatch(r"(dataset|model|training) \| \w.*", comment) for comment in comments)


def test_setup_cells_only_import_and_define(code: list[NotebookNode]) -> None:
    setup = [cell for cell in code if cell.metadata.get("runway", {}).get("role") == "setup"]
    for statement in [statement for cell in setup for statement in ast.parse(cell.source).body]:
        if isinstance(statement, ast.Assign):
            ast.literal_eval(statement.value)
        else:
            assert isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef)


def test_train_and_baseline_are_independent(code: list[NotebookNode]) -> None:
    def names(step: str, context: type[ast.expr_context]) -> set[str]:
        cells = [cell for cell in code if cell.metadata.get("runway", {}).get("step") == step]
        nodes = [node for cell in cells for node in ast.walk(ast.parse(cell.source))]
        return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context)}

    assert not names("Train", ast.Store) & names("Baseline", ast.Load)
    assert not names("Baseline", ast.Store) & names("Train", ast.Load)
    assert names("Train", ast.Store) & names("Evaluate", ast.Load) == {"forecast"}
    assert names("Baseline", ast.Store) & names("Evaluate", ast.Load) == {"baseline"}


def test_the_model_is_logged_after_it_is_judged(code: list[NotebookNode]) -> None:
    """An order edge: no variable leads from one to the other."""
    (cell,) = [cell for cell in code if "after" in cell.metadata.get("runway", {})]
    assert cell.metadata.runway == {"step": "Log model", "after": ["Evaluate"]}
