"""Standard output and error of the notebook's code, on their way to its cells.

What Python prints goes through :class:`Stream`; what writes below Python (C libraries, child processes) lands
in a file behind file descriptors 1 and 2, and is fetched when a cell ends.
"""

import codecs
import fcntl
import io
import os
import sys
import tempfile
import threading
import time

_PIECE = 8192
_PAUSE = 0.05


class Stream(io.TextIOBase):
    """A text stream that passes on what it gets in pieces: at once after a pause, else by size or on flush.

    Parameters
    ----------
    name : str
        ``stdout`` or ``stderr``.
    publish : callable
        Called with ``(name, text)``.
    fd : int
        The file descriptor it stands for, given to code that asks.
    lock : threading.RLock
        Shared by both streams, so that what is written to them alternately stays in its order.
    before : callable
        Called before each piece that is written: what others have written until then goes first.
    """

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, name, publish, fd, lock, before):
        super().__init__()
        self.name = name
        self._publish = publish
        self._fd = fd
        self._parts = []
        self._size = 0
        self._last = 0.0
        self._pid = os.getpid()
        self._lock = lock
        self._before = before

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return self._fd

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if os.getpid() != self._pid:
            os.write(self._fd, text.encode("utf-8", "replace"))
            return len(text)
        with self._lock:
            self._before(self)
            self._parts.append(text)
            self._size += len(text)
            if self._size >= _PIECE or time.monotonic() - self._last > _PAUSE:
                self.flush()
        return len(text)

    def flush(self):
        if getattr(self, "_lock", None) is None or os.getpid() != self._pid:
            return
        with self._lock:
            if self._parts:
                text = "".join(self._parts)
                self._parts, self._size = [], 0
                self._last = time.monotonic()
                if text:
                    self._publish(self.name, text)


class Descriptors:
    """File descriptors 1 and 2, redirected into files that only grow: child processes write while we read."""

    def __init__(self):
        self._files = [_File(name, fd) for name, fd in (("stdout", 1), ("stderr", 2))]

    def waiting(self):
        """Whether something came since the last fetch."""
        return any(file.size() > file.offset for file in self._files)

    def fetch(self):
        """What came since the last call: pairs of stream name and text."""
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
        return [(file.name, text) for file in self._files for text in [file.read()] if text]


class _File:
    """One of them, and how far it has been read; a character that is not whole yet waits for its rest."""

    def __init__(self, name, fd):
        self.name = name
        self.offset = 0
        self._handle = tempfile.TemporaryFile(prefix="runway-")
        number = self._handle.fileno()
        fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_APPEND)
        os.dup2(number, fd)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def size(self):
        return os.fstat(self._handle.fileno()).st_size

    def read(self):
        content = os.pread(self._handle.fileno(), self.size() - self.offset, self.offset)
        self.offset += len(content)
        return self._decoder.decode(content)


class Streams:
    """Standard output and error above and below Python, published in the order in which things were written.

    Parameters
    ----------
    publish : callable
        Called with ``(name, text)``.
    descriptors : Descriptors
    """

    def __init__(self, publish, descriptors):
        lock = self._lock = threading.RLock()
        self._publish = publish
        self._descriptors = descriptors
        self._pid = os.getpid()
        self.out = Stream("stdout", publish, 1, lock, self._others_first)
        self.err = Stream("stderr", publish, 2, lock, self._others_first)

    def flush(self):
        """Publish all that was written until now; a child that user code forked leaves that to us."""
        if os.getpid() != self._pid:
            return
        with self._lock:
            self.out.flush()
            self.err.flush()
            for name, text in self._descriptors.fetch():
                self._publish(name, text)

    def _others_first(self, stream):
        if self._descriptors.waiting():
            self.flush()
        elif stream is self.out:
            self.err.flush()
        else:
            self.out.flush()
