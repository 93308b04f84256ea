"""A Jupyter server with the extension, on a folder that holds a project."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from runway_jlab.contract.schema import PATH
from runway_jlab.projects.project import Project, create_project

CELLS = [
    {"id": "setup", "source": "import math", "metadata": {}},
    {"id": "parameters", "source": "n: int = 3  # model | how many", "metadata": {"tags": ["parameters"]}},
    {"id": "make", "source": "numbers = list(range(n))", "metadata": {"runway": {"step": "Make"}}},
    {"id": "sum", "source": "total = sum(numbers)\nprint(total)", "metadata": {"runway": {"step": "Sum"}}},
]


def notebook_json(cells: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [{"cell_type": "code", "execution_count": None, "outputs": [], **cell} for cell in cells],
    }


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {
        "ServerApp": {
            "jpserver_extensions": {"runway_jlab": True},
            "allow_unauthenticated_access": False,
        }
    }


@pytest.fixture
def project(jp_root_dir: Path) -> Project:
    made = create_project(jp_root_dir / "farm", "farm")
    (made.root / "work.ipynb").write_text(json.dumps(notebook_json(CELLS)))
    return made


@pytest.fixture
def check_contract() -> Callable[[str, bytes], Any]:
    """Validates a response against a definition of the committed contract, and returns it."""
    schema = json.loads(PATH.read_text())

    def check(name: str, body: bytes) -> Any:
        content = json.loads(body)
        jsonschema.validate(content, {**schema, "$ref": f"#/$defs/{name}"})
        return content

    return check
