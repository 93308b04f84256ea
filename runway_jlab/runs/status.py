"""How a run stands: the one file that its driver writes and everybody else reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from runway_jlab.engine.states import RunState, StepState
from runway_jlab.engine.walk import StepError, StepResult
from runway_jlab.ids import RunId

FORMAT = 1


@dataclass(frozen=True)
class RunStatus:
    """A run as its driver last saw it.

    Parameters
    ----------
    notebook : str
        Relative to the project's folder, with forward slashes.
    started : str
        When it was submitted: ISO 8601 in UTC.
    seconds : float, optional
        From submission to the last step's end.
    revision : int
        Grows with every change.
    message : str, optional
        What a person should know about how it ended.
    incomplete : tuple of str
        What could not be captured.
    logged : bool
        Whether MLflow has all of it.
    """

    run_id: RunId
    notebook: str
    state: RunState
    started: str
    parameters: Mapping[str, Any]
    steps: tuple[StepResult, ...]
    seconds: float | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)
    mlflow_run_id: str | None = None
    mlflow_experiment_id: str | None = None
    record: str | None = None
    revision: int = 0
    message: str | None = None
    incomplete: tuple[str, ...] = ()
    logged: bool = False

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "format": FORMAT}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> RunStatus:
        known = {key: value for key, value in content.items() if key in cls.__dataclass_fields__}
        known["state"] = RunState(known["state"])
        known["steps"] = tuple(_step(step) for step in known["steps"])
        known["incomplete"] = tuple(known["incomplete"])
        return cls(**known)


def _step(content: Mapping[str, Any]) -> StepResult:
    error = content["error"]
    return StepResult(
        **{
            **content,
            "state": StepState(content["state"]),
            "cells": tuple(content["cells"]),
            "changed": tuple(content["changed"]),
            "refused": tuple(content["refused"]),
            "error": None if error is None else StepError(**error),
        }
    )
