"""A reopened notebook has the given values, and whatever else was in it."""

from __future__ import annotations

import json

from records import record_of

from notebooks import cell, notebook, parameters, write
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.reopen import reopen


def test_text_that_utf8_cannot_hold_is_no_obstacle(project: Project) -> None:
    content = notebook(parameters("n = 1"), cell("'half a pair: \ud83d, é'", "A"))
    reopened = reopen(project, record_of(project, write(project.root / "a.ipynb", content), n=5))
    cells = json.loads(reopened.notebook.read_text(encoding="utf-8"))["cells"]
    assert ["".join(one["source"]) for one in cells] == ["n = 5", "'half a pair: \ud83d, é'"]
