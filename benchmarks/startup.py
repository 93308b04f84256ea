"""What the extension adds to the Jupyter server's start: importing and setting it up, in a fresh process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import Row, compare

_START = """\
import sys
from jupyter_server.serverapp import ServerApp
enabled = sys.argv[1] == "with"
app = ServerApp(open_browser=False, port=0, allow_root=True, jpserver_extensions={"runway_jlab": enabled})
app.initialize(argv=[], find_extensions=False)
"""


def rows() -> Iterator[Row]:
    def start(how: str) -> None:
        subprocess.run([sys.executable, "-c", _START, how], check=True, capture_output=True)

    row = compare(
        "Start of a Jupyter server",
        {"with the extension": lambda: start("with"), "without": lambda: start("without")},
    )
    added = row.seconds["with the extension"] - row.seconds["without"]
    yield Row(row.title, row.seconds, row.ratios, f"the extension adds {added * 1000:.0f} ms")
