"""Edges between steps: data from who wrote what is read, order from what was drawn, and whether they close a circle.

Notebook order gives each read its writer, so data edges lead backwards only into a step whose cells stand apart with
another step's between them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from .flow import Flow
from .graph import Edge, EdgeKind

T = TypeVar("T")


def data_edges(steps: Sequence[str], flows: Mapping[str, Flow]) -> list[Edge]:
    """An edge for each pair of steps of which the later reads what the earlier wrote, ordered as the steps are.

    ``flows`` may hold other units (set-up cells): they make no edge.
    """
    rank = {step: index for index, step in enumerate(steps)}
    found = []
    for target in steps:
        sources = flows[target].sources if target in flows else {}
        for source in sorted((source for source in sources if source in rank), key=rank.__getitem__):
            found.append(Edge(source, target, EdgeKind.DATA, tuple(sources[source])))
    return found


def overtaken(cells: Sequence[tuple[str, str]], flows: Mapping[str, Flow]) -> list[tuple[str, str]]:
    """Pairs (reader, writer) of steps where the writer goes on to change what the reader has read from it in between.

    Such a pair cannot run as two units: the reader would see the later value. ``cells`` are (cell, step) in notebook
    order, ``flows`` those of the single cells.
    """
    step_of = dict(cells)
    position = {cell: index for index, (cell, _) in enumerate(cells)}
    cells_of: dict[str, list[str]] = {}
    for cell, step in cells:
        cells_of.setdefault(step, []).append(cell)
    pairs: dict[tuple[str, str], None] = {}
    for reader, step in cells:
        for source, names in flows[reader].sources.items():
            writer = step_of.get(source)
            if writer is None or writer == step:
                continue
            for later in cells_of[writer]:
                if position[later] > position[reader] and not flows[later].writes.keys().isdisjoint(names):
                    pairs.setdefault((step, writer))
    return list(pairs)


def sort(nodes: Sequence[T], pairs: Iterable[tuple[T, T]]) -> tuple[list[T], list[T]]:
    """Nodes with each after all it depends on, else in the order given; and those caught in a circle, left out of it.

    Kahn's algorithm with the given order as priority. A node that only hangs on a circle is sorted after it.
    """
    rank = {node: index for index, node in enumerate(nodes)}
    targets: dict[T, set[T]] = {node: set() for node in nodes}
    waits: dict[T, int] = dict.fromkeys(nodes, 0)
    for source, target in set(pairs):
        targets[source].add(target)
        waits[target] += 1
    ready = [rank[node] for node in nodes if not waits[node]]
    heapq.heapify(ready)
    done: list[T] = []
    while ready:
        node = nodes[heapq.heappop(ready)]
        done.append(node)
        for target in targets[node]:
            waits[target] -= 1
            if not waits[target]:
                heapq.heappush(ready, rank[target])
    left = [node for node in nodes if waits[node] > 0]
    return done + left, _circle(left, targets)


def _circle(left: Sequence[T], targets: Mapping[T, set[T]]) -> list[T]:
    """One circle among nodes of which each waits for another of them, in the direction of its edges."""
    if not left:
        return []
    inside = set(left)
    sources: dict[T, T] = {}
    for node in left:
        for target in targets[node] & inside:
            sources.setdefault(target, node)
    path: list[T] = []
    node = left[0]
    while node not in path:
        path.append(node)
        node = sources[node]
    return path[path.index(node) :][::-1]
