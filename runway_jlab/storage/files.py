"""Files that are either there whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_atomically(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Replace `path` by `content`; a reader, or a crash at any moment, sees the old file or the new one.

    With `durable` the content is on disk when this returns; without, a power failure may lose the change.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    # Not mkstemp: its files are for their owner alone, and colleagues read a project too.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            if durable:
                os.fsync(handle.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def canonical_json(content: Any) -> bytes:
    """JSON with one spelling for one content: sorted keys, no spaces, UTF-8. Digests are taken of it."""
    return utf8_json(content, sort_keys=True, separators=(",", ":"))


def utf8_json(content: Any, **how: Any) -> bytes:
    """JSON in UTF-8, readable as it is; only half a surrogate pair, which UTF-8 cannot hold, is escaped.

    `how` is what :func:`json.dumps` takes.
    """
    return json.dumps(content, ensure_ascii=False, **how).encode("utf-8", "backslashreplace")


def plain(value: Any) -> Any:
    """A literal as JSON can hold it: tuples and sets become lists, keys text, what is not finite its name."""
    if isinstance(value, (set, frozenset)):
        return [plain(item) for item in sorted(value, key=repr)]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    return repr(value)


def read_json(path: Path) -> Any:
    """The content of a JSON file of ours."""
    return json.loads(path.read_text(encoding="utf-8"))
