"""Projects, the example and pipelines by REST."""

from __future__ import annotations

import json

from runway_jlab.web.door import PREFIX
from tests.web.conftest import CELLS


async def test_status_tells_whether_there_is_a_project(jp_fetch, project, check_contract) -> None:
    outside = check_contract("StatusView", (await jp_fetch(PREFIX, "status")).body)
    assert outside["project"] is None
    inside = check_contract("StatusView", (await jp_fetch(PREFIX, "status", params={"path": "farm/work.ipynb"})).body)
    assert inside["project"]["name"] == "farm"
    assert inside["project"]["path"] == "farm"


async def test_a_folder_becomes_a_project(jp_fetch, jp_root_dir, check_contract) -> None:
    (jp_root_dir / "new").mkdir()
    (jp_root_dir / "new" / "a.ipynb").write_text("{}")
    body = json.dumps({"path": "new/a.ipynb", "name": "New one"})
    response = await jp_fetch(PREFIX, "projects", method="POST", body=body)
    assert response.code == 201
    made = check_contract("ProjectView", response.body)
    assert made["name"] == "New one"
    assert (jp_root_dir / "new" / "runway.toml").is_file()
    assert (jp_root_dir / "new" / "a.ipynb").read_text() == "{}"


async def test_the_example_is_copied_and_never_over_another(jp_fetch, jp_root_dir, check_contract) -> None:
    paths = []
    for _ in range(2):
        response = await jp_fetch(PREFIX, "example", method="POST", body="{}")
        assert response.code == 201
        paths.append(check_contract("ExampleView", response.body)["path"])
    assert paths == ["wind-power/forecast.ipynb", "wind-power-2/forecast.ipynb"]
    assert (jp_root_dir / "wind-power" / "runway.toml").is_file()


async def test_the_pipeline_of_cells_that_are_not_saved(jp_fetch, check_contract) -> None:
    cells = [{"cell_type": "code", **cell} for cell in CELLS]
    response = await jp_fetch(PREFIX, "pipeline", method="POST", body=json.dumps({"cells": cells}))
    pipeline = check_contract("PipelineView", response.body)
    assert [step["name"] for step in pipeline["steps"]] == ["Make", "Sum"]
    assert pipeline["edges"] == [{"from": "Make", "to": "Sum", "kind": "data", "variables": ["numbers"]}]
    assert pipeline["parameters"][0]["kind"] == "model"


async def test_a_cell_that_does_not_parse_is_a_problem_not_an_error(jp_fetch, check_contract) -> None:
    cells = [{"cell_type": "code", "id": "a", "source": "x = (", "metadata": {}}]
    response = await jp_fetch(PREFIX, "pipeline", method="POST", body=json.dumps({"cells": cells}))
    pipeline = check_contract("PipelineView", response.body)
    assert pipeline["problems"][0]["code"] == "syntax-error"
    assert pipeline["problems"][0]["cell"] == "a"
