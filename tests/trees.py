"""Folders as values, to hold what is on disk before and after against each other."""

from __future__ import annotations

import os
from pathlib import Path

Tree = dict[str, tuple[str, bytes]]


def tree_of(folder: Path, *without: str) -> Tree:
    """All below `folder`: path to kind (``file``, ``executable``, ``link``, ``folder``) and content.

    Folders are listed too, so that an empty one that appears is seen. What begins with a path in `without` is left out.
    """
    found: Tree = {}
    for parent, folders, files in os.walk(os.fsencode(folder)):
        for name in folders + files:
            path = os.path.join(parent, name)
            relative = os.fsdecode(os.path.relpath(path, os.fsencode(folder)))
            if any(relative == one or relative.startswith(one + "/") for one in without):
                continue
            found[relative] = _entry(path)
    return found


def files_of(folder: Path, *without: str) -> Tree:
    """Like :func:`tree_of` without the folders, which git does not keep."""
    return {path: entry for path, entry in tree_of(folder, *without).items() if entry[0] != "folder"}


def _entry(path: bytes) -> tuple[str, bytes]:
    if os.path.islink(path):
        return "link", os.readlink(path)
    if os.path.isdir(path):
        return "folder", b""
    with open(path, "rb") as handle:  # noqa: PTH123 - a name may be no text
        return "executable" if os.stat(path).st_mode & 0o100 else "file", handle.read()
