"""The worker's end of its conversation with the driver: JSON lines over two pipes of their own.

Standard input and output are left to the notebook's code. Only the process that opened the channel speaks:
a child that user code forked is silent.
"""

import base64
import json
import os
import threading


class Channel:
    """One message a line, whole lines only, from any thread."""

    def __init__(self, read_fd, write_fd):
        self._commands = os.fdopen(read_fd, "rb")
        self._write_fd = write_fd
        self._lock = threading.RLock()
        self._pid = os.getpid()
        self._closed = False
        for fd in (read_fd, write_fd):
            os.set_inheritable(fd, False)

    def send(self, event, **fields):
        """Tell the driver; when it is gone there is nothing left to do here."""
        if self._closed or os.getpid() != self._pid:
            return
        line = _dumps(dict(fields, event=event)) + b"\n"
        with self._lock:
            try:
                while line:
                    line = line[os.write(self._write_fd, line) :]
            except OSError:
                os._exit(1)

    def close(self):
        """Nothing more is said: what exit handlers print has no cell to go to."""
        self._closed = True

    def receive(self):
        """The driver's next command, or None when it has closed the channel."""
        line = self._commands.readline()
        return json.loads(line) if line.endswith(b"\n") else None

    def ask(self, event):
        """Send `event` and wait for the one answer to it."""
        with self._lock:
            self.send(event)
            answer = self.receive()
        if answer is None:
            os._exit(1)
        return answer


# Bound now: user code may replace json.dumps, and our messages must not change with it.
_encode = json.JSONEncoder(ensure_ascii=True, default=lambda thing: _fallback(thing), allow_nan=True).encode


def _dumps(message):
    try:
        return _encode(message).encode("ascii")
    except (TypeError, ValueError):
        return _encode(_plain(message)).encode("ascii")


def _fallback(thing):
    if isinstance(thing, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(thing)).decode("ascii")
    try:
        return thing.tolist()  # NumPy's arrays and numbers
    except Exception:
        return repr(thing)


def _plain(thing):
    """A copy with string keys: JSON refuses tuples as keys, metadata may hold them."""
    if isinstance(thing, dict):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple, set)):
        return [_plain(value) for value in thing]
    return thing
