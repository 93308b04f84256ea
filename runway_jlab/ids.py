"""Names of things: run ids, digests, project ids."""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import NewType

RunId = NewType("RunId", str)
"""32 hexadecimal digits, made when a run is submitted."""

Digest = NewType("Digest", str)
"""``sha256:`` and 64 hexadecimal digits."""

ProjectId = NewType("ProjectId", str)

_RUN_ID = re.compile(r"[0-9a-f]{32}")


def new_run_id() -> RunId:
    return RunId(uuid.uuid4().hex)


def new_project_id() -> ProjectId:
    return ProjectId(uuid.uuid4().hex[:12])


def is_run_id(text: str) -> bool:
    return _RUN_ID.fullmatch(text) is not None


def digest_of(content: bytes) -> Digest:
    return Digest("sha256:" + hashlib.sha256(content).hexdigest())
