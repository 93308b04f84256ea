"""Small notebooks for tests: each cell a step, or plain cells for the rules of `build`."""

from __future__ import annotations

from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.graph import Pipeline
from runway_jlab.pipeline.notebook import Cell, Notebook


def steps(*sources: str) -> Notebook:
    """A notebook whose cells are the steps ``1``, ``2`` …"""
    return Notebook(
        tuple(
            Cell(f"c{number}", "code", source, {"runway": {"step": str(number)}})
            for number, source in enumerate(sources, start=1)
        )
    )


def plain(*sources: str) -> Notebook:
    """A notebook without Runway's metadata: cells ``c1`` …; a source that starts with ``# md`` is Markdown after it."""
    cells = []
    for number, source in enumerate(sources, start=1):
        kind = "markdown" if source.startswith("# md ") else "code"
        cells.append(Cell(f"c{number}", kind, source.removeprefix("# md ")))
    return Notebook(tuple(cells))


def edges(pipeline: Pipeline) -> set[str]:
    """Data edges as text: ``1>2 x,y``."""
    return {f"{edge.source}>{edge.target} {','.join(edge.variables)}".rstrip() for edge in pipeline.edges}


def edges_of(*sources: str) -> set[str]:
    return edges(build(steps(*sources)))


def codes(pipeline: Pipeline) -> list[str]:
    return [problem.code for problem in pipeline.problems]
