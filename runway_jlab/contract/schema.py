"""Generates ``contract.json``, the JSON Schema of everything that goes over the wire.

``python -m runway_jlab.contract.schema`` rewrites it, with ``--check`` it only compares (continuous integration).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from runway_jlab.contract import pipeline, projects, reproduction, runs
from runway_jlab.contract.serialize import adapter

PATH = Path(__file__).with_name("contract.json")

CONTRACT: tuple[type[Any], ...] = (
    pipeline.PipelineView,
    pipeline.PipelineRequest,
    projects.DoctorView,
    projects.ErrorView,
    projects.ExampleRequest,
    projects.ExampleView,
    projects.MlflowView,
    projects.ProjectRequest,
    projects.ProjectView,
    projects.StatusView,
    reproduction.Reopened,
    reproduction.ReproductionView,
    runs.LogPage,
    runs.RunEvent,
    runs.RunList,
    runs.RunRequest,
    runs.RunView,
)
"""The roots; what they contain follows."""


class _Schema(GenerateJsonSchema):
    """Without titles (a generator would make a type of each) and with every answered field required."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        return self.mode == "serialization" or super().field_is_required(field, total)


def generate() -> dict[str, Any]:
    """The schema of every contract class, one definition each."""
    _, schema = TypeAdapter.json_schemas(
        [(kind.__name__, _mode(kind), adapter(kind)) for kind in CONTRACT],
        schema_generator=_Schema,
    )
    definitions: dict[str, Any] = schema["$defs"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "RunwayContract",
        "$defs": {name: _tidy(definition) for name, definition in sorted(definitions.items())},
    }


def _mode(kind: type[Any]) -> Literal["validation", "serialization"]:
    """What we read may leave out defaults; what we send never does."""
    return "validation" if kind.__name__.endswith("Request") else "serialization"


def _tidy(node: Any) -> Any:
    """Drop titles and what stands beside a ``$ref`` (a TypeScript generator would inline it)."""
    if isinstance(node, dict):
        if "$ref" in node:
            return {"$ref": node["$ref"]}
        return {key: _tidy(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))}
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    return node


def main(arguments: list[str]) -> int:
    text = json.dumps(generate(), indent=2, ensure_ascii=False) + "\n"
    if "--check" in arguments:
        if PATH.read_text(encoding="utf-8") != text:
            sys.stderr.write("contract.json is stale: run `npm run contract` and commit the result.\n")
            return 1
        return 0
    PATH.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
