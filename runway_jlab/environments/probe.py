"""Asking an interpreter what it is, without importing anything of its packages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from runway_jlab.errors import WorkerLost
from runway_jlab.runtime import packages

_ASK = "import json, runpy, sys; m = runpy.run_path(sys.argv[1]); print(json.dumps(m['interpreter']()))"


def probe(
    python: Path, folder: Path, options: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The lock of an interpreter's environment, as a run started in `folder` would record it.

    `options` are the interpreter's own; without `environment` it has our variables.

    Raises
    ------
    WorkerLost
        The interpreter does not start.
    """
    try:
        done = subprocess.run(
            [str(python), *options, "-c", _ASK, str(Path(packages.__file__))],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise WorkerLost(
            f"The interpreter {python} does not start: {error}. Check the kernel with: jupyter kernelspec list"
        ) from error
    lock: dict[str, Any] = json.loads(done.stdout)
    return lock
