"""Reads and writes of 100 and 1000 cells, against the floor: Python's own symbol tables of the same cells."""

from __future__ import annotations

import symtable
from collections.abc import Iterator

from benchmarks.measure import Row, compare
from runway_jlab.pipeline import names
from runway_jlab.pipeline.build import build
from runway_jlab.pipeline.notebook import Cell, Notebook

_CELL = """\
def scale_{n}(frame, factor=2.0):
    return [value * factor + offset_{n} for value in frame if value is not None]

offset_{n} = {n}
rows_{n} = scale_{n}(rows_{before}) if {n} % 3 else list(range({n}, {n} + 10))
total_{n} = sum(rows_{n})
summary_{n} = {{"n": {n}, "total": total_{n}, "mean": total_{n} / max(len(rows_{n}), 1)}}
rows_{n}.append(total_{n})
print(f"{{summary_{n}['total']:.2f}} after {{offset_{n}}}")
"""


def _cells(count: int) -> list[str]:
    return ["rows_0 = [1, 2, 3]", *(_CELL.format(n=n, before=n - 1) for n in range(1, count))]


def rows() -> Iterator[Row]:
    for count in (100, 1000):
        sources = _cells(count)
        notebook = Notebook(tuple(Cell(f"c{n}", "code", source) for n, source in enumerate(sources)))

        def ours(notebook: Notebook = notebook) -> None:
            names.analyse.cache_clear()
            build(notebook)

        def again(notebook: Notebook = notebook) -> None:
            build(notebook)

        def floor(sources: list[str] = sources) -> None:
            for source in sources:
                symtable.symtable(source, "<cell>", "exec")

        yield compare(f"Pipeline of {count} cells, from text", {"ours": ours, "symtable": floor})
        ours()
        yield compare(f"Pipeline of {count} cells, nothing edited", {"ours": again, "symtable": floor})
