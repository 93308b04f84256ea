"""Notebooks for tests, as JSON: cells with roles, and how to write, run and compare them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def cell(
    source: str, step: str | None = None, *, role: str | None = None, tags: list[str] | None = None, **runway: Any
) -> dict[str, Any]:
    """A code cell; without step, role and tags it carries no metadata."""
    said = {**runway, **({"step": step} if step else {}), **({"role": role} if role else {})}
    metadata: dict[str, Any] = {"runway": said} if said else {}
    if tags:
        metadata["tags"] = tags
    return {"cell_type": "code", "source": source, "metadata": metadata, "execution_count": None, "outputs": []}


def setup(source: str) -> dict[str, Any]:
    return cell(source, role="setup")


def parameters(source: str) -> dict[str, Any]:
    return cell(source, tags=["parameters"])


def notebook(*cells: dict[str, Any], kernel: str = "python3") -> dict[str, Any]:
    """A notebook whose cells have the ids ``c0``, ``c1`` …"""
    return {
        "cells": [{**one, "id": f"c{number}"} for number, one in enumerate(cells)],
        "metadata": {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def steps(*sources: str) -> dict[str, Any]:
    """Each cell a step: ``cell-0``, ``cell-1`` …"""
    return notebook(*(cell(source, f"cell-{number}") for number, source in enumerate(sources)))


def write(path: Path, content: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return path
