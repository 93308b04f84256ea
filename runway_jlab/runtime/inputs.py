"""Which files of the work tree the notebook's code reads: an input may lie where no parameter leads to.

By Python's audit hook, so it sees what Python opens. Libraries that open files by themselves (pyarrow, HDF5, DuckDB)
are not seen.
"""

import os
import sys
from os.path import abspath

_LIMIT = 10000
_NOT_INPUTS = ("site-packages", "__pycache__", ".git", ".runway", ".ipynb_checkpoints")


class _Seen:
    """Files below `root` that were opened for reading and had not been written here before."""

    def __init__(self, root):
        self._root = abspath(root) + os.sep
        self._prefix = abspath(sys.prefix) + os.sep
        self._read = set()  # type: set
        self._written = set()  # type: set

    def hook(self, event, arguments):
        if event != "open":
            return
        path, mode, flags = arguments
        if not isinstance(path, str) or len(self._read) >= _LIMIT:
            return
        full = abspath(path)
        if not full.startswith(self._root) or full.startswith(self._prefix):
            return
        writes = flags & (os.O_WRONLY | os.O_RDWR) if isinstance(flags, int) else set("wax+") & set(mode or "")
        if writes:
            self._written.add(full)
        elif full not in self._written:
            self._read.add(full)

    def found(self):
        """Their absolute paths, in order."""
        return sorted(path for path in self._read if not set(_NOT_INPUTS) & set(path.split(os.sep)))


def watch(root):
    """Begin to watch; a hook cannot be taken back, so this is for a process that ends with the run."""
    seen = _Seen(root)
    sys.addaudithook(seen.hook)
    return seen
