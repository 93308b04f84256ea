"""Every error that a person can meet, in one tree::

    RunwayError
    ├── UsageError                what was asked cannot be: mend the request        (exit 2)
    │   ├── BadRequest            the request's form is wrong
    │   ├── NotAProject           no runway.toml at or above the folder
    │   ├── AlreadyAProject
    │   ├── ProjectFileInvalid    runway.toml cannot be read
    │   ├── NotebookNotFound
    │   ├── NotebookInvalid       no notebook, no JSON, no code
    │   ├── NotebookHasErrors     a cell does not parse: cannot run
    │   ├── PipelineCyclic        order edges close a circle
    │   ├── UnknownParameter
    │   ├── ParameterTypeMismatch
    │   ├── UnknownRun
    │   ├── AmbiguousRun          a prefix that several runs share
    │   ├── KernelNotFound        the notebook's kernel is not installed, or is not Python
    │   ├── FolderTaken           a reopened run would overwrite something
    │   ├── RunNotRecorded        the run has no record to open
    │   └── Forbidden
    └── WorkFailed                the work itself failed                            (exit 1)
        ├── StorageCorrupt        a stored object does not match its digest
        ├── TrackingUnavailable   MLflow did not start or answer
        ├── WorkerLost            the process that ran the steps died
        └── GitFailed

Each has a stable ``code``; its message says what happened and what to do next.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

_CREDENTIALS = re.compile(r"(?<=://)[^\s/]*@")


def without_passwords(text: str) -> str:
    """The text with every URL in it as it is without user name and password."""
    return _CREDENTIALS.sub("", text)


class RunwayError(Exception):
    """Base of all errors with a message meant for people; URLs in it lose user name and password.

    Parameters
    ----------
    message : str
        What happened, to what, and what to do next.
    detail : Any
        JSON values that a program may want: names, paths, the choices there are.
    """

    code = "error"
    exit_code = 1

    def __init__(self, message: str, **detail: Any) -> None:
        self.message = without_passwords(message)
        super().__init__(self.message)
        self.detail = {key: without_passwords(one) if isinstance(one, str) else one for key, one in detail.items()}


class UsageError(RunwayError):
    code = "usage"
    exit_code = 2


class BadRequest(UsageError):
    code = "bad-request"


class NotAProject(UsageError):
    code = "not-a-project"


class AlreadyAProject(UsageError):
    code = "already-a-project"


class ProjectFileInvalid(UsageError):
    code = "project-file-invalid"


class NotebookNotFound(UsageError):
    code = "notebook-not-found"


class NotebookInvalid(UsageError):
    code = "notebook-invalid"


class NotebookHasErrors(UsageError):
    code = "notebook-has-errors"


class PipelineCyclic(UsageError):
    code = "pipeline-cyclic"


class UnknownParameter(UsageError):
    code = "unknown-parameter"


class ParameterTypeMismatch(UsageError):
    code = "parameter-type"


class UnknownRun(UsageError):
    code = "unknown-run"


class AmbiguousRun(UsageError):
    code = "ambiguous-run"


class KernelNotFound(UsageError):
    code = "kernel-not-found"


class FolderTaken(UsageError):
    code = "folder-taken"


class RunNotRecorded(UsageError):
    code = "run-not-recorded"


class Forbidden(UsageError):
    code = "forbidden"


class WorkFailed(RunwayError):
    code = "failed"
    exit_code = 1


class StorageCorrupt(WorkFailed):
    code = "storage-corrupt"


class TrackingUnavailable(WorkFailed):
    code = "tracking-unavailable"


class WorkerLost(WorkFailed):
    code = "worker-lost"


class GitFailed(WorkFailed):
    code = "git-failed"


def from_the_system(error: OSError | sqlite3.Error) -> WorkFailed:
    """A disk that is full, a folder that cannot be written, an index that is no database: told, not traced."""
    name = getattr(error, "filename", None)
    what = f"{name}: {error.strerror}" if isinstance(error, OSError) and name else str(error)
    return WorkFailed(
        f"The project's files cannot be used: {what}. See that the folder can be written and the disk is not full, "
        "then try again.",
        path=name,
    )
