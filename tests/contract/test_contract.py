"""The contract: the committed schema is fresh, what goes out comes in again, and every error has a name."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from runway_jlab import errors
from runway_jlab.contract import pipeline, projects, reproduction, runs
from runway_jlab.contract.schema import CONTRACT, PATH, generate, main
from runway_jlab.contract.serialize import from_json, to_json
from runway_jlab.errors import BadRequest, RunwayError
from runway_jlab.storage.locks import LockBusy

AXIS = reproduction.AxisView("exact", "as it ran", [])
AXES = reproduction.AxesView(AXIS, AXIS, replace(AXIS, state="missing"), replace(AXIS, state="changed", detail=["x"]))
STEP = runs.StepRunView(
    "A", "FAILED", False, 0.5, 10, ["c"], runs.StepErrorView("c", "KeyError", "'x'", "…"), "because"
)
SUMMARY = runs.RunSummary(
    "a" * 32, "a.ipynb", "RUNNING", "2026-11-23T12:00:00Z", None, {"n": 1}, {"m": 0.5, "lost": "nan"}
)
PROJECT = projects.ProjectView("p", "Farm", "/farm", "hosted")

SAMPLES: list[Any] = [
    pipeline.PipelineView(
        steps=[pipeline.StepView("A", ["c"], ["x"], ["y"], True, "#fff", (1.0, 2.0))],
        edges=[pipeline.EdgeView("A", "B", "data", ["y"])],
        parameters=[pipeline.ParameterView("n", "int", 1, "model", "how many", [1, 2])],
        setup=["s"],
        scratch=[],
        problems=[pipeline.ProblemView("syntax-error", "error", "m", "c", 1)],
    ),
    pipeline.PipelineRequest([pipeline.CellText("c", "code", "x = 1", {"tags": ["parameters"]})]),
    projects.DoctorView([projects.CheckView("git", "ok", "2.39")]),
    projects.ErrorView("m", "bad-request", {"path": "x"}),
    projects.ExampleRequest("sub"),
    projects.ExampleView("wind-power/forecast.ipynb"),
    projects.MlflowView("ready", "/mlflow/", None),
    projects.ProjectRequest("farm", "Farm"),
    PROJECT,
    projects.StatusView("0.1", PROJECT, 3),
    reproduction.Reopened("a" * 32, "/f", "/f/a.ipynb", {}, AXES),
    reproduction.ReproductionView(
        "a" * 32, "a.ipynb", "FINISHED", "2026", {}, {}, AXES, "reopened/a", False, ["y"], "c0ffee", "main", True
    ),
    runs.LogPage("text", 4, True),
    runs.RunEvent("p", "a" * 32, 3, "RUNNING", "A", "FINISHED"),
    runs.RunList([SUMMARY]),
    runs.RunRequest("a.ipynb", {"n": 1}),
    runs.RunView(
        **{field.name: getattr(SUMMARY, field.name) for field in fields(SUMMARY)}, steps=[STEP], record="sha256:0"
    ),
]


def test_the_committed_schema_is_fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["--check"]) == 0
    stale = tmp_path / "contract.json"
    stale.write_text(PATH.read_text(encoding="utf-8").replace("QUEUED", "WAITING"), encoding="utf-8")
    monkeypatch.setattr("runway_jlab.contract.schema.PATH", stale)
    assert main(["--check"]) == 1
    assert main([]) == 0
    assert main(["--check"]) == 0


def test_every_root_of_the_contract_has_a_sample() -> None:
    assert {type(sample) for sample in SAMPLES} == set(CONTRACT)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: type(sample).__name__)
def test_what_goes_out_fits_the_schema_and_comes_in_again(sample: Any) -> None:
    content = json.loads(json.dumps(to_json(sample)))
    jsonschema.Draft202012Validator.check_schema(generate())
    jsonschema.validate(content, {**generate(), "$ref": f"#/$defs/{type(sample).__name__}"})
    assert from_json(type(sample), content) == sample


def test_edges_say_from_and_to() -> None:
    assert to_json(pipeline.EdgeView("A", "B", "order", [])) == {
        "from": "A",
        "to": "B",
        "kind": "order",
        "variables": [],
    }


REQUESTS = [kind for kind in CONTRACT if kind.__name__.endswith("Request")]


@pytest.mark.parametrize("kind", REQUESTS, ids=lambda kind: kind.__name__)
def test_a_request_refuses_what_it_does_not_know(kind: type[Any]) -> None:
    sample = next(one for one in SAMPLES if type(one) is kind)
    with pytest.raises(BadRequest, match="surprise"):
        from_json(kind, {**to_json(sample), "surprise": 1})
    for wrong in (None, 3, [], "text"):
        with pytest.raises(BadRequest):
            from_json(kind, wrong)


@pytest.mark.parametrize(
    ("kind", "content", "names"),
    [
        (runs.RunRequest, {}, "path"),
        (runs.RunRequest, {"path": 3}, "path"),
        (runs.RunRequest, {"path": "a", "parameters": []}, "parameters"),
        (pipeline.PipelineRequest, {"cells": [{"id": "a", "cell_type": "prose", "source": ""}]}, "cells.0.cell_type"),
        (pipeline.PipelineRequest, {"cells": [{"id": "a", "cell_type": "code"}]}, "cells.0.source"),
        (
            pipeline.PipelineRequest,
            {"cells": [{"id": "a", "cell_type": "code", "source": "", "outputs": []}]},
            "cells.0.outputs",
        ),
    ],
)
def test_what_is_wrong_with_a_request_is_named(kind: type[Any], content: Any, names: str) -> None:
    with pytest.raises(BadRequest) as caught:
        from_json(kind, content)
    assert names in caught.value.message


def all_errors(kind: type[RunwayError] = RunwayError) -> list[type[RunwayError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in all_errors(child))]


def test_every_error_has_a_code_of_its_own_and_stands_in_the_tree() -> None:
    found = [kind for kind in all_errors() if kind.__module__.startswith("runway_jlab")]
    codes = [kind.code for kind in found]
    assert len(set(codes)) == len(codes)
    assert all("code" in vars(kind) for kind in found)
    drawn = errors.__doc__ or ""
    assert {kind.__name__ for kind in found if kind.__module__ == errors.__name__} == {
        word for word in drawn.replace("─", " ").split() if isinstance(vars(errors).get(word), type)
    }
    assert LockBusy in found
    assert {kind.exit_code for kind in found if issubclass(kind, errors.UsageError)} == {2}
    assert {kind.exit_code for kind in found if issubclass(kind, errors.WorkFailed)} == {1}


def test_the_contract_is_frozen_dataclasses() -> None:
    assert all(is_dataclass(kind) and kind.__dataclass_params__.frozen for kind in CONTRACT)  # type: ignore[attr-defined]
