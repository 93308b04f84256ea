"""The lock of an environment: interpreter and packages as they were, with a digest, and what differs from another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runway_jlab.ids import Digest, digest_of
from runway_jlab.storage.files import canonical_json

Lock = Mapping[str, Any]
"""``{"python", "implementation", "system", "machine", "libc", "packages": {name: version}}``."""

_FACTS = {
    "python": "Python",
    "implementation": "interpreter",
    "system": "system",
    "machine": "machine",
    "libc": "libc",
}


def lock_bytes(lock: Lock) -> bytes:
    """The lock as it is stored."""
    return canonical_json(dict(lock))


def lock_digest(lock: Lock) -> Digest:
    """The environment's id."""
    return digest_of(lock_bytes(lock))


def differences(then: Lock, now: Lock) -> list[str]:
    """What changed from one lock to another, a line each, packages by name."""
    lines = [
        f"{title} {then.get(key) or 'unknown'} → {now.get(key) or 'unknown'}"
        for key, title in _FACTS.items()
        if then.get(key) != now.get(key)
    ]
    before, after = then["packages"], now["packages"]
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if new is None:
            lines.append(f"− {name} {old}")
        elif old is None:
            lines.append(f"+ {name} {new}")
        else:
            lines.append(f"{name} {old} → {new}")
    return lines
