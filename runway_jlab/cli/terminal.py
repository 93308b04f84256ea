"""How the commands' answers look in a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from runway_jlab.contract.pipeline import PipelineView
from runway_jlab.contract.projects import DoctorView
from runway_jlab.contract.reproduction import Reopened
from runway_jlab.contract.runs import Metric, RunSummary, RunView
from runway_jlab.engine.states import StepState
from runway_jlab.engine.walk import StepResult
from runway_jlab.runs.status import RunStatus

_MARKS = {
    StepState.QUEUED: "·",
    StepState.RUNNING: "▸",
    StepState.FINISHED: "✓",
    StepState.FAILED: "✗",
    StepState.CANCELLED: "■",
    StepState.INTERRUPTED: "■",
    StepState.SKIPPED: "–",
}


class RunTable:
    """A run's steps as a table that is redrawn in place; where that cannot be, a line for every change."""

    def __init__(self, status: RunStatus) -> None:
        self._width = max((len(step.name) for step in status.steps), default=0)
        self._live = sys.stdout.isatty()
        self._drawn = 0
        self._seen: dict[str, StepState] = {}
        print(f"Run {status.run_id[:8]} of {status.notebook}")

    def show(self, status: RunStatus) -> None:
        """Draw how the run stands."""
        if self._live:
            sys.stdout.write(f"\x1b[{self._drawn}A" if self._drawn else "")
            for step in status.steps:
                print(f"\x1b[2K{self._line(step)}")
            self._drawn = len(status.steps)
            sys.stdout.flush()
            return
        for step in status.steps:
            if step.state is not StepState.QUEUED and self._seen.get(step.name) is not step.state:
                self._seen[step.name] = step.state
                print(self._line(step), flush=True)

    def _line(self, step: StepResult) -> str:
        parts = [f"  {_MARKS[step.state]} {step.name:{self._width}}  {step.state.lower():9}"]
        if step.seconds is not None and step.state is not StepState.RUNNING:
            parts.append(f"{step.seconds:7.2f} s")
        if step.max_rss_bytes is not None:
            parts.append(f"{step.max_rss_bytes / 1e6:6.0f} MB")
        if step.because:
            parts.append(step.because)
        line = "  ".join(parts).rstrip()
        return line[: shutil.get_terminal_size().columns - 1] if self._live else line


def show_run_end(view: RunView) -> None:
    """What a run gave, and what to do with it."""
    for step in view.steps:
        if step.error is not None:
            print(f"\n{step.name} failed:\n{step.error.traceback or step.error.message}")
    print(f"\n{view.state}" + (f"  {view.message}" if view.message else ""))
    for name, value in view.metrics.items():
        print(f"  {name} = {_figure(value)}")
    for missing in view.incomplete:
        print(f"  not captured: {missing}")
    print(f"\nBring it back as it ran:  runway open {view.run_id[:8]}")


def _figure(value: Metric) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def show_pipeline(view: PipelineView) -> None:
    """The steps in order, with what they read and write."""
    if view.parameters:
        print("Parameters")
        for parameter in view.parameters:
            about = f"  {parameter.description}" if parameter.description else ""
            print(f"  {parameter.name}: {parameter.type} = {parameter.default!r}{about}")
        print()
    before: dict[str, list[str]] = {}
    for edge in view.edges:
        before.setdefault(edge.target, []).append(edge.source)
    for number, step in enumerate(view.steps, start=1):
        after = f"  after {', '.join(before[step.name])}" if step.name in before else ""
        print(f"{number:3}  {step.name}{after}")
        if step.reads:
            print(f"       reads   {', '.join(step.reads)}")
        if step.writes:
            print(f"       writes  {', '.join(step.writes)}")
    for problem in view.problems:
        where = f" (cell {problem.cell}, line {problem.line})" if problem.cell and problem.line else ""
        print(f"\n{problem.severity}: {problem.message}{where}")


def show_runs(runs: Sequence[RunSummary]) -> None:
    """A table of runs."""
    if not runs:
        print("No runs yet. Make one with: runway run NOTEBOOK")
        return
    rows = [
        (
            run.run_id[:8],
            run.state,
            run.started[:19].replace("T", " "),
            f"{run.seconds:.1f} s" if run.seconds is not None else "",
            run.notebook.rpartition("/")[2],
            " ".join(f"{name}={_figure(value)}" for name, value in run.metrics.items()),
        )
        for run in runs
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        print("  ".join([*(cell.ljust(width) for cell, width in zip(row[:5], widths, strict=True)), row[5]]).rstrip())


def show_reopened(view: Reopened) -> None:
    """Where the run stands again, and how it compares with today."""
    print(f"Run {view.run_id[:8]} is open in {view.folder}\n")
    for title, axis in (
        ("Code", view.axes.code),
        ("Parameters", view.axes.parameters),
        ("Data", view.axes.data),
        ("Environment", view.axes.environment),
    ):
        print(f"  {title:12} {axis.state:8} {axis.summary}")
        for line in axis.detail if axis.state != "exact" and axis.detail != [axis.summary] else ():
            print(f"  {'':21} · {line}")
    print(f"\nRun it again:  runway run {view.notebook}")


def show_checks(view: DoctorView) -> None:
    """One line a check."""
    marks = {"ok": "✓", "missing": "–", "failed": "✗"}
    width = max(len(check.name) for check in view.checks)
    for check in view.checks:
        print(f"  {marks[check.state]} {check.name:{width}}  {check.message}")
