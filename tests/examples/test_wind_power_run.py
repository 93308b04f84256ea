"""The example run from top to bottom, in bare copies and without Runway, as plain Jupyter would."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

pytestmark = pytest.mark.slow

METRICS = {"valid_mae", "valid_rmse", "baseline_mae", "negative_share"}
# MLflow tells that it makes its database; tqdm, which MLflow imports, that ipywidgets is not installed.
EXPECTED_STDERR = (" INFO mlflow.store.db.utils: ", "TqdmWarning: IProgress not found", "import tqdm as notebook_tqdm")


@dataclass(frozen=True)
class Executed:
    notebook: NotebookNode
    tracking_uri: str

    def metrics(self) -> list[dict[str, float]]:
        """The metrics of each MLflow run, first run first."""
        from mlflow import MlflowClient

        runs = MlflowClient(self.tracking_uri).search_runs(["0"], order_by=["start_time ASC"])
        return [run.data.metrics for run in runs]


def with_more_runs(notebook: NotebookNode, *overrides: str) -> NotebookNode:
    """Append, for each override, an MLflow run of its own with all steps in it."""
    longer = copy.deepcopy(notebook)
    steps = [cell for cell in notebook.cells if "step" in cell.metadata.get("runway", {})]
    for i, override in enumerate(overrides):
        change = nbformat.v4.new_code_cell(f"mlflow.end_run()\n{override}", id=f"override-{i}")
        again = [nbformat.v4.new_code_cell(cell.source, id=f"{cell.id}-{i}") for cell in steps]
        longer.cells += [change, *again]
    return longer


@pytest.fixture(scope="module")
def run_all(bare_copy: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Executed]:
    """Run the notebook of a fresh bare copy in a fresh kernel, then once more per override."""

    def run(*overrides: str) -> Executed:
        folder = bare_copy()
        notebook = with_more_runs(nbformat.read(folder / "forecast.ipynb", as_version=4), *overrides)
        uri = f"sqlite:///{tmp_path_factory.mktemp('mlflow') / 'mlflow.db'}"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MLFLOW_TRACKING_URI", uri)
            NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
        return Executed(notebook, uri)

    return run


@pytest.fixture(scope="module")
def first(run_all: Callable[..., Executed]) -> Executed:
    return run_all()


@pytest.fixture(scope="module")
def second(run_all: Callable[..., Executed]) -> Executed:
    """The same once more, then with another learning rate, other trees, and the later data."""
    return run_all(
        "learning_rate = 0.05",
        "learning_rate, n_estimators = 0.1, 50",
        'n_estimators, data = 150, "datasets/wind-power/v2"',
    )


def test_it_logs_its_metrics(first: Executed) -> None:
    (metrics,) = first.metrics()
    assert metrics.keys() == METRICS
    assert metrics["valid_mae"] < 0.6 * metrics["baseline_mae"]
    assert 0.02 < metrics["negative_share"] < 0.2


def test_it_prints_no_warnings(first: Executed) -> None:
    lines = [
        line
        for cell in first.notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
        for line in output.text.splitlines()
        if line and not any(text in line for text in EXPECTED_STDERR)
    ]
    assert lines == []


def test_its_plot_is_shown(first: Executed) -> None:
    (cell,) = [cell for cell in first.notebook.cells if cell.id == "plot"]
    assert [sorted(output.data) for output in cell.outputs] == [["image/png", "text/plain"]]


def test_its_model_is_logged_with_signature_and_example(first: Executed) -> None:
    from mlflow import MlflowClient
    from mlflow.models import Model

    (model,) = MlflowClient(first.tracking_uri).search_logged_models(["0"])
    assert model.name == "wind-power"
    logged = Model.load(model.artifact_location)
    assert logged.signature.inputs.input_names()[0] == "wind_speed"
    assert logged.signature.outputs.input_names() == ["power"]
    assert logged.saved_input_example_info is not None


def test_a_second_run_gives_the_same_metrics_and_outputs(first: Executed, second: Executed) -> None:
    assert second.metrics()[0] == first.metrics()[0]

    def shown(executed: Executed) -> list[list[NotebookNode]]:
        cells = executed.notebook.cells[: len(first.notebook.cells)]
        outputs = [cell.get("outputs", []) for cell in cells]
        return [[o for o in cell if o.get("name") != "stderr"] for cell in outputs]

    assert shown(second) == shown(first)


def test_the_metrics_depend_on_the_parameters(second: Executed) -> None:
    default, slower, fewer, _ = second.metrics()
    assert len({run["valid_mae"] for run in (default, slower, fewer)}) == 3
    assert default["baseline_mae"] == slower["baseline_mae"] == fewer["baseline_mae"]


def test_the_second_version_of_the_data_is_harder(second: Executed) -> None:
    default, _, _, drifted = second.metrics()
    assert drifted["valid_mae"] > 2 * default["valid_mae"]
    assert drifted["valid_mae"] > drifted["baseline_mae"]
    assert drifted["negative_share"] > default["negative_share"]
