"""The process that walks through a run's cells: takes a command, does it, tells what happened.

It decides nothing. Which cell is next, what is skipped, what ends the run: the driver knows. Commands are
``cell``, ``border`` and ``finish``; see :mod:`runway_jlab.engine.conversation` for the other end.
"""

import asyncio
import ctypes
import os
import re
import resource
import signal
import sys
import time

from . import inputs, packages, randomness, values
from .channel import Channel
from .hooks import when_import_begins
from .shell import execute, make_shell
from .streams import Descriptors, Streams

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class _Outlet:
    """Where a cell's outputs go: to the driver, tagged with the cell that is running, in order."""

    def __init__(self, channel):
        self.channel = channel
        self.cell = None
        self.flush = lambda: None

    def _send(self, event, **fields):
        self.channel.send(event, cell=self.cell, **fields)

    def stream(self, name, text):
        self._send("output", output={"output_type": "stream", "name": name, "text": text})

    def display(self, data, metadata, transient, update):
        self.flush()
        display_id = transient.get("display_id")
        if update:
            self._send("update", display_id=display_id, data=data, metadata=metadata)
        else:
            output = {"output_type": "display_data", "data": data, "metadata": metadata}
            self._send("output", output=output, display_id=display_id)

    def result(self, data, metadata, count):
        self.flush()
        output = {"output_type": "execute_result", "data": data, "metadata": metadata, "execution_count": count}
        self._send("output", output=output)

    def error(self, name, message, traceback):
        self.flush()
        output = {"output_type": "error", "ename": name, "evalue": message, "traceback": traceback}
        self._send("output", output=output)

    def clear(self, wait):
        self.flush()
        self._send("clear", wait=bool(wait))


class Worker:
    """The notebook's namespace and the shell around it."""

    def __init__(self, channel, descriptors):
        self.channel = channel
        self.outlet = _Outlet(channel)
        self.streams = Streams(self.outlet.stream, descriptors)
        self.outlet.flush = self.streams.flush
        sys.stdout, sys.stderr = self.streams.out, self.streams.err
        self.shell = make_shell(self.outlet)
        self.loop = asyncio.new_event_loop()
        self._hidden = set(self.shell.user_ns)
        self._changed = {}  # type: dict

    def cell(self, command):
        """Execute one cell; the driver hears its outputs, then how it ended."""
        before = self._bound()
        self.outlet.cell = command["cell"]
        count = self.shell.execution_count
        started = time.perf_counter()
        error = execute(self.shell, self.loop, command["source"], command["cell"])
        seconds = time.perf_counter() - started
        self.streams.flush()
        changed = self._changed.setdefault(command["step"], set())
        changed.update(name for name, mark in self._bound().items() if before.get(name) != mark)
        self.channel.send(
            "cell-end",
            cell=command["cell"],
            ok=error is None,
            interrupted=isinstance(error, KeyboardInterrupt),
            execution_count=count,
            seconds=seconds,
            error=None if error is None else self._describe(error),
        )
        self.outlet.cell = None

    def _describe(self, error):
        trace = getattr(self.shell, "_last_traceback", None) or []
        return {
            "name": type(error).__name__,
            "message": str(error),
            "traceback": _ANSI.sub("", "\n".join(str(line) for line in trace)),
        }

    def _bound(self):
        """The notebook's names, and which object each is bound to."""
        return {
            name: id(value)
            for name, value in self.shell.user_ns.items()
            if name not in self._hidden and not name.startswith("_")
        }

    def border(self, command):
        """Store what the step's cells changed: the names it writes, and those they bound to something else."""
        namespace = self.shell.user_ns
        touched = self._changed.pop(command["step"], set()).union(command["writes"])
        changed = [name for name in self._bound() if name in touched]
        fields = {  # type: dict
            "digest": None,
            "stored": [],
            "refused": [],
            "trouble": None,
        }
        try:
            digest, stored, refused = values.store({name: namespace[name] for name in changed}, command["objects"])
            fields.update(digest=digest, stored=stored, refused=refused)
        except OSError as error:
            fields["trouble"] = f"could not be written: {error}"
        self.channel.send(
            "border-end",
            step=command["step"],
            changed=sorted(changed),
            max_rss_bytes=_peak_memory(),
            **fields,
        )


def _peak_memory():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _die_with_parent():
    """On Linux a killed driver takes its worker along; elsewhere the worker ends at its next word."""
    if sys.platform.startswith("linux"):
        try:
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        except (OSError, AttributeError):
            pass


def main(read_fd, write_fd):
    """Serve one driver until it says ``finish`` or goes away.

    After ``finish`` the interpreter ends as a kernel's does: files are closed, threads awaited, exit handlers run.
    """
    _die_with_parent()
    channel = Channel(read_fd, write_fd)
    descriptors = Descriptors()
    channel.send("hello", environment=packages.interpreter())
    start = channel.receive()
    if start is None:
        return
    randomness.seed(start["seed"])
    worker = Worker(channel, descriptors)
    finish_tracking = None
    if start.get("tracking"):
        from . import mlflow_context

        when_import_begins("mlflow", lambda: channel.send("tracking-soon"))
        mlflow_context.install(lambda: channel.ask("tracking-wanted"))
        finish_tracking = mlflow_context.finish
    seen = inputs.watch(start["root"]) if start.get("root") else None
    channel.send("ready")
    while True:
        command = channel.receive()
        if command is None or command["do"] == "finish":
            break
        getattr(worker, command["do"])(command)
    if command is None:
        os._exit(1)
    if finish_tracking is not None:
        try:
            finish_tracking()
        except Exception as error:
            channel.send("trouble", message=f"MLflow was not closed cleanly: {error}")
    worker.streams.flush()
    channel.send("finished", inputs=seen.found() if seen else [])
    channel.close()
