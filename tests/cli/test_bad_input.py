"""What cannot be done is said clearly, with a way out; exit code 2, and nothing on disk has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from terminal import check
from trees import tree_of

from notebooks import cell, notebook, parameters, steps, write
from runway_jlab.cli import main
from runway_jlab.projects.project import create_project

Prepare = Callable[[Path], list[object]]


def nothing(root: Path) -> list[object]:
    return []


GOOD = notebook(parameters("rate: float = 0.1\nn: int = 3\nkind: Literal['a', 'b'] = 'a'"), cell("x = rate", "A"))


def text(name: str, content: str | bytes) -> Callable[[Path], Path]:
    def make(root: Path) -> Path:
        path = root / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def run(content: Any, *options: str) -> Prepare:
    return lambda root: ["run", write(root / "a.ipynb", content), *options]


CASES: dict[str, tuple[Prepare, str, str]] = {
    "no project": (
        lambda root: ["run", write(root.parent / "outside" / "a.ipynb", GOOD)],
        "not-a-project",
        "runway init",
    ),
    "status outside": (lambda root: ["status", "--project", root.parent], "not-a-project", "runway init"),
    "runs outside": (lambda root: ["runs", "--project", root.parent], "not-a-project", "runway init"),
    "no such folder": (lambda root: ["status", "--project", root / "no"], "bad-request", "no folder"),
    "no such notebook": (lambda root: ["run", root / "no.ipynb"], "notebook-not-found", "Check the path"),
    "show no such notebook": (lambda root: ["show", root / "no.ipynb"], "notebook-not-found", "Check the path"),
    "a folder": (lambda root: ["run", root], "notebook-invalid", "is a folder"),
    "no JSON": (lambda root: ["run", text("a.ipynb", "{")(root)], "notebook-invalid", "not JSON"),
    "show no JSON": (lambda root: ["show", text("a.ipynb", "{")(root)], "notebook-invalid", "not JSON"),
    "empty file": (lambda root: ["run", text("a.ipynb", "")(root)], "notebook-invalid", "not JSON"),
    "no UTF-8": (lambda root: ["run", text("a.ipynb", b"\xff")(root)], "notebook-invalid", "UTF-8"),
    "no notebook": (lambda root: ["run", text("a.ipynb", '{"a": 1}')(root)], "notebook-invalid", "not a notebook"),
    "no code": (run(notebook()), "notebook-invalid", "no code"),
    "show no code": (
        lambda root: ["show", write(root / "a.ipynb", notebook({**cell("x"), "cell_type": "markdown"}))],
        "notebook-invalid",
        "no code",
    ),
    "syntax error": (run(steps("a = 1", "b = = 1")), "notebook-has-errors", "line 1"),
    "a circle": (
        run(notebook(cell("a = 1", "A", after=["B"]), cell("b = a", "B"))),
        "pipeline-cyclic",
        "A",
    ),
    "unknown parameter": (run(GOOD, "-p", "rte=1"), "unknown-parameter", "Did you mean 'rate'"),
    "no parameters": (run(steps("a = 1"), "-p", "a=1"), "unknown-parameter", "parameters"),
    "wrong type": (run(GOOD, "-p", "n=many"), "parameter-type", "int"),
    "loses something": (run(GOOD, "-p", "n=2.5"), "parameter-type", "int"),
    "not a choice": (run(GOOD, "-p", "kind=c"), "parameter-type", "one of"),
    "no value": (run(GOOD, "-p", "rate"), "bad-request", "NAME=VALUE"),
    "no name": (run(GOOD, "-p", "=1"), "bad-request", "NAME=VALUE"),
    "unknown run": (lambda root: ["open", "abc123", "--project", root], "unknown-run", "runway runs"),
    "no run's name": (lambda root: ["open", "../x", "--project", root], "unknown-run", "runway runs"),
    "a percent sign": (lambda root: ["open", "%", "--project", root], "unknown-run", "runway runs"),
    "an empty name": (lambda root: ["open", "", "--project", root], "unknown-run", "runway runs"),
    "no such kernel": (run({**GOOD, "metadata": {"kernelspec": {"name": "j9"}}}), "kernel-not-found", "Installed: "),
    "already a project": (lambda root: ["init", root], "already-a-project", "already"),
    "broken project file": (
        lambda root: ["status", "--project", text("runway.toml", "[project]\nnam = 1")(root).parent],
        "project-file-invalid",
        "Did you mean name",
    ),
    "unknown command": (lambda root: ["fly"], "bad-request", "runway --help"),
    "no command": (lambda root: [], "bad-request", "runway --help"),
    "unknown option": (lambda root: ["runs", "--fast"], "bad-request", "--fast"),
    "missing argument": (lambda root: ["run"], "bad-request", "notebook"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_bad_input(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prepare, code, says = CASES[name]
    root = create_project(tmp_path / "project").root
    arguments = [str(argument) for argument in prepare(root)]
    before = tree_of(tmp_path)
    assert main([*arguments, "--json"]) == 2
    captured = capsys.readouterr()
    error = check("ErrorView", json.loads(captured.out))
    assert captured.err == ""
    assert error["code"] == code
    assert says in error["message"]
    assert tree_of(tmp_path) == before
    if arguments:
        assert main(arguments) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err == f"runway: {error['message']}\n"
        assert tree_of(tmp_path) == before


FILE_FOR_FOLDER: dict[str, Callable[[Path], list[object]]] = {
    "run, .runway is a file": lambda root: ["run", write(root / "a.ipynb", GOOD), root / ".runway"],
    "run, runs is a file": lambda root: ["run", write(root / "a.ipynb", GOOD), root / ".runway" / "runs"],
    "run, objects cannot be": lambda root: ["run", write(root / "a.ipynb", GOOD), root / ".runway" / "source.git"],
    "init below a file": lambda root: ["init", root / "file" / "below", root / "file"],
    "init a file": lambda root: ["init", root / "file", root / "file"],
}


@pytest.mark.parametrize("name", FILE_FOR_FOLDER)
def test_a_disk_that_does_not_do_what_it_should(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file where a folder should be stands for a full disk and for missing rights, which root does not know."""
    root = tmp_path / "project"
    create_project(root)
    *arguments, blocked = FILE_FOR_FOLDER[name](root)
    assert isinstance(blocked, Path)
    if blocked.is_dir():
        for path in blocked.iterdir():
            path.unlink()
        blocked.rmdir()
    blocked.write_text("in the way")
    assert main([*map(str, arguments), "--json"]) == 1
    captured = capsys.readouterr()
    error = check("ErrorView", json.loads(captured.out))
    assert captured.err == ""
    assert str(blocked) in error["message"]
    assert blocked.read_text() == "in the way"


def test_an_index_that_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = create_project(tmp_path / "project").root
    (root / ".runway" / "index.db").write_bytes(b"no database at all, by no means" * 100)
    assert main(["runs", "--project", str(root), "--json"]) == 1
    assert "not a database" in json.loads(capsys.readouterr().out)["message"]
