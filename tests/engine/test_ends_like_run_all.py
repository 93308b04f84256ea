"""What a run leaves behind is what Run All leaves behind: order, files, threads, exit handlers, children's output."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from workers import session, walk

from notebooks import cell, notebook, steps
from runway_jlab.engine.conversation import WorkerProcess, worker_environment
from runway_jlab.engine.walk import Walk


def _printed(walked: Walk, name: str) -> str:
    return "".join(output["text"] for output in walked.outputs.of(name) if output["output_type"] == "stream")


def test_cells_of_one_step_that_stand_apart_see_what_was_done_between_them(tmp_path: Path) -> None:
    walked = walk(
        tmp_path,
        notebook(
            cell("x = 1", "A"),
            cell("open('flag.txt', 'w').write('1')", "B"),
            cell("import os\nprint(x, os.path.exists('flag.txt'))", "A"),
        ),
    )
    assert _printed(walked, "c2") == "1 True\n"
    assert walked.results["A"].changed == ("os", "x")
    assert walked.results["B"].changed == ()


def test_the_process_ends_as_a_kernel_does(tmp_path: Path) -> None:
    walk(
        tmp_path,
        steps(
            "left_open = open('open.txt', 'w')\nleft_open.write('hello')",
            "import atexit\natexit.register(lambda: open('exit.txt', 'w').write('bye'))",
            "import threading\n"
            "go = threading.Event()\n"
            "threading.Thread(target=lambda: (go.wait(), open('thread.txt', 'w').write('late'))).start()\n"
            "threading.Timer(0.3, go.set).start()",
        ),
    )
    written = {name: (tmp_path / name).read_text() for name in ("open.txt", "exit.txt", "thread.txt")}
    assert written == {"open.txt": "hello", "exit.txt": "bye", "thread.txt": "late"}


def test_a_process_that_does_not_end_is_ended_and_told(tmp_path: Path) -> None:
    worker = WorkerProcess(Path(sys.executable), tmp_path, worker_environment({}, hash_seed=0), tmp_path / "worker.log")
    worker.until("hello")
    worker.send(seed=1, tracking=False)
    worker.until("ready")
    source = "import threading\nthreading.Thread(target=threading.Event().wait).start()"
    worker.send(do="cell", cell="a", step="s", source=source)
    worker.until("cell-end")
    worker.send(do="finish")
    worker.until("finished")
    assert worker.close(grace=0.2) is False


def test_a_child_that_outlives_a_killed_worker_keeps_nobody_waiting(tmp_path: Path) -> None:
    walked = walk(
        tmp_path,
        steps("import os, time, signal\nif os.fork() == 0:\n    time.sleep(600)\nos.kill(os.getpid(), signal.SIGKILL)"),
    )
    assert walked.lost is not None
    assert "SIGKILL" in walked.lost.message


def test_nothing_that_children_write_while_we_read_is_lost(tmp_path: Path) -> None:
    count = 20000
    with session(tmp_path) as running:
        source = (
            "import subprocess\n"
            f"child = subprocess.Popen(['sh', '-c', 'i=0; while [ $i -lt {count} ]; do echo é$i; i=$((i+1)); done'])\n"
            "while child.poll() is None:\n"
            "    print('.', end='')\n"
        )
        text = running.text(source)
    lines = [line for line in text.replace(".", "").splitlines() if line]
    assert lines == [f"é{number}" for number in range(count)]


@pytest.mark.parametrize(
    "source",
    [
        "import asyncio\nasync def go(): raise SystemExit\nt = asyncio.ensure_future(go())\nawait asyncio.sleep(0)",
        "import asyncio\nasyncio.get_running_loop().stop()\nawait asyncio.sleep(1)",
    ],
)
def test_a_task_that_leaves_does_not_end_the_run(source: str, tmp_path: Path) -> None:
    walked = walk(tmp_path, steps(source, "print('still here')"))
    assert walked.lost is None
    assert _printed(walked, "c1") == "still here\n"


def test_arrays_in_raw_display_data_are_lists(tmp_path: Path) -> None:
    walked = walk(
        tmp_path,
        steps(
            "import numpy as np\ndisplay({'application/json': {'a': np.array([1, 2])}, 'text/plain': 'x'}, raw=True)"
        ),
    )
    assert walked.outputs.of("c0")[0]["data"]["application/json"] == {"a": [1, 2]}


def test_files_of_the_work_tree_that_were_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("1")
    worker = WorkerProcess(Path(sys.executable), tmp_path, worker_environment({}, hash_seed=0), tmp_path / "worker.log")
    worker.until("hello")
    worker.send(seed=1, tracking=False, root=str(tmp_path))
    worker.until("ready")
    for source in (
        "open('data.csv').read()",
        "open('own.txt', 'w').write('x')\nopen('own.txt').read()",
        "import pathlib\npathlib.Path(__import__('os').__file__).read_text()",
    ):
        worker.send(do="cell", cell="a", step="s", source=source)
        assert worker.until("cell-end")["ok"]
    worker.send(do="finish")
    assert worker.until("finished")["inputs"] == [str(tmp_path / "data.csv")]
    assert worker.close() is True
