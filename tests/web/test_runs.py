"""Runs by REST, with a real driver and worker: started, announced, listed, read, reopened."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from jupyter_events.logger import EventLogger

from runway_jlab.web.announcer import SCHEMA_ID
from runway_jlab.web.door import PREFIX

pytestmark = pytest.mark.slow


async def _ended(jp_fetch, run_id: str, check_contract) -> dict:
    while True:
        response = await jp_fetch(PREFIX, "runs", run_id, params={"path": "farm"})
        run = check_contract("RunView", response.body)
        if run["state"] not in ("QUEUED", "RUNNING"):
            return run
        await asyncio.sleep(0.1)


async def _start(jp_fetch, check_contract, **parameters) -> dict:
    body = json.dumps({"path": "farm/work.ipynb", "parameters": parameters})
    response = await jp_fetch(PREFIX, "runs", method="POST", body=body)
    assert response.code == 202
    run = check_contract("RunView", response.body)
    assert response.headers["Location"].endswith(f"/{PREFIX}/runs/{run['run_id']}")
    return run


async def test_a_run_from_start_to_reopening(jp_fetch, jp_serverapp, project, check_contract) -> None:
    heard = []

    async def listen(logger: EventLogger, schema_id: str, data: dict) -> None:
        heard.append(data)

    jp_serverapp.event_logger.add_listener(schema_id=SCHEMA_ID, listener=listen)
    started = await _start(jp_fetch, check_contract, n=5)
    run = await _ended(jp_fetch, started["run_id"], check_contract)

    assert run["state"] == "FINISHED"
    assert [step["state"] for step in run["steps"]] == ["FINISHED", "FINISHED"]
    assert run["parameters"] == {"n": 5}
    assert run["path"] == "farm/work.ipynb"
    while not heard or heard[-1]["state"] != "FINISHED":
        await asyncio.sleep(0.05)
    revisions = [event["revision"] for event in heard if event["run_id"] == run["run_id"]]
    assert revisions == sorted(set(revisions))
    check_contract("RunEvent", json.dumps(heard[-1]).encode())

    listed = check_contract("RunList", (await jp_fetch(PREFIX, "runs", params={"path": "farm"})).body)["runs"]
    assert [row["run_id"] for row in listed] == [run["run_id"]]

    log = check_contract("LogPage", (await jp_fetch(PREFIX, "runs", run["run_id"][:6], "log")).body)
    assert "10" in log["text"] and log["complete"]

    address = (PREFIX, "runs", run["run_id"], "reproduction")
    seen = check_contract("ReproductionView", (await jp_fetch(*address)).body)
    assert seen["axes"]["code"]["state"] == "exact"
    assert seen["axes"]["parameters"]["state"] == "changed"
    assert not seen["opened"] and not (project.root / seen["folder"]).exists(), "looking writes nothing"

    response = await jp_fetch(*address, method="POST", body="{}")
    assert response.code == 201
    opened = check_contract("Reopened", response.body)
    assert opened["path"] == f"farm/{seen['folder']}/work.ipynb"
    assert "n: int = 5" in Path(opened["notebook"]).read_text()

    status = check_contract("StatusView", (await jp_fetch(PREFIX, "status", params={"path": opened["path"]})).body)
    assert status["project"]["id"] == project.id
    assert status["project"]["reopened_run"] == run["run_id"]


async def test_a_run_can_be_cancelled(jp_fetch, project, check_contract) -> None:
    notebook = json.loads((project.root / "work.ipynb").read_text())
    notebook["cells"][2]["source"] = "import time\nwhile True: time.sleep(0.01)"
    (project.root / "work.ipynb").write_text(json.dumps(notebook))
    started = await _start(jp_fetch, check_contract)
    running = False
    while not running:
        run = json.loads((await jp_fetch(PREFIX, "runs", started["run_id"], params={"path": "farm"})).body)
        running = run["steps"][0]["state"] == "RUNNING"
        await asyncio.sleep(0.05)
    response = await jp_fetch(PREFIX, "runs", started["run_id"], method="DELETE", params={"path": "farm"})
    assert response.code == 202
    run = await _ended(jp_fetch, started["run_id"], check_contract)
    assert run["state"] == "CANCELLED"
    assert {step["state"] for step in run["steps"]} == {"CANCELLED"}
