"""The main promise on the example: run, edit, open with link, Run All in the reopened notebook, the same metrics."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from runway_jlab.workspace import Workspace
from tests.terminal import runway

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "wind-power"
pytestmark = pytest.mark.slow


def _metrics_of_run_all(notebook: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Run the notebook in a kernel, top to bottom, and read what it logged."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{database}")
    content = nbformat.read(notebook, as_version=4)
    NotebookClient(content, kernel_name="python3", resources={"metadata": {"path": str(notebook.parent)}}).execute()
    with sqlite3.connect(database) as connection:
        return dict(connection.execute("SELECT key, value FROM latest_metrics").fetchall())


def test_run_all_in_a_reopened_notebook_gives_the_same_metrics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "farm"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns(".runway", "reopened"))
    notebook = root / "forecast.ipynb"
    ran = runway("run", notebook, "-p", "n_estimators=25", "--json").json
    assert ran["state"] == "FINISHED"

    edited = notebook.read_text().replace("learning_rate: float = 0.1", "learning_rate: float = 0.7")
    assert edited != notebook.read_text()
    notebook.write_text(edited)
    opened = runway("open", ran["run_id"], "--json", folder=root).json
    assert opened["axes"]["parameters"]["state"] == "changed"
    assert notebook.read_text() == edited

    reopened = Path(opened["notebook"])
    again = _metrics_of_run_all(reopened, tmp_path / "elsewhere.db", monkeypatch)
    assert again == ran["metrics"]
    assert set(again) >= {"valid_mae", "baseline_mae"}

    logged = Workspace.at(root).tracking
    with sqlite3.connect(logged.database) as connection:
        parameters = dict(connection.execute("SELECT key, value FROM params").fetchall())
        assert parameters["n_estimators"] == "25"
        states = [row[0] for row in connection.execute("SELECT status FROM runs")]
    assert states == ["FINISHED"], "one MLflow run for one pipeline run"
    cells = json.loads(Path(ran["executed"]).read_text())["cells"]
    assert any(output["output_type"] == "display_data" for cell in cells for output in cell.get("outputs", []))
