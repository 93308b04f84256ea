"""Files and JSON in, sources out."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from runway_jlab.errors import NotebookInvalid, NotebookNotFound
from runway_jlab.pipeline.notebook import parse_notebook, read_notebook, with_sources


def content(*cells: dict[str, Any], minor: int = 5) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": list(cells)}


def code(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **more}


def test_sources_as_list_and_as_text() -> None:
    notebook = parse_notebook(content(code(["a = 1\n", "b = 2"], id="x"), code("c = 3", id="y")))
    assert [(cell.id, cell.source) for cell in notebook.cells] == [("x", "a = 1\nb = 2"), ("y", "c = 3")]


def test_ids_are_given_by_place_and_never_collide() -> None:
    notebook = parse_notebook(
        content(code("a"), code("b", id="cell-2"), code("c"), code("d", id="cell-2"), code("e", id=""))
    )
    ids = [cell.id for cell in notebook.cells]
    assert ids[:2] == ["cell-0", "cell-2"]
    assert len(set(ids)) == 5
    assert (
        ids
        == [cell.id for cell in parse_notebook(content(*[code(c.source) for c in notebook.cells])).cells][:1] + ids[1:]
    )


def test_tags_kernel_and_code_cells() -> None:
    raw = content(
        code("a", metadata={"tags": ["parameters", 3]}), {"cell_type": "markdown", "source": "# T", "metadata": {}}
    )
    assert parse_notebook(raw).kernel_name == "python3"
    raw["metadata"] = {"kernelspec": {"name": "conda-x"}}
    notebook = parse_notebook(raw)
    assert notebook.kernel_name == "conda-x"
    assert [cell.tags for cell in notebook.code_cells] == [("parameters",)]


def test_with_sources_keeps_everything_else() -> None:
    raw = content(code(["a = 1\n", "b"], id="x", metadata={"k": [1]}), code("c"), minor=4)
    before = copy.deepcopy(raw)
    changed = with_sources(raw, {"x": "a = 2\nb\n", "cell-1": "d\ne"})
    assert raw == before
    assert changed["cells"][0]["source"] == ["a = 2\n", "b\n"]
    assert changed["cells"][1]["source"] == "d\ne"
    changed["cells"][0]["source"], changed["cells"][1]["source"] = ["a = 1\n", "b"], "c"
    assert changed == before
    with pytest.raises(KeyError):
        with_sources(raw, {"nowhere": ""})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "not a notebook"),
        ('{"cells": []}', "not a notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "no list of cells"),
        ('{"nbformat": 4, "cells": [{}]}', "no type"),
        (json.dumps(content()), "no code"),
        (json.dumps(content(code("  \n"))), "no code"),
    ],
)
def test_what_is_no_notebook(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    with pytest.raises(NotebookInvalid, match=why) as caught:
        read_notebook(path)
    assert "a.ipynb" in caught.value.message


def test_missing_folder_and_bytes(tmp_path: Path) -> None:
    with pytest.raises(NotebookNotFound):
        read_notebook(tmp_path / "none.ipynb")
    with pytest.raises(NotebookInvalid, match="folder"):
        read_notebook(tmp_path)
    (tmp_path / "b.ipynb").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NotebookInvalid, match="UTF-8"):
        read_notebook(tmp_path / "b.ipynb")


def test_an_old_notebook_is_upgraded_in_memory(tmp_path: Path) -> None:
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "metadata": {},
                "cells": [
                    {"cell_type": "heading", "level": 2, "source": ["Title"], "metadata": {}},
                    {
                        "cell_type": "code",
                        "input": ["a = 1\n", "b = 2"],
                        "outputs": [],
                        "language": "python",
                        "metadata": {},
                    },
                ],
            }
        ],
    }
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(old))
    notebook = read_notebook(path)
    assert [(cell.id, cell.cell_type) for cell in notebook.cells] == [("cell-0", "markdown"), ("cell-1", "code")]
    assert notebook.code_cells[0].source == "a = 1\nb = 2"
    assert json.loads(path.read_text()) == old
    assert with_sources(old, {"cell-1": "c"})["worksheets"][0]["cells"][1]["input"] == ["c"]
