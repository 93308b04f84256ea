"""Runs every test (Python, TypeScript, browser) and ends with one plain count of them.

``python scripts/test.py [python|typescript|browser]…`` runs only those; all run even if one fails.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


def python(report: Path) -> tuple[int, Count]:
    code = run([sys.executable, "-m", "pytest", "-q", f"--junitxml={report}"], ROOT)
    suite = ElementTree.parse(report).getroot().find("testsuite")
    assert suite is not None
    number = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    return code, Count(number["tests"] - failed - number["skipped"], failed, number["skipped"])


def typescript(report: Path) -> tuple[int, Count]:
    code = run(["npm", "test", "--silent", "--", "--json", f"--outputFile={report}"], ROOT)
    content = json.loads(report.read_text())
    return code, Count(content["numPassedTests"], content["numFailedTests"], content["numPendingTests"])


def browser(report: Path) -> tuple[int, Count]:
    command = ["npx", "playwright", "test", "--project=journeys", "--reporter=list,json"]
    extra = {"PLAYWRIGHT_JSON_OUTPUT_NAME": str(report), "RUNWAY_TEST_PORT": str(free_port())}
    code = run(command, ROOT / "ui-tests", extra)
    stats = json.loads(report.read_text())["stats"]
    return code, Count(stats["expected"] + stats["flaky"], stats["unexpected"], stats["skipped"])


SUITES: dict[str, Callable[[Path], tuple[int, Count]]] = {
    "python": python,
    "typescript": typescript,
    "browser": browser,
}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def run(command: list[str], folder: Path, extra: dict[str, str] | None = None) -> int:
    return subprocess.run(command, cwd=folder, env={**os.environ, **(extra or {})}, check=False).returncode


def main(names: list[str]) -> int:
    total = Count()
    broken = []
    for name in names or SUITES:
        print(f"== {name} ==", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            report = Path(scratch) / "report"
            try:
                code, count = SUITES[name](report)
            except (OSError, ValueError, ElementTree.ParseError) as error:
                code, count = 1, Count()
                print(f"{name}: no report, so it did not run: {error}")
        total += count
        if code != 0:
            broken.append(name)
        print(f"{name}: {count.passed} passed, {count.failed} failed, {count.skipped} skipped", flush=True)
    if broken:
        print(f"Not well: {', '.join(broken)}")
    failed = total.failed or len(broken)
    print(f"{total.passed} passed, {failed} failed, {total.skipped} skipped")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
