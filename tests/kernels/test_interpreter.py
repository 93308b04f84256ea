"""A notebook's kernel is started for a run as its kernelspec says."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runway_jlab.engine.conversation import WorkerProcess, worker_environment
from runway_jlab.environments.probe import probe
from runway_jlab.errors import KernelNotFound
from runway_jlab.kernels.interpreter import Interpreter, find_interpreter

LAUNCHER = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a kernelspec: ``install("name", argv=…, env=…)``."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    def write(name: str, **spec: Any) -> None:
        folder = tmp_path / "kernels" / name
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(json.dumps({"display_name": name, "language": "python", **spec}))

    return write


@pytest.mark.parametrize(
    ("argv", "options"),
    [
        ([sys.executable, *LAUNCHER], ()),
        (["python3", "-m", "ipykernel", "-f", "{connection_file}"], ()),
        (["python", "-Xfrozen_modules=off", "-X", "utf8", "-W", "error", "-B", *LAUNCHER],
         ("-Xfrozen_modules=off", "-X", "utf8", "-W", "error", "-B")),
    ],
)  # fmt: skip
def test_options_and_variables_are_taken_over(install: Install, argv: list[str], options: tuple[str, ...]) -> None:
    install("mine", argv=argv, env={"REGION": "north"})
    assert find_interpreter("mine") == Interpreter(Path(sys.executable), options, {"REGION": "north"})


@pytest.mark.parametrize(
    "argv",
    [
        [],
        [sys.executable],
        [sys.executable, "-m"],
        [sys.executable, "-m", "xeus_python", "-f", "{connection_file}"],
        [sys.executable, "launch.py", *LAUNCHER],
        ["conda", "run", "-n", "other", "python", *LAUNCHER],
        ["bash", "-c", "exec python -m ipykernel_launcher -f {connection_file}"],
    ],
)
def test_what_is_no_plain_interpreter_is_refused(install: Install, argv: list[str]) -> None:
    install("odd", argv=argv)
    with pytest.raises(KernelNotFound, match="in a way that Runway does not know"):
        find_interpreter("odd")


def test_the_native_kernel_is_our_own_interpreter_with_its_variables(install: Install) -> None:
    install("python3", argv=["/gone/python", "-B", *LAUNCHER], env={"REGION": "north"})
    assert find_interpreter("python3") == Interpreter(Path(sys.executable), (), {"REGION": "north"})


def test_variables_may_name_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERE", "/here")
    kernel = {"THERE": "${HERE}/there", "PRICE": "$unknown", "MLFLOW_TRACKING_URI": "theirs", "PYTHONHASHSEED": "1"}
    environment = worker_environment({"MLFLOW_TRACKING_URI": "ours"}, hash_seed=7, kernel=kernel)
    assert environment["THERE"] == "/here/there"
    assert environment["PRICE"] == "$unknown"
    assert (environment["MLFLOW_TRACKING_URI"], environment["PYTHONHASHSEED"]) == ("ours", "7")


def test_a_worker_starts_with_them(install: Install, tmp_path: Path) -> None:
    (tmp_path / "extra" / "found-1.0.dist-info").mkdir(parents=True)
    (tmp_path / "extra" / "found-1.0.dist-info" / "METADATA").write_text("Name: found\nVersion: 1.0\n")
    install("mine", argv=["python", "-X", "marked", *LAUNCHER], env={"PYTHONPATH": str(tmp_path / "extra")})
    kernel = find_interpreter("mine")
    environment = worker_environment({}, hash_seed=0, kernel=kernel.env)
    log = tmp_path / "worker.log"
    worker = WorkerProcess(kernel.python, tmp_path, environment, log, options=kernel.options)
    try:
        recorded = worker.until("hello")["environment"]
        worker.send(seed=0, tracking=False)
        worker.until("ready")
        source = "import sys; assert 'marked' in sys._xoptions"
        worker.send(do="cell", cell="c0", step="s", source=source)
        ended = next(message for message in worker.messages() if message["event"] == "cell-end")
        assert ended["ok"], ended["error"]
    finally:
        worker.close()
    assert recorded["packages"]["found"] == "1.0"
    assert probe(kernel.python, tmp_path, kernel.options, environment) == recorded
