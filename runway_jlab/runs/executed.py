"""The executed copy: the notebook with the sources that ran and the outputs that they gave. The file itself stays."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from runway_jlab.engine.outputs import CellOutputs
from runway_jlab.engine.plan import Plan
from runway_jlab.engine.walk import ExecutedCell
from runway_jlab.pipeline.notebook import parse_notebook, with_sources
from runway_jlab.storage.files import utf8_json


def executed_notebook(
    content: Mapping[str, Any], plan: Plan, executed: Sequence[ExecutedCell], outputs: CellOutputs
) -> bytes:
    """The notebook's JSON as executed.

    Cells that ran have their outputs and execution counts; those that did not have none. Everything else (Markdown,
    metadata, the order) is the notebook's.
    """
    content = _in_format_4(content)
    counts = {cell.id: cell.execution_count for cell in executed}
    sources = {cell.id: cell.source for cell in plan.cells}
    notebook = with_sources(content, sources)
    ids = [cell.id for cell in parse_notebook(content).cells]
    for cell_id, cell in zip(ids, notebook["cells"], strict=True):
        if cell["cell_type"] == "code":
            cell["execution_count"] = counts.get(cell_id)
            cell["outputs"] = [_on_disk(output) for output in outputs.of(cell_id)] if cell_id in counts else []
    return utf8_json(notebook, indent=1) + b"\n"


def _in_format_4(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The notebook in a format that has outputs as we have them; its cells keep the ids that we know them by."""
    if content["nbformat"] >= 4:
        return content
    import nbformat

    library: Any = nbformat  # in parts untyped
    upgraded: dict[str, Any] = json.loads(library.writes(library.convert(library.from_dict(content), 4)))
    for cell, known in zip(upgraded["cells"], parse_notebook(content).cells, strict=True):
        cell["id"] = known.id
    return upgraded


def _on_disk(output: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(output)
    if kept["output_type"] in ("display_data", "execute_result"):
        kept.setdefault("metadata", {})
    return kept
