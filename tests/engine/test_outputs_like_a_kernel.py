"""What a cell shows in a run is what it shows in a kernel: the same cells in both, output by output."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from canonical import canonical
from workers import Session, in_kernel, session

from notebooks import steps

CELLS = {
    "print": "print('a'); print('b', end=''); print('c')",
    "many pieces": "for i in range(3000): print(i)",
    "text without an end": "print('no newline', end='')",
    "both streams": "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",
    "stream, display, stream": "from IPython.display import *\nprint('a')\ndisplay(1)\nprint('b')\n2",
    "result": "'é' * 3",
    "result None": "None",
    "suppressed result": "1;",
    "several expressions": "1\n2",
    "assignment": "x = 5",
    "print and result": "print('p')\n{'a': [1, 2], 'b': {3}}",
    "error": "def f(n):\n    return 1 / n\n\n\nf(0)",
    "error after output": "print('before')\nraise ValueError('two\\nlines')",
    "chained error": "try:\n    f(0)\nexcept ZeroDivisionError as e:\n    raise KeyError('k') from e",
    "syntax error": "a = = 1",
    "indentation error": "if True:\nx = 1",
    "name error": "not_there",
    "own exception": "class Mine(Exception):\n    pass\n\n\nraise Mine('x')",
    "exception without text": "raise RuntimeError",
    "assertion": "assert 1 == 2, 'no'",
    "sys.exit": "import sys\nsys.exit(3)",
    "keyboard interrupt": "raise KeyboardInterrupt",
    "recursion in repr": "class R:\n    def __repr__(self):\n        raise ValueError('no repr')\n\n\nR()",
    "html": "class H:\n    def _repr_html_(self):\n        return '<b>x</b>'\n\n\nH()",
    "display html": "display(HTML('<i>x</i>'), metadata={'text/html': {'isolated': True}})",
    "several mime types": "display({'text/plain': 'x', 'application/json': {'a': 1}}, raw=True)",
    "json": "JSON({'a': [1, None]})",
    "markdown and latex": "display(Markdown('*x*'), Latex('$x$'))",
    "javascript": "Javascript('1')",
    "svg": "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>')",
    "image": "Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + bytes(20), format='png')",
    "update display": "h = display('first', display_id='one')\nh.update('second')",
    "update from another cell": "update_display('third', display_id='one')\nprint('x')",
    "update of an unknown display": "update_display('nothing', display_id='unknown')",
    "clear": "print('a')\nclear_output()\nprint('b')",
    "clear and wait": "print('a')\nclear_output(wait=True)\nprint('b')",
    "clear and wait for nothing": "print('stays')\nclear_output(wait=True)",
    "after a waiting clear": "print('next cell')",
    "progress": "for i in range(5):\n    clear_output(wait=True)\n    display(i)",
    "carriage return": "print('10%\\r20%\\r', end='')\nprint('done')",
    "await": "import asyncio\nawait asyncio.sleep(0)\nprint('slept')\n7",
    "async def": "async def g():\n    return 8\n\n\nawait g()",
    "error in await": "async def bad():\n    raise OSError(5, 'io')\n\n\nawait bad()",
    "async for": "async def n():\n    yield 1\n\n\n[i async for i in n()]",
    "asyncio.run": "async def h():\n    return 1\n\n\nc = h()\ntry:\n    asyncio.run(c)\nfinally:\n    c.close()",
    "running loop": "type(asyncio.get_running_loop()).__name__ != ''",
    "a task for the next cell": "task = asyncio.ensure_future(g())",
    "the task in the next cell": "await task",
    "shell": "!echo one; echo two >&2",
    "shell assigned": "lines = !echo a; echo b\nlines",
    "shell that fails": "!exit 3",
    "shell with a variable": "word = 'w'\n!echo {word} $word",
    "bash cell": "%%bash\necho in bash\necho err >&2",
    "bash cell that fails": "%%bash\nexit 4",
    "line magic": "%precision 3",
    "unknown magic": "%not_a_magic",
    "time": "%%time\nprint('timed')\n9",
    "line time": "%time sum(range(10))",
    "capture": "%%capture kept\nprint('hidden')\ndisplay('hidden')",
    "show what was captured": "kept.show()\nkept.stdout",
    "help": "len?",
    "pinfo of a variable": "x?",
    "warning": "import warnings\nwarnings.warn('careful')",
    "warning twice": "for _ in range(2):\n    warnings.warn('again')",
    "logging": "import logging\nlogging.warning('logged')",
    "history": "_, Out[6] if 6 in Out else None, len(In) > 5",
    "execution count": "get_ipython().execution_count",
    "underscore": "_ + 1",
    "input": "input('name? ')",
    "getpass": "import getpass\ngetpass.getpass()",
    "globals": "__name__, '__file__' in globals(), sys.argv[0] != ''",
    "kernel-like": "get_ipython().__class__.__name__, 'IPKernelApp' in get_ipython().config",
    "is a tty": "sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.name",
    "write returns": "sys.stdout.write('abc\\n')",
    "writelines and flush": "sys.stdout.writelines(['a\\n', 'b\\n'])\nsys.stdout.flush()",
    "threads": "import threading\nt = threading.Thread(target=print, args=('thread',))\nt.start()\nt.join()",
    "numpy": "import numpy as np\nnp.arange(5) / 3",
    "frame": "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3]);",
    "two figures": "fig, ax = plt.subplots()\nax.bar([1], [3])\nplt.show()\nplt.plot([3, 1])\nprint('after')",
    "figure as result": "fig",
    "matplotlib inline": "%matplotlib inline\nplt.get_backend()",
    "retina": "%config InlineBackend.figure_format = 'svg'\nplt.rcParams['svg.hashsalt'] = 'x'",
    "large": "print('x' * 100_000)",
    "control characters": "print('\\x1b[31mred\\x1b[0m \\x00 \\ud800'.encode('utf-8', 'replace'))",
    "lone surrogate": "'\\ud800'",
    "handler": "get_ipython().set_custom_exc((Mine,), lambda s, t, v, tb, tb_offset=None: print('hm'))\nraise Mine",
    "formatter": "F = get_ipython().display_formatter.formatters\nF['text/plain'].for_type(int, lambda *a: None)\n3",
    "exception without a text": "class Mute(Exception):\n    __str__ = lambda self: 1 / 0\n\n\nraise Mute",
    "function's names": "g.__module__, g.__qualname__",
    "traceback names its cell": "def k():\n    raise IndexError('i')\n\n\nk()",
    "last": "print('still alive')",
}  # fmt: skip

KNOWN_DIFFERENCES: dict[str, str] = {
    "input": "a run refuses to ask in its own words",
    "getpass": "a run refuses to ask in its own words",
    "exception without a text": "the traceback of the failing __str__ goes through the kernel's code",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("folder")


@pytest.fixture(scope="module")
def ran(folder: Path) -> Iterator[tuple[Session, dict[str, list[Any]]]]:
    with session(folder) as worker:
        outputs = {name: worker.cell(source) for name, source in CELLS.items()}
        # An update or a clearing reaches back: what stands at the end counts.
        yield worker, {name: list(worker.outputs.of(f"c{number}")) for number, name in enumerate(outputs)}


@pytest.fixture(scope="module")
def in_the_kernel(folder: Path) -> tuple[dict[str, list[Any]], set[str]]:
    outputs, failed = in_kernel(folder, list(CELLS.values()))
    return dict(zip(CELLS, outputs, strict=True)), {list(CELLS)[number] for number in failed}


@pytest.fixture(scope="module")
def kernel(in_the_kernel: tuple[dict[str, list[Any]], set[str]]) -> dict[str, list[Any]]:
    return in_the_kernel[0]


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_shows_what_it_shows_in_a_kernel(
    ran: tuple[Session, dict[str, list[Any]]], kernel: dict[str, list[Any]], name: str
) -> None:
    mine, theirs = canonical(ran[1][name]), canonical(kernel[name])
    if name in KNOWN_DIFFERENCES:
        assert sorted(map(kind_and_name, mine)) == sorted(map(kind_and_name, theirs))
        return
    assert mine == theirs


def test_outputs_are_those_of_the_notebook_format(ran: tuple[Session, dict[str, list[Any]]]) -> None:
    content = steps(*CELLS.values())
    for cell, outputs in zip(content["cells"], ran[1].values(), strict=True):
        cell["outputs"] = [output for output in outputs if "application/json" not in output.get("data", {})]
    nbformat.validate(nbformat.from_dict(content))


def kind_and_name(output: Any) -> tuple[str, str]:
    return output[0], output[1] if isinstance(output[1], str) else ""


def test_a_cell_fails_exactly_when_it_fails_in_a_kernel(
    ran: tuple[Session, dict[str, list[Any]]], in_the_kernel: tuple[dict[str, list[Any]], set[str]]
) -> None:
    failed = {name for name, end in zip(CELLS, ran[0].ends, strict=True) if not end["ok"]}
    assert failed == in_the_kernel[1]
    assert len(failed) > 15
