"""``python -m benchmarks [NAME…]``: every benchmark, or those named; tables for people, a JSON line for programs."""

from __future__ import annotations

import importlib
import sys

NAMES = ("analysis", "fifty_cells", "startup")


def main(names: list[str]) -> int:
    for name in names or NAMES:
        if name not in NAMES:
            print(f"There is no benchmark {name}. There are: {', '.join(NAMES)}.", file=sys.stderr)
            return 2
        for row in importlib.import_module(f"benchmarks.{name}").rows():
            row.print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
