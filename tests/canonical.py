"""Outputs as two runs of the same cells must agree on them.

Left out is what differs from process to process and is nobody's result: terminal colours, memory addresses, measured
times and the clock (statsmodels prints it). Of the two streams only the text of each counts between two other outputs:
a kernel sends them from buffers of their own, in no fixed order. All else counts: order, types, data byte for byte,
execution counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
_TIMES = re.compile(r"^(CPU times|Wall time): .*$|^.* per loop .*$|(?<=Time:)\s+\d\d:\d\d:\d\d", re.MULTILINE)
_PATHS = re.compile(r"/tmp/ipykernel_\d+/")


def canonical(outputs: Iterable[Mapping[str, Any]]) -> list[Any]:
    found: list[Any] = []
    streams: dict[str, str] = {}

    def close() -> None:
        found.extend(("stream", name, text_of(streams[name])) for name in sorted(streams))
        streams.clear()

    for output in outputs:
        if output["output_type"] == "stream":
            streams[output["name"]] = streams.get(output["name"], "") + _joined(output["text"])
            continue
        close()
        found.append(_one(output))
    close()
    return found


def text_of(text: str) -> str:
    for pattern, word in ((_ANSI, ""), (_ADDRESS, "0x"), (_TIMES, "<time>"), (_PATHS, "")):
        text = pattern.sub(word, text)
    return text


def _one(output: Mapping[str, Any]) -> Any:
    kind = output["output_type"]
    if kind == "error":
        traceback = text_of("\n".join(output["traceback"]))
        return kind, output["ename"], text_of(output["evalue"]), traceback
    data = {key: _data(value) for key, value in output["data"].items()}
    return kind, data, dict(output.get("metadata", {})), output.get("execution_count")


def _data(value: Any) -> Any:
    if isinstance(value, (str, list)) and all(isinstance(line, str) for line in value):
        return text_of(_joined(value))
    return value


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
