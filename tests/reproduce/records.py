"""Records without a run: one with something in every field, and those of notebooks that never ran."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from runway_jlab.ids import Digest, RunId
from runway_jlab.pipeline.literals import spell
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.capture import capture_source
from runway_jlab.reproduce.record import (
    CellRecord,
    DatasetRecord,
    ParameterRecord,
    Record,
    SourceRecord,
    StepRecord,
)
from runway_jlab.source.repository import Head
from runway_jlab.source.snapshot import LargeFile
from runway_jlab.storage.files import plain

DIGEST = Digest("sha256:" + "0" * 64)
RECORD = Record(
    run_id=RunId("a" * 32),
    state="FINISHED",
    started="2026-11-23T12:00:00.000Z",
    ended="2026-11-23T12:00:01.000Z",
    kernel="python3",
    seed=4_294_967_295,
    source=SourceRecord(
        commit="1" * 40,
        tree="2" * 40,
        project="sub",
        notebook="sub/é.ipynb",
        large=(LargeFile("large.bin", DIGEST, True),),
        head=Head("3" * 40, "main", "https://example.org/x", True),
    ),
    cells=(CellRecord("c", "print(1)\n", "A", 1, True, DIGEST), CellRecord("s", "import x", None, 2, False, DIGEST)),
    parameters=(ParameterRecord("n", "int", "model", "3", 3, "given"),),
    datasets=(
        DatasetRecord("data", "datasets/a/v1", DIGEST, ({"path": "a.csv", "size": 3, "digest": DIGEST},)),
        DatasetRecord("other", "datasets/gone/v1", None, ()),
    ),
    environment=DIGEST,
    steps=(StepRecord("A", ("c",), "FINISHED", False, 0.5, 1000, ("n",), ("x",), ("x",), DIGEST),),
    metrics={"score": 0.1 + 0.2},
    incomplete=("something",),
)


def record_of(project: Project, notebook: Path, **given: Any) -> Record:
    """The record of a run of `notebook` as it is now, that failed before anything ran."""
    source, incomplete = capture_source(project, notebook, RECORD.run_id, [])
    return replace(
        RECORD,
        state="FAILED",
        source=source,
        cells=(),
        steps=(),
        datasets=(),
        parameters=tuple(
            ParameterRecord(name, "", "model", spell(value), plain(value), "given") for name, value in given.items()
        ),
        incomplete=incomplete,
    )
