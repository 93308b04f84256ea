"""What commands answer when all is well; with ``--json`` in the contract's form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terminal import check, runway
from trees import tree_of

from notebooks import cell, notebook, parameters, setup, steps, write
from runway_jlab._version import __version__
from runway_jlab.cli import main
from runway_jlab.projects.project import create_project

FARM = notebook(
    setup("import math"),
    parameters("data = 'datasets/wind/v1'  # dataset | measurements\nrate: float = 0.1  # model | shrinkage"),
    cell("rows = [rate, 2, 3]", "Load"),
    cell("total = math.fsum(rows)", "Sum"),
    cell("print(total)", "Show", after=["Load"]),
    cell("1 + 1", role="scratch"),
)


def said(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    assert main([str(argument) for argument in arguments]) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_init_makes_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    view = check("ProjectView", json.loads(said(capsys, "init", tmp_path / "new", "--name", "Wind", "--json")))
    assert (view["name"], view["root"], view["tracking"]) == ("Wind", str(tmp_path / "new"), "hosted")
    assert "runway run" in said(capsys, "init", tmp_path / "other")


def test_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = create_project(tmp_path / "a b")
    before = tree_of(tmp_path)
    view = check("StatusView", json.loads(said(capsys, "status", "--project", project.root, "--json")))
    assert view == {
        "version": __version__,
        "project": {
            "id": project.id,
            "name": "a b",
            "root": str(project.root),
            "tracking": "hosted",
            "path": None,
            "reopened_run": None,
        },
        "runs": 0,
    }
    text = said(capsys, "status", "--project", project.root)
    assert str(project.root) in text
    assert "mlflow.db" in text
    assert json.loads(said(capsys, "runs", "--project", project.root, "--json")) == []
    assert "runway run NOTEBOOK" in said(capsys, "runs", "--project", project.root)
    assert tree_of(tmp_path) == before, "looking changes nothing"


def test_show_works_outside_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "a.ipynb", FARM)
    before = tree_of(tmp_path)
    view = check("PipelineView", json.loads(said(capsys, "show", path, "--json")))
    assert tree_of(tmp_path) == before
    assert [(one["name"], one["cells"]) for one in view["steps"]] == [
        ("Load", ["c2"]),
        ("Sum", ["c3"]),
        ("Show", ["c4"]),
    ]
    assert {(one["from"], one["to"], one["kind"]) for one in view["edges"]} >= {
        ("Load", "Sum", "data"),
        ("Sum", "Show", "data"),
    }
    assert [
        (one["name"], one["type"], one["default"], one["kind"], one["description"]) for one in view["parameters"]
    ] == [
        ("data", "str", "datasets/wind/v1", "dataset", "measurements"),
        ("rate", "float", 0.1, "model", "shrinkage"),
    ]
    assert (view["setup"], view["scratch"]) == (["c0"], ["c5"])
    text = said(capsys, "show", path)
    assert "rate: float = 0.1  shrinkage" in text
    assert "Sum  after Load" in text


def test_a_cell_that_does_not_parse_is_shown_as_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "a.ipynb", steps("a = 1", "x = 1\nb = = a"))
    view = check("PipelineView", json.loads(said(capsys, "show", path, "--json")))
    (problem,) = [one for one in view["problems"] if one["severity"] == "error"]
    assert (problem["cell"], problem["line"]) == ("c1", 2)
    assert "line 2" in said(capsys, "show", path)


def test_doctor(tmp_path: Path) -> None:
    answer = runway("doctor", "--json", folder=tmp_path)
    checks = {one["name"]: one for one in check("DoctorView", answer.json)["checks"]}
    assert answer.code == 0
    assert {"Python", "git", "JupyterLab", "MLflow", "kernel", "SQLite", "project"} <= checks.keys()
    assert checks["project"]["state"] == "missing"
    assert "runway init" in checks["project"]["message"]
    assert runway("doctor", folder=tmp_path, PATH="/nowhere").code == 1


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"]])
def test_help_and_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert "runway" in capsys.readouterr().out


def test_starting_is_light() -> None:
    """A command that only looks imports neither MLflow nor Jupyter."""
    import subprocess
    import sys

    code = (
        "import sys; from runway_jlab.cli import main; main(['status', '--json'])\n"
        "print([m for m in ('mlflow', 'jupyter_server', 'numpy', 'pandas') if m in sys.modules], file=sys.stderr)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr.strip() == "[]"
