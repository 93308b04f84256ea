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
    for path in folder.rglob("*"):
        relative = str(path.relative_to(folder))
        if not any(relative == one or relative.startswith(one + "/") for one in without):
            found[relative] = _entry(path)
    return found


def files_of(folder: Path, *without: str) -> Tree:
    """Like :func:`tree_of` without the folders, which git does not keep."""
    return {path: entry for path, entry in tree_of(folder, *without).items() if entry[0] != "folder"}


def _entry(path: Path) -> tuple[str, bytes]:
    if path.is_symlink():
        return "link", os.fsencode(path.readlink())
    if path.is_dir():
        return "folder", b""
    return "executable" if path.stat().st_mode & 0o100 else "file", path.read_bytes()
