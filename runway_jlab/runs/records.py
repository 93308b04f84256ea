"""The record of a run, found by the run's id and checked against the name that the run gave it."""

from __future__ import annotations

from runway_jlab.errors import RunNotRecorded
from runway_jlab.ids import Digest, RunId
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.record import Record, record_from_bytes
from runway_jlab.runs.files import RunFiles


def load_record(project: Project, run_id: RunId) -> Record:
    """The record of a run of the project.

    Raises
    ------
    UnknownRun
        The run has no files here.
    RunNotRecorded
        The run has not ended yet, or was cut off before its record was made.
    StorageCorrupt
        The record's bytes are not those that were recorded.
    """
    files = RunFiles.of(project.private, run_id)
    name = files.read_status().record
    if name is None or not files.record.is_file():
        raise RunNotRecorded(
            f"Run {run_id[:8]} has no record: it has not ended, or was cut off. Wait for it, or run again.",
            run=run_id,
        )
    return record_from_bytes(files.record.read_bytes(), Digest(name))
