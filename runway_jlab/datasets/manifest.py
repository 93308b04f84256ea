"""A folder or file of data by digest: every file with its size and sha256, and one digest of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runway_jlab.ids import Digest, digest_of
from runway_jlab.storage.files import canonical_json
from runway_jlab.storage.objects import digest_of_file


@dataclass(frozen=True)
class Manifest:
    """Files below a path: ``{relative path: (size in bytes, digest)}``. A single file is named ``"."``."""

    files: Mapping[str, tuple[int, Digest]]

    @property
    def digest(self) -> Digest:
        return digest_of(canonical_json(self.as_json()))

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for size, _ in self.files.values())

    def as_json(self) -> list[dict[str, Any]]:
        """One entry a file, in order of paths."""
        return [{"path": path, "size": size, "digest": digest} for path, (size, digest) in sorted(self.files.items())]

    @classmethod
    def from_json(cls, content: Sequence[Mapping[str, Any]]) -> Manifest:
        return cls({entry["path"]: (entry["size"], Digest(entry["digest"])) for entry in content})


def read_manifest(path: Path) -> Manifest | None:
    """The manifest of what lies at `path` now; None when nothing does. Hidden files do not count."""
    if path.is_file():
        return Manifest({".": (path.stat().st_size, digest_of_file(path))})
    if not path.is_dir():
        return None
    files = {}
    for file in sorted(path.rglob("*")):
        relative = file.relative_to(path)
        if file.is_file() and not any(part.startswith(".") for part in relative.parts):
            files[relative.as_posix()] = (file.stat().st_size, digest_of_file(file))
    return Manifest(files)


def differences(then: Manifest, now: Manifest) -> list[str]:
    """What changed, a line a file."""
    lines = [f"{path} is gone" for path in sorted(then.files.keys() - now.files.keys())]
    lines += [f"{path} is new" for path in sorted(now.files.keys() - then.files.keys())]
    common = sorted(then.files.keys() & now.files.keys())
    return lines + [f"{path} has other content" for path in common if then.files[path] != now.files[path]]
