"""The walk: what runs, what is skipped and why, what is kept, and what happens when the worker is lost."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import psutil
import pytest
from workers import Seen, session, walk

from notebooks import cell, notebook, parameters, setup, steps
from runway_jlab.engine.conversation import WorkerProcess, worker_environment
from runway_jlab.engine.states import StepState
from runway_jlab.engine.walk import Walk
from runway_jlab.errors import WorkerLost
from runway_jlab.ids import Digest
from runway_jlab.runtime import values
from runway_jlab.storage.objects import ObjectStore


def states(walked: Walk) -> dict[str, str]:
    return {result.name: result.state.value for result in walked.results.values()}


def printed(walked: Walk, cell_id: str) -> str:
    return "".join(output.get("text", "") for output in walked.outputs.of(cell_id))


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Walk, Seen]:
    content = notebook(
        setup("import os"),
        parameters("n = 3"),
        cell("data = list(range(n))", "Load"),
        cell("total = sum(data)\nprint(total)", "Sum"),
        cell("print('first cell runs')", "Break"),
        cell("broken = data[99]", "Break"),
        cell("print('third cell does not')", "Break"),
        cell("print(broken)", "After"),
        cell("print(len(str(broken)))", "Later", after=["After"]),
        cell("print('scratch')", role="scratch"),
        cell("best = max(data)\nprint(best)", "Independent"),
    )
    seen = Seen()
    return walk(tmp_path_factory.mktemp("failing"), content, {"n": 4}, seen), seen


def test_a_failing_step_stops_what_needs_it_and_nothing_else(failing: tuple[Walk, Seen]) -> None:
    walked, seen = failing
    assert states(walked) == {
        "Load": "FINISHED",
        "Sum": "FINISHED",
        "Break": "FAILED",
        "After": "SKIPPED",
        "Later": "SKIPPED",
        "Independent": "FINISHED",
    }
    assert {walked.results[name].because for name in ("After", "Later")} == {"Break failed"}
    assert walked.failed
    assert not walked.cancelled
    assert [printed(walked, f"c{number}") for number in (3, 4, 6, 7, 9, 10)] == [
        "6\n",
        "first cell runs\n",
        "",
        "",
        "",
        "3\n",
    ]
    assert ("Break", "RUNNING") in seen.states
    assert seen.states.index(("Break", "FAILED")) < seen.states.index(("After", "SKIPPED"))


def test_a_failure_is_told_as_its_cell_shows_it(failing: tuple[Walk, Seen]) -> None:
    error = failing[0].results["Break"].error
    assert error is not None
    assert (error.cell, error.name, error.message) == ("c5", "IndexError", "list index out of range")
    assert "broken = data[99]" in error.traceback
    assert "\x1b" not in error.traceback
    (output,) = failing[0].outputs.of("c5")
    assert output["output_type"] == "error"


def test_cells_ran_in_notebook_order_with_the_values_given(failing: tuple[Walk, Seen]) -> None:
    executed = failing[0].executed
    assert [one.id for one in executed] == ["c0", "c1", "c2", "c3", "c4", "c5", "c10"]
    assert [one.execution_count for one in executed] == list(range(1, 8))
    assert [one.ok for one in executed] == [True] * 5 + [False, True]
    assert executed[1].source == "n = 4"
    assert [one.step for one in executed] == [None, None, "Load", "Sum", "Break", "Break", "Independent"]


def test_what_a_step_changed_is_kept(failing: tuple[Walk, Seen]) -> None:
    walked = failing[0]
    load, broken = walked.results["Load"], walked.results["Break"]
    assert load.changed == ("data",)
    assert walked.results["Independent"].changed == ("best",), "what a failed step left is not the next one's"
    assert load.values is not None
    store = ObjectStore(walked.objects)
    assert store.get(Digest(load.values))
    assert values.load(str(store.path(Digest(load.values))))["data"] == [0, 1, 2, 3]
    assert load.max_rss_bytes is not None
    assert load.max_rss_bytes > 10_000_000
    assert broken.values is None
    assert broken.seconds is not None


def test_a_setup_cell_that_fails_stops_those_that_need_it(tmp_path: Path) -> None:
    content = notebook(
        setup("import not_there"),
        setup("def double(x):\n    return 2 * x"),
        cell("a = not_there.thing()", "Needs"),
        cell("print(a)", "Needs too"),
        cell("b = double(4)\nprint(b)", "Does not"),
    )
    walked = walk(tmp_path, content)
    assert states(walked) == {"Needs": "SKIPPED", "Needs too": "SKIPPED", "Does not": "FINISHED"}
    assert "ModuleNotFoundError" in (walked.results["Needs"].because or "")
    assert walked.failed
    assert list(walked.setup_errors) == ["c0"]


def test_a_worker_that_is_killed(tmp_path: Path) -> None:
    content = steps(
        "print('fine', flush=True)",
        "import os, signal\nprint('last words', flush=True)\nos.kill(os.getpid(), signal.SIGKILL)",
        "print('never')",
    )
    walked = walk(tmp_path, content)
    assert states(walked) == {"cell-0": "FINISHED", "cell-1": "FAILED", "cell-2": "SKIPPED"}
    error = walked.results["cell-1"].error
    assert error is not None
    assert error.name == "WorkerLost"
    assert "SIGKILL" in error.message
    assert "memory" in error.message
    assert walked.results["cell-2"].because == "the process that ran the steps was lost"
    assert walked.failed
    assert printed(walked, "c1") == "last words\n"


@pytest.mark.parametrize(
    ("code", "says"), [("import os\nos._exit(7)", "exit code 7"), ("import os\nos.abort()", "SIGABRT")]
)
def test_a_worker_that_ends_by_itself(tmp_path: Path, code: str, says: str) -> None:
    walked = walk(tmp_path, steps(code))
    assert states(walked) == {"cell-0": "FAILED"}
    assert says in str(walked.results["cell-0"].error)


class CancelAt(Seen):
    """Cancels the walk when a text is printed."""

    walk: Walk

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def output(self, message: dict[str, Any]) -> None:
        super().output(message)
        if self.text in str(message.get("output", {}).get("text")):
            self.walk.cancel()


def test_cancelling_interrupts_the_cell(tmp_path: Path) -> None:
    content = steps("x = 1", "print('go', flush=True)\nimport signal\nsignal.pause()", "print(x)")
    walked = walk(tmp_path, content, observer=CancelAt("go"))
    assert states(walked) == {"cell-0": "FINISHED", "cell-1": "CANCELLED", "cell-2": "CANCELLED"}
    assert walked.cancelled
    assert [output["output_type"] for output in walked.outputs.of("c1")] == ["stream", "error"]
    assert not any(one.id == "c2" for one in walked.executed)


def test_cancelling_a_cell_that_waits_in_the_loop(tmp_path: Path) -> None:
    content = steps("import asyncio\nprint('go', flush=True)\nawait asyncio.sleep(1000)", "print('never')")
    walked = walk(tmp_path, content, observer=CancelAt("go"))
    assert states(walked) == {"cell-0": "CANCELLED", "cell-1": "CANCELLED"}


@pytest.mark.slow
def test_cancelling_a_cell_that_does_not_listen(tmp_path: Path) -> None:
    """It has five seconds, then its process is killed, with the children that it started."""
    content = steps(
        "import signal, subprocess\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "child = subprocess.Popen(['sleep', '1000'])\nprint('go', child.pid, flush=True)\nchild.wait()",
        "print('never')",
    )
    walked = walk(tmp_path, content, observer=CancelAt("go"))
    assert states(walked) == {"cell-0": "CANCELLED", "cell-1": "CANCELLED"}
    child = int(printed(walked, "c0").split()[1])
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_an_interpreter_that_does_not_start(tmp_path: Path) -> None:
    for python in ("/not/there/python", "/bin/true"):
        with pytest.raises(WorkerLost):
            worker = WorkerProcess(Path(python), tmp_path, worker_environment({}, hash_seed=0), tmp_path / "worker.log")
            try:
                worker.until("hello")
            finally:
                worker.close()


def test_steps_whose_cells_are_apart_run_as_one(tmp_path: Path) -> None:
    content = notebook(
        cell("a = 1", "A"), cell("b = a + 1", "B"), cell("a2 = 2\nprint(a2)", "A"), cell("print(a2 + b)", "C")
    )
    walked = walk(tmp_path, content)
    assert set(states(walked).values()) == {"FINISHED"}
    assert printed(walked, "c3") == "4\n"


def test_a_step_of_empty_cells_is_done(tmp_path: Path) -> None:
    walked = walk(tmp_path, notebook(cell("", "Empty"), cell("# only words", "Comment"), cell("1 + 1", "Full")))
    assert set(states(walked).values()) == {"FINISHED"}


def test_a_border_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("a file where a folder should be")
    walked = walk(tmp_path, steps("x = 1"))
    assert states(walked) == {"cell-0": "FINISHED"}
    assert len(walked.trouble) == 1
    assert "cell-0" in walked.trouble[0]


def test_what_does_not_pickle_is_named(tmp_path: Path) -> None:
    walked = walk(tmp_path, steps("import threading\ng = (i for i in [1])\nlock = threading.Lock()\nx = 5"))
    refused = {one["name"]: one["type"] for one in walked.results["cell-0"].refused}
    assert refused == {"g": "builtins.generator", "lock": "_thread.lock"}
    assert walked.results["cell-0"].values is not None


def test_the_worker_starts_where_the_notebook_lies_and_hides_what_is_ours(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("word = 'imported'")
    os.environ["RUNWAY_SECRET_OF_OURS"] = "1"
    try:
        with session(tmp_path, extra={"EXTRA": "given"}) as worker:
            said = worker.text(
                "import beside, os, sys\n"
                "print(beside.word, os.getcwd(), os.environ['EXTRA'], os.environ.get('RUNWAY_SECRET_OF_OURS'),"
                " os.environ['PYTHONHASHSEED'], sys.stdin.read(), sys.argv,"
                " [m for m in ('runway_jlab', 'numpy', 'mlflow') if m in sys.modules])"
            )
    finally:
        del os.environ["RUNWAY_SECRET_OF_OURS"]
    assert said.split() == ["imported", str(tmp_path), "given", "None", "12345", "['-c']", "[]"]


def test_what_is_written_stays_in_its_order(tmp_path: Path) -> None:
    """Also between the two streams, and with what writes below Python."""
    with session(tmp_path) as worker:
        outputs = worker.cell(
            "import os, sys\nfor i in range(3):\n    print('a', i)\n    print('b', i, file=sys.stderr)\n"
            "os.system('echo c; echo c2 >&2')\nprint('d')\nprint('e', file=sys.__stdout__)\n5"
        )
    said = [one.get("text", "result") for one in outputs]
    assert said[:6] == [f"{letter} {i}\n" for i in range(3) for letter in "ab"]
    assert said[6:] == ["c\n", "c2\n", "d\ne\n", "result"]


def test_forked_children_speak_through_their_parent(tmp_path: Path) -> None:
    with session(tmp_path) as worker:
        said = worker.text(
            "import os\nprint('before')\npid = os.fork()\nif pid == 0:\n    print('child')\n    display('lost')\n"
            "    os._exit(0)\nos.waitpid(pid, 0)\nprint('after')"
        )
        assert sorted(said.split()) == ["after", "before", "child"]
        assert worker.text("print('goes on')") == "goes on\n"


def test_the_output_of_a_later_cell_is_its_own(tmp_path: Path) -> None:
    with session(tmp_path) as worker:
        worker.text(
            "import threading\ngo = threading.Event()\n"
            "t = threading.Thread(target=lambda: (go.wait(), print('x')))\nt.start()"
        )
        assert worker.text("go.set()\nt.join()") == "x\n"


def test_a_stale_traceback_is_not_told_again(tmp_path: Path) -> None:
    with session(tmp_path) as worker:
        worker.cell("1 / 0")
        worker.cell("%not_a_magic")
        assert worker.ends[-1]["error"] == {
            "name": "UsageError",
            "message": "Line magic function `%not_a_magic` not found.",
            "traceback": "",
        }


def test_messages_survive_what_user_code_does_to_json(tmp_path: Path) -> None:
    with session(tmp_path) as worker:
        worker.cell("import json\njson.dumps = json.JSONEncoder.default = None")
        assert worker.text("print('still')") == "still\n"
        (output,) = worker.cell("display({'text/plain': 'x', 'application/x': {(1, 2): b'bytes'}}, raw=True)")
        assert output["data"]["application/x"] == {"(1, 2)": "Ynl0ZXM="}


def test_signals_reach_the_worker_alone(tmp_path: Path) -> None:
    """Ctrl-C in the terminal goes to the driver's group; the worker has one of its own."""
    with session(tmp_path) as worker:
        assert worker.text("import os\nprint(os.getpgid(0) == os.getpid())") == "True\n"
        assert os.getpgid(0) != worker.worker._process.pid
        os.killpg(worker.worker._process.pid, signal.SIGCONT)


def test_step_states_are_those_of_the_contract() -> None:
    from typing import get_args

    from runway_jlab.contract import runs
    from runway_jlab.engine.states import RUN_TRANSITIONS, RunState

    assert set(get_args(runs.StepState)) == set(StepState)
    assert set(get_args(runs.RunState)) == set(RunState) == set(RUN_TRANSITIONS)
    ended = {state for state in RunState if state.ended}
    assert ended == set(RunState) - {RunState.QUEUED, RunState.RUNNING}
    assert all(after <= set(RunState) for after in RUN_TRANSITIONS.values())
