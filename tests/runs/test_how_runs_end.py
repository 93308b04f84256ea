"""Runs that fail, are cancelled, or lose a process: each ends, says how, and keeps what it had."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil
import pytest
from canonical import text_of
from terminal import check, runway

from notebooks import cell, notebook, steps, write
from runway_jlab.engine.states import RunState, StepState
from runway_jlab.errors import RunNotRecorded
from runway_jlab.projects.project import create_project
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.status import RunStatus
from runway_jlab.workspace import Workspace

WAITING = (
    "import os\nprint('waiting', flush=True)\n"
    "with open('gate') as gate:  # opens when somebody opens the other end\n    gate.read()\nprint('went on')"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("endings") / "project"
    workspace = Workspace(create_project(root))
    os.mkfifo(root / "gate")
    write(root / "waiting.ipynb", steps("x = 1", WAITING, "print(x)"))
    return workspace


def root(workspace: Workspace) -> Path:
    return workspace.project.root


def until(workspace: Workspace, status: RunStatus, reached: Callable[[RunStatus], bool]) -> RunStatus:
    while not reached(status):
        status = workspace.wait(status.run_id, after=status.revision, timeout=60)
    return status


def waits(status: RunStatus) -> bool:
    return status.steps[1].state is StepState.RUNNING


@contextmanager
def waiting(workspace: Workspace) -> Iterator[tuple[RunStatus, psutil.Process]]:
    """A run that stands in its second step, and its driver."""
    status = until(workspace, workspace.run(root(workspace) / "waiting.ipynb", {}), waits)
    files = RunFiles.of(workspace.project.private, status.run_id)
    driver = psutil.Process(int(files.pid.read_text()))
    try:
        yield status, driver
    finally:
        if driver.is_running():
            driver.kill()


@pytest.mark.slow
def test_a_step_that_raises(workspace: Workspace) -> None:
    content = notebook(
        cell("data = [1]", "Load"),
        cell("print('before')\ndata[5]", "Break"),
        cell("print(data[0])", "After", after=["Break"]),
        cell("print(len(data))", "Independent"),
    )
    path = write(root(workspace) / "failing.ipynb", content)
    answer = runway("run", path, "--json")
    view = check("RunView", answer.json)
    assert (answer.code, view["state"]) == (1, "FAILED")
    assert {step["name"]: (step["state"], step["because"]) for step in view["steps"]} == {
        "Load": ("FINISHED", None),
        "Break": ("FAILED", None),
        "After": ("SKIPPED", "Break failed"),
        "Independent": ("FINISHED", None),
    }
    assert "IndexError: list index out of range" in view["message"]
    error = next(step["error"] for step in view["steps"] if step["error"])
    assert (error["cell"], error["name"]) == ("c1", "IndexError")
    executed = nbformat.read(view["executed"], as_version=4)
    nbformat.validate(executed)
    printed, raised = executed.cells[1].outputs
    assert printed.text == "before\n"
    assert (raised.output_type, raised.ename) == ("error", "IndexError")
    assert "data[5]" in text_of("\n".join(raised.traceback))
    assert executed.cells[2].outputs == []
    assert executed.cells[3].outputs[0].text == "1\n"
    assert view["record"]
    opened = runway("open", view["run_id"], "--project", root(workspace), "--json")
    assert opened.code == 0, "a failed run comes back too"
    log = workspace.log(view["run_id"], 0)
    assert log.complete
    assert [line for line in log.text.splitlines() if line.startswith("──")] == [
        "── Load ──",
        "── Break ──",
        "── After: skipped, Break failed ──",
        "── Independent ──",
        f"── failed ── {view['message']}",
    ]


@pytest.mark.slow
def test_a_driver_that_is_killed(workspace: Workspace) -> None:
    """The next look finds it INTERRUPTED; its worker goes with it; nothing hangs."""
    with waiting(workspace) as (status, driver):
        workers = [child for child in driver.children(recursive=True) if "_runway_runtime" in " ".join(child.cmdline())]
        assert workers
        driver.kill()
        psutil.wait_procs([*workers, driver], timeout=30)
        assert not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers)
    (listed, *_) = runway("runs", "--project", root(workspace), "--json").json
    assert (listed["run_id"], listed["state"]) == (status.run_id, "INTERRUPTED")
    ended = workspace.status(status.run_id)
    assert [step.state for step in ended.steps] == [StepState.FINISHED, StepState.INTERRUPTED, StepState.INTERRUPTED]
    assert "Run again" in (ended.message or "")
    assert workspace.wait_until_done(status.run_id) == ended
    assert workspace.wait(status.run_id, after=ended.revision, timeout=60) == ended
    assert workspace.cancel(status.run_id) == ended
    with pytest.raises(RunNotRecorded, match="no record"):
        workspace.record(status.run_id)
    answer = runway("open", status.run_id, "--project", root(workspace), "--json")
    assert (answer.code, answer.json["code"]) == (2, "run-not-recorded")


@pytest.mark.slow
def test_a_command_line_that_is_killed_does_not_matter(workspace: Workspace) -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "runway_jlab.cli", "run", str(root(workspace) / "waiting.ipynb")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None
    name = command.stdout.readline().split()[1]
    status = until(workspace, workspace.status(name), waits)
    command.kill()
    command.wait()
    with (root(workspace) / "gate").open("w"):
        pass
    done = workspace.wait_until_done(status.run_id)
    assert done.state is RunState.FINISHED
    assert done.logged
    assert done.record is not None


@pytest.mark.slow
def test_a_run_that_is_cancelled_at_once(workspace: Workspace) -> None:
    """Its driver may not even listen yet."""
    status = workspace.run(root(workspace) / "waiting.ipynb", {})
    workspace.cancel(status.run_id)
    done = workspace.wait_until_done(status.run_id)
    assert done.state is RunState.CANCELLED
    assert {step.state for step in done.steps} == {StepState.CANCELLED}


@pytest.mark.slow
def test_ctrl_c_in_the_terminal_cancels(workspace: Workspace) -> None:
    known = {row.run_id for row in workspace.runs()}
    command = subprocess.Popen(
        [sys.executable, "-m", "runway_jlab.cli", "run", str(root(workspace) / "waiting.ipynb"), "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    rows = workspace.runs()
    while not (fresh := [row for row in rows if row.run_id not in known]):
        rows = workspace.runs()
    until(workspace, workspace.status(fresh[0].run_id), waits)
    command.send_signal(signal.SIGINT)
    out, _ = command.communicate()
    assert command.returncode == 1
    assert json.loads(out)["state"] == "CANCELLED"
    done = workspace.status(fresh[0].run_id)
    assert [step.state for step in done.steps] == [StepState.FINISHED, StepState.CANCELLED, StepState.CANCELLED]
    assert done.message == "The run was cancelled."
    assert done.record is not None
    assert workspace.cancel(done.run_id) == done
