"""The shell that executes cells: ipykernel's own, with its outputs going to us instead of to ZeroMQ.

It keeps the kernel's class name and configuration, because libraries look at them to decide whether they are
in a notebook. Cells run inside a running event loop, chosen between synchronous and asynchronous as ipykernel
chooses, so that code which asks for the loop gets the answer that it gets in a kernel.
"""

import asyncio
import builtins
import getpass
import os
import sys
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell as _KernelShell
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from traitlets import Type
from traitlets.config import Config


class _Display(DisplayPublisher):
    """``display()`` and everything built on it."""

    outlet: Any = None

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs):
        self._validate_data(data, metadata)
        self.outlet.display(data, metadata or {}, transient or {}, update)

    def clear_output(self, wait=False):
        self.outlet.clear(wait)

    def set_parent(self, parent):
        """Kernels pass the request's header on; here there is none."""


class _Result(DisplayHook):
    """The value of a cell's last expression."""

    outlet: Any = None
    active = False

    def start_displayhook(self):
        self._bundle = None
        self.active = True

    def write_output_prompt(self):
        """The prompt is the execution count that the result carries."""

    def write_format_data(self, format_dict, md_dict=None):
        self._bundle = (format_dict, md_dict or {})

    def finish_displayhook(self):
        if self._bundle is not None and self._bundle[0]:
            self.outlet.result(self._bundle[0], self._bundle[1], self.prompt_count)
        self._bundle = None
        self.active = False

    def set_parent(self, parent):
        """See :meth:`_Display.set_parent`."""


class ZMQInteractiveShell(_KernelShell):
    """A kernel's shell without a kernel."""

    displayhook_class = Type(_Result)  # type: ignore[assignment]
    display_pub_class = Type(_Display)  # type: ignore[assignment]
    outlet: Any = None
    undisplayed: Any = None
    """The error of a last expression whose value could not be shown: its cell has failed, as in a kernel."""

    def _showtraceback(self, etype, evalue, stb):
        self.outlet.error(etype.__name__, str(evalue), list(stb))
        self._last_traceback = stb
        if self.displayhook.active:  # type: ignore[attr-defined]
            self.undisplayed = evalue

    def enable_gui(self, gui=None):
        """Graphical event loops have no place in a process without a person."""

    def ask_exit(self):
        """``exit`` in a cell ends the cell, not the run."""


def make_shell(outlet):
    """The process's shell, printing into `outlet`.

    Parameters
    ----------
    outlet : object
        Has ``display(data, metadata, transient, update)``, ``result(data, metadata, count)``,
        ``error(name, message, traceback)`` and ``clear(wait)``.
    """
    if not os.environ.get("MPLBACKEND"):
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    config = Config()
    config.HistoryManager.enabled = False
    config.IPKernelApp.connection_file = ""
    shell: Any = ZMQInteractiveShell.instance(config=config, compiler_class=XCachingCompiler)
    shell.outlet = shell.display_pub.outlet = shell.displayhook.outlet = outlet
    builtins.input = getpass.getpass = _no_input
    if "" not in sys.path:
        sys.path.insert(0, "")
    return shell


def _no_input(*args, **kwargs):
    raise StdinNotImplementedError("A pipeline run cannot ask for input: put the value into the parameters cell.")


async def _execute(shell, source, cell_id):
    try:
        transformed, trouble = shell.transform_cell(source), None
    except Exception:
        transformed, trouble = source, sys.exc_info()
    if shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=trouble):
        result = None
        try:
            result = await shell.run_cell_async(
                source,
                store_history=True,
                transformed_cell=transformed,
                preprocessing_exc_tuple=trouble,
                cell_id=cell_id,
            )
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        return result
    return shell.run_cell(source, store_history=True, cell_id=cell_id)


def execute(shell, loop, source, cell_id):
    """Run one cell to its end; returns the exception that ended it, or None.

    Parameters
    ----------
    shell : ZMQInteractiveShell
        From :func:`make_shell`.
    loop : asyncio.AbstractEventLoop
        The loop that all cells share, as in a kernel; tasks that a cell leaves behind go on with the next.
    source : str
        The cell's text, magics and all.
    cell_id : str
        The notebook's id of the cell.
    """
    asyncio.set_event_loop(loop)
    shell._last_traceback = shell.undisplayed = None
    shell.displayhook.active = False
    try:
        result = loop.run_until_complete(_execute(shell, source, cell_id))
    except BaseException as error:  # also what a task of an earlier cell raised: SystemExit, a stopped loop
        return error
    if result is None:
        return RuntimeError("the cell gave no result")
    return result.error_before_exec or result.error_in_exec or shell.undisplayed
