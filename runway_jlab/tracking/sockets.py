"""The Unix sockets that hosted servers listen on: where they are, and speaking HTTP to one."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import socket
import stat
import tempfile
from pathlib import Path

from runway_jlab.errors import TrackingUnavailable
from runway_jlab.tracking.location import Tracking

_SOCKET_LIMIT = 103
"""Characters of a socket's path that every system takes (macOS: 104 bytes with the closing zero)."""


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket, with two seconds for each answer."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=2)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def socket_path(tracking: Tracking, static_prefix: str) -> Path:
    """In a folder that only the user can enter: MLflow makes the socket itself open to all."""
    name = hashlib.sha256(f"{tracking.uri}\n{static_prefix}".encode()).hexdigest()[:16]
    homes = [Path(tempfile.gettempdir()), Path("/tmp")]
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        homes.insert(0, Path(runtime))
    for home in homes:
        path = home / f"runway-{os.getuid()}" / name / "m.sock"
        if home.is_dir() and os.access(home, os.W_OK) and len(os.fsencode(path)) <= _SOCKET_LIMIT:
            for folder in (path.parent.parent, path.parent):
                _make_private(folder)
            return path
    raise TrackingUnavailable(
        f"No folder for MLflow's socket: of {', '.join(map(str, homes))} none is writable with a path short "
        "enough. Set XDG_RUNTIME_DIR to one."
    )


def _make_private(folder: Path) -> None:
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid() or stat.S_IMODE(facts.st_mode) & 0o077:
        raise TrackingUnavailable(
            f"{folder} must be a folder that only you can enter, and is not. Remove it, or set XDG_RUNTIME_DIR.",
            folder=str(folder),
        )
