"""What IPython's magics and shell lines read, write and run.

By the time a cell is a tree, IPython has turned ``%magic line``, ``%%magic`` cells, ``!command`` and ``name?`` into
calls on ``get_ipython()`` with constant strings. This module says what such a call means: Python to look into, names it
reads or writes, or that nobody can know. What it does not know does nothing to names, as most magics do.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

_RUN_HERE = frozenset({"time", "capture", "prun", "memit", "mprun", "scalene", "debug", "snakeviz", "pyinstrument"})
_RUN_APART = frozenset({"timeit", "lprun"})
_SCRIPTS = frozenset({"bash", "sh", "script", "python", "python3", "perl", "ruby", "pypy", "python2"})
_HARMLESS = frozenset(
    {"matplotlib", "load_ext", "reload_ext", "autoreload", "config", "env", "set_env", "pip", "conda"}
)
"""Line magics that only set things up, so that a cell of them and imports may be set-up."""

_INSPECTIONS = frozenset({"pinfo", "pinfo2", "psource", "pdoc", "pfile", "pdef"})
_OPTION = re.compile(r"^(?:-{1,2}[A-Za-z_-]+(?:[ =]\d+)?\s+)+")
_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class Magic:
    """``code`` is Python run in the user's namespace, or in one of its own when ``apart``."""

    code: str = ""
    apart: bool = False
    expressions: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    runs_file: bool = False
    reads_all: bool = False
    wipes: bool = False
    harmless: bool = False
    makes_names: bool = False


def line_magic(name: str, line: str) -> Magic:
    if name in _RUN_HERE or name in _RUN_APART:
        return Magic(code=_statement(name, line), apart=name in _RUN_APART, expressions=interpolated(line))
    if name == "run":
        return Magic(runs_file=True, reads_all=line.startswith("-i "), expressions=interpolated(line))
    if name == "pylab":
        return Magic(makes_names=True)
    if name in _INSPECTIONS:
        found = _NAME.match(line.strip())
        return Magic(reads=(found.group(),) if found else ())
    if name == "store":
        names = tuple(word for word in line.split() if word.isidentifier())
        return Magic(writes=names) if "-r" in line.split() else Magic(reads=names)
    if name in ("reset", "reset_selective"):
        return Magic(wipes=True)
    return Magic(expressions=interpolated(line), harmless=name in _HARMLESS)


def cell_magic(name: str, line: str, body: str) -> Magic:
    expressions = interpolated(line)
    if name in _RUN_HERE:
        output = line.split()[0] if name == "capture" and line.split() and line.split()[0].isidentifier() else ""
        return Magic(code=body, writes=(output,) if output else (), expressions=expressions)
    if name == "timeit":
        setup = _OPTION.sub("", line + " ").strip()
        return Magic(code=f"{setup}\n{body}", apart=True)
    if name in _SCRIPTS:
        names = tuple(re.findall(r"--(?:out|err|proc)[ =]([A-Za-z_]\w*)", line))
        return Magic(writes=names, expressions=expressions)
    if name == "cython":
        return Magic(writes=tuple(re.findall(r"^(?:cp?def|def|class)\b[^(:=\n]*?([A-Za-z_]\w*)\s*[(:]", body, re.M)))
    return Magic(expressions=expressions)


def shell(command: str) -> Magic:
    """``!command`` and ``!!command``."""
    return Magic(expressions=interpolated(command))


def interpolated(text: str) -> tuple[str, ...]:
    """The expressions that IPython puts into a command line: ``{expression}`` and ``$name``.

    As IPython's ``DollarFormatter``: a line whose braces do not balance is left alone, except for its dollars.
    """
    found: list[str] = []
    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError:
        pieces = [(text, None, None, None)]
    for literal, expression, _, _ in pieces:
        found.extend(re.findall(r"(?<!\$)\$([A-Za-z_]\w*)", literal))
        if expression:
            found.append(expression)
    return tuple(found)


def _statement(name: str, line: str) -> str:
    """The Python of ``%time x = f()``, ``%timeit -n 3 f()``, ``%lprun -f f f(x)``, without the options."""
    if name == "lprun":
        line = re.sub(r"-[fmTDu]\s+\S+", "", line)
    return _OPTION.sub("", line.strip() + " ").strip()


def is_harmless(name: str) -> bool:
    """A line magic that only sets things up."""
    return name in _HARMLESS
