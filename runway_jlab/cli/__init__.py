"""The command line: ``runway …``.

Every command has ``--json``: then standard output is exactly one JSON document, on failure too. Exit codes: 0 did it,
1 the work failed, 2 usage or bad input.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from runway_jlab._version import __version__
from runway_jlab.cli import commands
from runway_jlab.errors import BadRequest, RunwayError, from_the_system
from runway_jlab.storage.files import utf8_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a cell's text may hold what no terminal can show
        sys.stdout.reconfigure(errors="backslashreplace")
    as_json = "--json" in given
    try:
        parser = _parser()
        options = parser.parse_args([argument for argument in given if argument != "--json"])
        if options.command is None:
            if as_json:
                raise BadRequest("Name a command. See: runway --help")
            parser.print_help()
            return 2
        options.json = as_json
        answer, show, code = options.work(options)
    except RunwayError as error:
        _fail(error, as_json)
        return error.exit_code
    except (OSError, sqlite3.Error) as error:
        failed = from_the_system(error)
        _fail(failed, as_json)
        return failed.exit_code
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    try:
        if as_json:
            _print_json(answer)
        else:
            show()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(code)


def _print_json(content: Any) -> None:
    """One JSON document, in characters that standard output can hold."""
    text = utf8_json(content, indent=2, default=str).decode()
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(content, indent=2, default=str)
    print(text)


def _fail(error: RunwayError, as_json: bool) -> None:
    if as_json:
        content = {"message": error.message, "code": error.code, "detail": error.detail}
        _print_json(content)
    else:
        print(f"runway: {error.message}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    """Usage errors are errors like all others, so that ``--json`` holds for them too."""

    def error(self, message: str) -> NoReturn:
        raise BadRequest(f"{message[0].upper()}{message[1:]}. See: {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="runway",
        description="Pipelines from notebook cells; every run captured, and any run reopened.",
    )
    parser.add_argument("--version", action="version", version=f"runway {__version__}")
    added = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(
        name: str, about: str, work: Callable[[argparse.Namespace], commands.Answer]
    ) -> argparse.ArgumentParser:
        one = added.add_parser(name, help=about, description=about)
        one.add_argument("--json", action="store_true", help="print one JSON document")
        one.set_defaults(work=work)
        return one

    init = command("init", "Make a folder a project.", commands.init)
    init.add_argument("folder", nargs="?", default=Path(), type=Path)
    init.add_argument("--name", help="the project's name; by default the folder's")

    _project_option(command("status", "Show the project that a folder belongs to.", commands.status))

    show = command("show", "Show the pipeline that a notebook holds.", commands.show)
    show.add_argument("notebook", type=Path)

    run = command("run", "Run a notebook as a pipeline.", commands.run)
    run.add_argument("notebook", type=Path)
    run.add_argument(
        "-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="override a parameter"
    )

    _project_option(command("runs", "List the project's runs, latest first.", commands.runs))

    opened = command("open", "Bring a run's notebook back as it ran, in a new folder.", commands.open_run)
    opened.add_argument("run", help="a run's id or the beginning of it, its MLflow id, or a link to it")
    opened.add_argument("--into", type=Path, metavar="DIR", help="the folder to make; it must not exist yet")
    _project_option(opened)

    command("doctor", "Tell what this machine can do, and what is missing.", commands.doctor)
    return parser


def _project_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--project", type=Path, default=Path(), metavar="DIR", help="a folder in the project")
