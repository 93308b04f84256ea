"""What the terminal shows of a run's figures."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import fields

import pytest

from runway_jlab import cli
from runway_jlab.cli.terminal import show_run_end, show_runs
from runway_jlab.contract.runs import RunSummary, RunView
from runway_jlab.storage.files import plain


def test_figures_that_are_no_numbers_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    metrics = plain({"loss": float("nan"), "up": float("inf"), "down": float("-inf"), "score": 0.12345678})
    run = RunSummary("a" * 32, "a.ipynb", "FINISHED", "2026-11-23T12:00:00Z", 1.0, {}, metrics)
    show_runs([run])
    assert capsys.readouterr().out.rstrip().endswith("loss=nan up=inf down=-inf score=0.123457")
    show_run_end(RunView(**{field.name: getattr(run, field.name) for field in fields(RunSummary)}))
    assert "  loss = nan\n  up = inf\n  down = -inf\n  score = 0.123457\n" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_json_fits_any_standard_output(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    content = {"name": "é😀", "half": "\ud83d"}
    cli._print_json(content)
    sys.stdout.flush()
    assert json.loads(written.getvalue().decode(encoding)) == content
