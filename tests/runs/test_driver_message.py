"""What is said of a run that failed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from runway_jlab.engine.states import StepState
from runway_jlab.engine.walk import StepError, StepResult
from runway_jlab.runs.driver import _message


def said(error: tuple[str, str], skipped: int) -> str | None:
    results = {"A": StepResult("A", ("a",), StepState.FAILED, error=StepError("a", *error, ""))}
    for number in range(skipped):
        results[f"S{number}"] = StepResult(f"S{number}", (), StepState.SKIPPED)
    walk: Any = SimpleNamespace(cancelled=False, results=results, setup_errors={}, lost=None)
    return _message(walk)


@pytest.mark.parametrize(
    ("error", "skipped", "expected"),
    [
        (("KeyError", "'x'"), 0, "A failed with KeyError: 'x'."),
        (("KeyError", "'x'"), 1, "A failed with KeyError: 'x'. 1 step that needs it did not run."),
        (("E", "Run again."), 2, "A failed with E: Run again. 2 steps that need it did not run."),
        (("E", "Why?"), 0, "A failed with E: Why?"),
        (("AssertionError", ""), 0, "A failed with AssertionError."),
    ],
)
def test_it_is_a_sentence(error: tuple[str, str], skipped: int, expected: str) -> None:
    assert said(error, skipped) == expected
