"""Submitting a run: everything is checked and captured here, then a process of its own takes over."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from runway_jlab.engine.plan import plan_run
from runway_jlab.engine.states import RunState
from runway_jlab.engine.walk import StepResult
from runway_jlab.errors import NotebookInvalid, RunNotRecorded, StorageCorrupt, UnknownRun
from runway_jlab.ids import RunId, new_run_id
from runway_jlab.kernels.interpreter import find_interpreter
from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.literals import spell
from runway_jlab.pipeline.notebook import parse_notebook, read_notebook
from runway_jlab.pipeline.parameters import coerce
from runway_jlab.projects.project import Project, prepare_private
from runway_jlab.reproduce.capture import Captured, capture_datasets, capture_source, data_files, snapshots_of
from runway_jlab.runs.catalog import RunCatalog
from runway_jlab.runs.files import RunFiles
from runway_jlab.runs.records import load_record
from runway_jlab.runs.status import RunStatus
from runway_jlab.storage.files import plain, write_atomically
from runway_jlab.storage.locks import hold


def submit(project: Project, notebook_path: Path, given: Mapping[str, Any]) -> RunStatus:
    """Start a run of a notebook; returns as soon as its process is on its way.

    Parameters
    ----------
    project : Project
        The project that the notebook belongs to.
    notebook_path : Path
        The notebook, as it is saved.
    given : Mapping
        Values for parameters, as text or JSON values.

    Raises
    ------
    NotebookNotFound, NotebookInvalid, NotebookHasErrors, PipelineCyclic
        The notebook cannot run. Nothing was written.
    UnknownParameter, ParameterTypeMismatch
        A value does not fit. Nothing was written.
    KernelNotFound
        The notebook's interpreter is not here. Nothing was written.
    GitFailed
        The source could not be captured.
    """
    path = notebook_path.resolve()
    notebook = read_notebook(path)
    pipeline = build(notebook)
    values = coerce(pipeline.parameters, given)
    plan = plan_run(notebook, pipeline, values)
    interpreter = find_interpreter(notebook.kernel_name)

    prepare_private(project)
    run_id = new_run_id()
    started = datetime.now(UTC)
    datasets = capture_datasets(path.parent, pipeline.parameters, plan.parameters)
    source, incomplete = capture_source(project, path, run_id, data_files(path.parent, datasets))
    content = snapshots_of(project).read(source.commit, source.notebook)
    notebook = _parsed(content, path)
    pipeline = build(notebook)
    plan = plan_run(notebook, pipeline, coerce(pipeline.parameters, given))
    datasets = capture_datasets(path.parent, pipeline.parameters, plan.parameters)
    captured = Captured(source, datasets, incomplete)

    files = RunFiles.of(project.private, run_id)
    files.folder.mkdir(parents=True)
    status = RunStatus(
        run_id=run_id,
        notebook=os.path.relpath(path, project.root).replace(os.sep, "/"),
        state=RunState.QUEUED,
        started=started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        parameters=plain(plan.parameters),
        steps=tuple(StepResult(step.name, step.cells) for step in pipeline.steps),
        incomplete=incomplete,
    )
    write_atomically(files.notebook, content)
    files.write_request(
        {
            "notebook": str(path),
            "python": str(interpreter.python),
            "options": interpreter.options,
            "environment": interpreter.env,
            "kernel": notebook.kernel_name,
            "values": {name: spell(plan.parameters[name]) for name in plan.overridden},
            "parameters": [
                {"name": parameter.name, "type": parameter.type, "kind": parameter.kind}
                for parameter in pipeline.parameters
            ],
            "seed": _seed(project),
            "captured": captured.as_json(),
        }
    )
    with hold(files.lock) as lock:  # whoever sees the run before its driver is there must not think it dead
        files.write_status(status)
        RunCatalog(project.private).put(status)
        _start_driver(project, files, run_id, lock)
    return status


def _start_driver(project: Project, files: RunFiles, run_id: RunId, lock: IO[bytes]) -> None:
    """Start the process that drives the run. It inherits the run's lock, so that the lock is held without a gap."""
    with files.folder.joinpath("driver.log").open("wb") as log, _deaf_to(signal.SIGTERM):
        process = subprocess.Popen(
            [sys.executable, "-m", "runway_jlab.runs.driver", str(project.root), run_id],
            cwd=project.root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(lock.fileno(),),
            start_new_session=True,
        )
        write_atomically(files.pid, str(process.pid).encode(), durable=False)


@contextmanager
def _deaf_to(number: signal.Signals) -> Iterator[None]:
    """Hold a signal back in the body, and in a process started in it until it says that it listens."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _parsed(content: bytes, path: Path) -> Any:
    try:
        return parse_notebook(json.loads(content))
    except ValueError:
        raise NotebookInvalid(
            f"{path} changed while it was being captured. Save it and run again.", path=str(path)
        ) from None


def _seed(project: Project) -> int:
    """What the run's random generators start from: in a reopened folder, what they started from then."""
    if project.reopened_run is not None:
        try:
            return load_record(project, project.reopened_run).seed
        except (RunNotRecorded, StorageCorrupt, UnknownRun):
            pass  # a new run needs no old one: it only starts from other numbers
    return secrets.randbelow(2**32)
