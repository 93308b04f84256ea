"""Measuring two or more ways of doing one thing in one interleaved run, so that a busy machine is busy for all."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """One row of the table: medians in seconds by way, and ours as a ratio of each other way."""

    title: str
    seconds: Mapping[str, float]
    ratios: Mapping[str, float]
    note: str = ""

    def print(self) -> None:
        print(f"\n{self.title}")
        for way, median in self.seconds.items():
            ratio = f"   ours / {way} = {self.ratios[way]:.2f}" if way in self.ratios else ""
            print(f"  {way:24} {median:9.4f} s{ratio}")
        if self.note:
            print(f"  {self.note}")
        print(json.dumps(asdict(self)))


def compare(title: str, ways: Mapping[str, Callable[[], object]], *, rounds: int = 5, note: str = "") -> Row:
    """Run all ways in turn, `rounds` times; the first way is ours.

    Parameters
    ----------
    ways : Mapping
        What to measure, by name; each is called without arguments.
    rounds : int
        How often; medians are taken.
    """
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, work in ways.items():
            started = time.perf_counter()
            work()
            taken[way].append(time.perf_counter() - started)
    medians = {way: statistics.median(seconds) for way, seconds in taken.items()}
    ours, *others = medians
    return Row(title, medians, {other: medians[ours] / medians[other] for other in others}, note)
