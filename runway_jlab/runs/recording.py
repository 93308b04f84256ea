"""The record made of a walk: everything that is known once the steps have ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from runway_jlab.engine.plan import Plan
from runway_jlab.engine.states import RunState
from runway_jlab.engine.walk import Walk
from runway_jlab.errors import without_passwords
from runway_jlab.ids import Digest, RunId, digest_of
from runway_jlab.pipeline.literals import spell
from runway_jlab.reproduce.capture import Captured
from runway_jlab.reproduce.record import CellRecord, ParameterRecord, Record, StepRecord, missing_lines
from runway_jlab.storage.files import canonical_json, plain


def make_record(
    *,
    run_id: RunId,
    started: str,
    ended: datetime,
    state: RunState,
    request: Mapping[str, Any],
    captured: Captured,
    walk: Walk,
    environment: Digest | None,
    metrics: Mapping[str, float],
    trouble: Sequence[str],
    missing_inputs: Sequence[str],
) -> Record:
    """The record of a run.

    Parameters
    ----------
    request : Mapping
        What was submitted: kernel, seed, parameters.
    environment : Digest, optional
        The environment's lock in the store; None when the interpreter did not start.
    trouble : sequence of str
        What of MLflow, or of the files that were read, could not be found out.
    missing_inputs : sequence of str
        Files that the run read and the snapshot lacks, relative to its root.
    """
    incomplete = [*captured.incomplete, *walk.trouble, *_not_stored(walk), *trouble, *missing_lines(missing_inputs)]
    if environment is None:
        incomplete.append("environment: the interpreter did not start")
    return Record(
        run_id=run_id,
        state=state,
        started=started,
        ended=ended.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        kernel=request["kernel"],
        seed=request["seed"],
        source=captured.source,
        cells=_cell_records(walk),
        parameters=_parameter_records(request["parameters"], walk.plan),
        datasets=captured.datasets,
        environment=environment,
        steps=_step_records(walk),
        metrics=metrics,
        incomplete=tuple(without_passwords(line) for line in incomplete),
        missing_inputs=tuple(missing_inputs),
    )


def _not_stored(walk: Walk) -> list[str]:
    return [
        f"{result.name}: the variable {refused['name']} ({refused['type']}) cannot be stored: {refused['reason']}"
        for result in walk.results.values()
        for refused in result.refused
    ]


def _cell_records(walk: Walk) -> tuple[CellRecord, ...]:
    return tuple(
        CellRecord(
            id=cell.id,
            source=cell.source,
            step=cell.step,
            execution_count=cell.execution_count,
            ok=cell.ok,
            outputs=digest_of(canonical_json(list(walk.outputs.of(cell.id)))),
        )
        for cell in walk.executed
    )


def _parameter_records(parameters: Sequence[Mapping[str, Any]], plan: Plan) -> tuple[ParameterRecord, ...]:
    return tuple(
        ParameterRecord(
            name=parameter["name"],
            type=parameter["type"],
            kind=parameter["kind"],
            source=spell(plan.parameters[parameter["name"]]),
            value=plain(plan.parameters[parameter["name"]]),
            origin="given" if parameter["name"] in plan.overridden else "default",
        )
        for parameter in parameters
    )


def _step_records(walk: Walk) -> tuple[StepRecord, ...]:
    steps = {step.name: step for step in walk.plan.pipeline.steps}
    return tuple(
        StepRecord(
            name=result.name,
            cells=result.cells,
            state=result.state,
            cached=result.cached,
            seconds=result.seconds,
            max_rss_bytes=result.max_rss_bytes,
            reads=steps[result.name].reads,
            writes=steps[result.name].writes,
            changed=result.changed,
            values=result.values,
        )
        for result in walk.results.values()
    )
