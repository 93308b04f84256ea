"""The driver's end of its conversation with a worker process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import Any

from runway_jlab.errors import WorkerLost

_RUNTIME = Path(__file__).resolve().parents[1] / "runtime"

_BOOT = """\
import importlib.util as u, sys
f, r, w = sys.argv[1:4]
del sys.argv[1:]
s = u.spec_from_file_location("_runway_runtime", f + "/__init__.py", submodule_search_locations=[f])
sys.modules["_runway_runtime"] = m = u.module_from_spec(s)
s.loader.exec_module(m)
from _runway_runtime.worker import main
main(int(r), int(w))
"""
"""Loads the runtime by its path, under a name of its own, so that nothing of ours is on ``sys.path``."""

Message = dict[str, Any]


class WorkerProcess:
    """A worker in the notebook's interpreter, with a process group of its own.

    Parameters
    ----------
    python : Path
        The interpreter of the notebook's kernel.
    folder : Path
        Working directory: the notebook's folder.
    environment : Mapping
        The process's environment variables.
    log : Path
        Takes what the process says before the notebook's own output is caught: why it did not start.
    options : sequence of str
        The interpreter's own options.
    """

    def __init__(
        self, python: Path, folder: Path, environment: Mapping[str, str], log: Path, options: Sequence[str] = ()
    ) -> None:
        self._log = log
        command_read, command_write = os.pipe()
        event_read, event_write = os.pipe()
        try:
            with log.open("wb") as said:
                self._process = subprocess.Popen(
                    [str(python), *options, "-c", _BOOT, str(_RUNTIME), str(command_read), str(event_write)],
                    cwd=folder,
                    env={**environment, "RUNWAY_CARRIED": _carried_cloudpickle()},
                    pass_fds=(command_read, event_write),
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    start_new_session=True,
                )
        except OSError as error:
            for fd in (command_read, command_write, event_read, event_write):
                os.close(fd)
            raise WorkerLost(
                f"The notebook's interpreter {python} could not be started: {error.strerror}. "
                "Check the kernel with: jupyter kernelspec list",
                python=str(python),
            ) from error
        os.close(command_read)
        os.close(event_write)
        self._commands = os.fdopen(command_write, "wb", buffering=0)
        self._events = os.fdopen(event_read, "rb")
        self._killer: threading.Timer | None = None
        threading.Thread(target=self._end_group, name="worker-end", daemon=True).start()

    def send(self, **command: Any) -> None:
        """Give a command.

        Raises
        ------
        WorkerLost
            The process is gone.
        """
        try:
            self._commands.write(json.dumps(command).encode() + b"\n")
        except BrokenPipeError:
            raise self.lost() from None

    def messages(self) -> Iterator[Message]:
        """What the worker says, as it says it.

        Raises
        ------
        WorkerLost
            It went away without saying ``finished``.
        """
        while line := self._events.readline():
            message: Message = json.loads(line)
            yield message
            if message["event"] == "finished":
                return
        raise self.lost()

    def until(self, event: str) -> Message:
        """The next message of that kind; others before it are dropped (used while starting)."""
        for message in self.messages():
            if message["event"] == event:
                return message
        raise self.lost()

    def lost(self) -> WorkerLost:
        """The error that tells how the process ended."""
        code = self._process.wait()
        if code < 0:
            name = signal.Signals(-code).name
            hint = " The machine may have run out of memory." if name == "SIGKILL" else ""
            how = f"was killed by {name}.{hint}"
        else:
            how = f"ended by itself with exit code {code}.{self._last_word()}"
        return WorkerLost(f"The process that ran the steps {how} Look at the last step, then run again.", code=code)

    def _last_word(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f" It said: {lines[-1].strip()}." if lines else ""

    def interrupt(self, grace: float = 5.0) -> None:
        """Interrupt the running cell; kill the whole process group when it has not ended after `grace` seconds."""
        self._signal(signal.SIGINT)
        if self._killer is None:
            self._killer = threading.Timer(grace, self.kill)
            self._killer.daemon = True
            self._killer.start()

    def kill(self) -> None:
        """End the process and everything it started."""
        self._signal(signal.SIGKILL)

    def close(self, grace: float = 10.0) -> bool:
        """Let go of the process; what it left behind in its group ends with it.

        Returns
        -------
        bool
            Whether it ended by itself within `grace` seconds.
        """
        if self._killer is not None:
            self._killer.cancel()
        self._commands.close()
        try:
            self._process.wait(timeout=grace)
            by_itself = True
        except subprocess.TimeoutExpired:
            by_itself = False
        self.kill()
        self._process.wait()
        self._events.close()
        return by_itself

    def _end_group(self) -> None:
        """When the process ends, so do the children it forked: they hold our pipe open, and would keep us waiting."""
        self._process.wait()
        self.kill()

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            pass


def _carried_cloudpickle() -> str:
    spec = find_spec("cloudpickle")
    assert spec is not None and spec.origin is not None, "cloudpickle is a dependency of this package"
    return str(Path(spec.origin).parent)


def worker_environment(
    extra: Mapping[str, str], hash_seed: int, kernel: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A worker's environment variables: ours, as a kernel started here would get them, and `extra`.

    `kernel` holds those of its kernelspec, where ``${NAME}`` means one of ours, as in Jupyter.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RUNWAY_")}
    environment.update({key: Template(value).safe_substitute(environment) for key, value in (kernel or {}).items()})
    environment.update(extra)
    environment["PYTHONHASHSEED"] = str(hash_seed)
    return environment
