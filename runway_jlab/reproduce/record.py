"""The record of a run: its complete evidence, each part by digest, under one digest of its own.

The canonical JSON of a record is what is stored, what goes to MLflow as ``record.json``, and what its name is
computed from: a record that was edited no longer matches its name.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from runway_jlab.errors import StorageCorrupt
from runway_jlab.ids import Digest, RunId, digest_of
from runway_jlab.pipeline.literals import literal
from runway_jlab.source.repository import Head
from runway_jlab.source.snapshot import LargeFile
from runway_jlab.storage.files import canonical_json

FORMAT = 1
_LINES = 20


@dataclass(frozen=True)
class SourceRecord:
    """The code: a commit of the whole work tree in the project's private repository.

    Parameters
    ----------
    project : str
        The project's folder relative to the tree's root; ``"."`` when they are the same.
    notebook : str
        The notebook relative to the tree's root.
    """

    commit: str
    tree: str
    project: str
    notebook: str
    large: tuple[LargeFile, ...]
    head: Head | None


@dataclass(frozen=True)
class CellRecord:
    """One execution; the records' order is the order of execution."""

    id: str
    source: str
    step: str | None
    execution_count: int
    ok: bool
    outputs: Digest


@dataclass(frozen=True)
class ParameterRecord:
    """A parameter as it was used.

    Parameters
    ----------
    source : str
        The value as Python spells it: what goes into the parameters cell again.
    value : Any
        The same as far as JSON can hold it, to be shown and searched.
    origin : str
        ``default`` or ``given``.
    """

    name: str
    type: str
    kind: str
    source: str
    value: Any
    origin: str

    @property
    def literal(self) -> Any:
        """The value itself: a tuple is a tuple, a set a set."""
        return literal_in(self.source)


@dataclass(frozen=True)
class DatasetRecord:
    """Data that a parameter led to: its path as written, and every file by digest; None when nothing was there."""

    parameter: str
    path: str
    digest: Digest | None
    files: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class StepRecord:
    """How a step ended, and what it left behind."""

    name: str
    cells: tuple[str, ...]
    state: str
    cached: bool
    seconds: float | None
    max_rss_bytes: int | None
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    changed: tuple[str, ...]
    values: str | None


@dataclass(frozen=True)
class Record:
    """Everything known of one run.

    Parameters
    ----------
    kernel : str
        Name of the notebook's kernel.
    environment : Digest
        The environment's lock, an object in the store.
    seed : int
        What the random generators started from, and the hash seed.
    incomplete : tuple of str
        What could not be captured, each by name. Empty, or the run is not "exact".
    missing_inputs : tuple of str
        Files that the run read and the snapshot lacks, relative to its root.
    """

    run_id: RunId
    state: str
    started: str
    ended: str
    kernel: str
    seed: int
    source: SourceRecord
    cells: tuple[CellRecord, ...]
    parameters: tuple[ParameterRecord, ...]
    datasets: tuple[DatasetRecord, ...]
    environment: Digest | None
    steps: tuple[StepRecord, ...]
    metrics: Mapping[str, float]
    incomplete: tuple[str, ...]
    missing_inputs: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """The canonical form; records from before there was `missing_inputs` keep theirs."""
        content = {**asdict(self), "format": FORMAT}
        if not self.missing_inputs:
            del content["missing_inputs"]
        return canonical_json(content)

    @property
    def values(self) -> dict[str, Any]:
        """Every parameter's value, as JSON has it."""
        return {parameter.name: parameter.value for parameter in self.parameters}

    @property
    def literals(self) -> dict[str, Any]:
        """Every parameter's value, as Python has it."""
        return {parameter.name: parameter.literal for parameter in self.parameters}


def missing_lines(paths: Sequence[str]) -> tuple[str, ...]:
    """What is said of inputs that the snapshot lacks."""
    lines = [f"{path}: read by the run, not in the snapshot (git ignores it)" for path in paths[:_LINES]]
    if len(paths) > _LINES:
        lines.append(f"{len(paths) - _LINES} more files: read by the run, not in the snapshot")
    return tuple(lines)


def literal_in(source: str) -> Any:
    """The value that :func:`~runway_jlab.pipeline.literals.spell` has spelled."""
    return literal(ast.parse(source, mode="eval").body)


def record_from_bytes(content: bytes, expected: Digest | None = None) -> Record:
    """Read a record.

    Parameters
    ----------
    content : bytes
        What :meth:`Record.to_bytes` gave.
    expected : Digest, optional
        The record's name.

    Raises
    ------
    StorageCorrupt
        It does not match its name, or is no record.
    """
    if expected is not None and digest_of(content) != expected:
        raise StorageCorrupt(
            f"The record was changed since the run: its digest is not {expected}. Restore it from a backup, or from "
            "the run's artifacts in MLflow.",
            digest=expected,
        )
    try:
        raw = json.loads(content)
        source = raw["source"]
        return Record(
            run_id=RunId(raw["run_id"]),
            state=raw["state"],
            started=raw["started"],
            ended=raw["ended"],
            kernel=raw["kernel"],
            seed=raw["seed"],
            source=SourceRecord(
                commit=source["commit"],
                tree=source["tree"],
                project=source["project"],
                notebook=source["notebook"],
                large=tuple(LargeFile(**file) for file in source["large"]),
                head=Head(**source["head"]) if source["head"] else None,
            ),
            cells=tuple(CellRecord(**cell) for cell in raw["cells"]),
            parameters=tuple(ParameterRecord(**parameter) for parameter in raw["parameters"]),
            datasets=tuple(
                DatasetRecord(**{**dataset, "files": tuple(dataset["files"])}) for dataset in raw["datasets"]
            ),
            environment=raw["environment"],
            steps=tuple(
                StepRecord(
                    **{
                        **step,
                        **{key: tuple(step[key]) for key in ("cells", "reads", "writes", "changed")},
                    }
                )
                for step in raw["steps"]
            ),
            metrics=raw["metrics"],
            incomplete=tuple(raw["incomplete"]),
            missing_inputs=tuple(raw.get("missing_inputs", ())),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StorageCorrupt(f"This is no record that this version of Runway can read: {error!r}.") from error
