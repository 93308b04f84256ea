"""The outputs of a run's cells, as nbformat keeps them: what a front end would have shown at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Output = dict[str, Any]


class CellOutputs:
    """The outputs of all cells, put together from the worker's messages as a notebook front end does.

    Adjacent pieces of one stream become one output; a display that is updated changes wherever it stands; a
    clearing that waits takes effect with the next output.
    """

    def __init__(self) -> None:
        self._outputs: dict[str, list[Output]] = {}
        self._streams: dict[str, list[str]] = {}
        self._clear_next: set[str] = set()
        self._displays: dict[str, list[Output]] = {}

    def take(self, message: Mapping[str, Any]) -> None:
        """Apply an ``output``, ``update`` or ``clear`` message; others are not ours."""
        event, cell = message["event"], message.get("cell")
        if event == "output" and cell is not None:
            self._add(cell, message["output"], message.get("display_id"))
        elif event == "update":
            for output in self._displays.get(message["display_id"], []):
                output["data"], output["metadata"] = message["data"], message["metadata"]
        elif event == "clear" and cell is not None:
            if message["wait"]:
                self._clear_next.add(cell)
            else:
                self._clear(cell)

    def of(self, cell: str) -> Sequence[Output]:
        """The outputs of one cell, in order."""
        self._settle(cell)
        return self._outputs.get(cell, [])

    def _add(self, cell: str, output: Output, display_id: str | None) -> None:
        if cell in self._clear_next:
            self._clear_next.discard(cell)
            self._clear(cell)
        outputs = self._outputs.setdefault(cell, [])
        if output["output_type"] == "stream":
            if outputs and outputs[-1].get("name") == output["name"]:
                self._streams.setdefault(cell, [outputs[-1]["text"]]).append(output["text"])
            else:
                self._settle(cell)
                outputs.append(output)
            return
        self._settle(cell)
        outputs.append(output)
        if display_id is not None:
            self._displays.setdefault(display_id, []).append(output)

    def _settle(self, cell: str) -> None:
        """Join the pieces of the stream that the cell's last output is."""
        pieces = self._streams.pop(cell, None)
        if pieces:
            self._outputs[cell][-1]["text"] = "".join(pieces)

    def _clear(self, cell: str) -> None:
        self._outputs[cell] = []
        self._streams.pop(cell, None)
