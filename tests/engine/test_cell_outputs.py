"""Messages become the outputs that a front end would have shown at the end."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from runway_jlab.engine.outputs import CellOutputs


def stream(text: str, name: str = "stdout", cell: str | None = "c") -> dict[str, Any]:
    return {"event": "output", "cell": cell, "output": {"output_type": "stream", "name": name, "text": text}}


def display(text: str, display_id: str | None = None, cell: str = "c") -> dict[str, Any]:
    output = {"output_type": "display_data", "data": {"text/plain": text}, "metadata": {}}
    return {"event": "output", "cell": cell, "output": output, "display_id": display_id}


def update(text: str, display_id: str) -> dict[str, Any]:
    return {
        "event": "update",
        "cell": "d",
        "display_id": display_id,
        "data": {"text/plain": text},
        "metadata": {"new": 1},
    }


def clear(wait: bool) -> dict[str, Any]:
    return {"event": "clear", "cell": "c", "wait": wait}


CASES: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "adjacent pieces are one": ([stream("a"), stream("b"), stream("c")], ["stdout: abc"]),
    "two streams": (
        [stream("a"), stream("b", "stderr"), stream("c"), stream("d")],
        ["stdout: a", "stderr: b", "stdout: cd"],
    ),
    "a display in between": (
        [stream("a"), stream("b"), display("x"), stream("c")],
        ["stdout: ab", "display: x", "stdout: c"],
    ),
    "a display at the end": ([stream("a"), display("x")], ["stdout: a", "display: x"]),
    "clear": ([stream("a"), clear(False), stream("b")], ["stdout: b"]),
    "clear at the end": ([stream("a"), display("x"), clear(False)], []),
    "a waiting clear": ([stream("a"), clear(True), stream("b"), stream("c")], ["stdout: bc"]),
    "a waiting clear that nothing follows": ([stream("a"), clear(True)], ["stdout: a"]),
    "an update": ([display("x", "1"), stream("a"), update("y", "1")], ["display: y", "stdout: a"]),
    "an update of two": ([display("x", "1"), display("y", "1"), update("z", "1")], ["display: z", "display: z"]),
    "an update of what was cleared": ([display("x", "1"), clear(False), update("y", "1")], []),
    "an update of nothing": ([update("y", "unknown")], []),
    "between cells": ([stream("lost", cell=None)], []),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("looked", [False, True], ids=["", "looked at in between"])
def test_outputs(name: str, looked: bool) -> None:
    messages, expected = copy.deepcopy(CASES[name])
    outputs = CellOutputs()
    for message in messages:
        outputs.take(message)
        if looked:
            outputs.of("c")
    found = outputs.of("c")
    assert [
        f"{one['name']}: {one['text']}" if one["output_type"] == "stream" else f"display: {one['data']['text/plain']}"
        for one in found
    ] == expected
    assert all(("text" in one) == (one["output_type"] == "stream") for one in found)
    assert outputs.of("c") == found
