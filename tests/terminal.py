"""The command line as a person or a script meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema

from runway_jlab.contract.schema import PATH

_SCHEMA = json.loads(PATH.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        assert "Traceback" not in self.err, self.err
        return json.loads(self.out)


def runway(*arguments: object, folder: Path | None = None, **environment: str) -> Said:
    """Run ``runway …`` in a process of its own."""
    import os

    done = subprocess.run(
        [sys.executable, "-m", "runway_jlab.cli", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=300,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def check(name: str, content: Any) -> Any:
    """Hold `content` against a definition of the committed contract; returns it."""
    jsonschema.validate(content, {**_SCHEMA, "$ref": f"#/$defs/{name}"})
    return content
