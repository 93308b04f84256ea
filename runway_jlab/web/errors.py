"""Which HTTP status each error is answered with: the one table."""

from __future__ import annotations

from runway_jlab import errors

STATUS: dict[type[errors.RunwayError], int] = {
    errors.RunwayError: 500,
    errors.UsageError: 400,
    errors.BadRequest: 400,
    errors.Forbidden: 403,
    errors.NotAProject: 404,
    errors.NotebookNotFound: 404,
    errors.UnknownRun: 404,
    errors.AlreadyAProject: 409,
    errors.AmbiguousRun: 409,
    errors.FolderTaken: 409,
    errors.RunNotRecorded: 409,
    errors.KernelNotFound: 422,
    errors.NotebookHasErrors: 422,
    errors.NotebookInvalid: 422,
    errors.ParameterTypeMismatch: 422,
    errors.PipelineCyclic: 422,
    errors.ProjectFileInvalid: 422,
    errors.UnknownParameter: 422,
    errors.TrackingUnavailable: 503,
}


def status_of(error: errors.RunwayError) -> int:
    """The status of an error: its own, or that of the nearest class above it."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
