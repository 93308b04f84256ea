"""Fifty trivial cells, the whole command, against nbclient (which neither checkpoints nor captures)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks.measure import Row, compare
from runway_jlab.projects.project import create_project

_NBCLIENT = """\
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, kernel_name="python3").execute()
"""


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        create_project(root, "fifty")
        path = root / "fifty.ipynb"
        cells = [new_code_cell(f"x{n} = {n}", metadata={"runway": {"step": f"s{n}"}}) for n in range(50)]
        nbformat.write(new_notebook(cells=cells), path)

        def ours() -> None:
            command = [sys.executable, "-m", "runway_jlab.cli", "run", str(path), "--json"]
            subprocess.run(command, check=True, capture_output=True, cwd=root)

        def peer() -> None:
            subprocess.run([sys.executable, "-c", _NBCLIENT, str(path)], check=True, capture_output=True, cwd=root)

        ours()
        yield compare(
            "50 trivial cells, whole command",
            {"runway run": ours, "nbclient": peer},
            note="ours includes the snapshot, 50 checkpoints, the record, and logging the run to MLflow",
        )
