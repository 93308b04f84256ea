"""Content-addressed files: an object's name is the sha256 of its bytes.

Layout: ``<root>/<first two digits>/<the other 62>``. An object is written beside its place and renamed into
it, so that a name always leads to the whole content; writing the same content twice is writing it once.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from runway_jlab.errors import StorageCorrupt
from runway_jlab.ids import Digest, digest_of
from runway_jlab.storage.files import write_atomically

_CHUNK = 1 << 20


class ObjectStore:
    """The objects below one folder.

    Parameters
    ----------
    root : Path
        The folder; made when the first object comes.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: Digest) -> Path:
        """Where the object lies, or would lie."""
        name = digest.removeprefix("sha256:")
        return self.root / name[:2] / name[2:]

    def __contains__(self, digest: Digest) -> bool:
        return self.path(digest).is_file()

    def put(self, content: bytes) -> Digest:
        """Keep `content`; returns its name."""
        digest = digest_of(content)
        if digest not in self:
            write_atomically(self.path(digest), content)
        return digest

    def adopt(self, path: Path) -> Digest:
        """Move a finished file into the store; returns its name. The file must lie on the store's file system."""
        digest = digest_of_file(path)
        target = self.path(digest)
        if target.is_file():
            path.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        return digest

    def get(self, digest: Digest) -> bytes:
        """The content, checked against its name.

        Raises
        ------
        StorageCorrupt
            The object is not there, or its bytes are not those that were stored.
        """
        path = self.path(digest)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise StorageCorrupt(
                f"The stored object {digest} is missing from {self.root}. Restore it from a backup or run again.",
                digest=digest,
            ) from None
        if digest_of(content) != digest:
            raise StorageCorrupt(
                f"The stored object {path} was changed: its bytes no longer match its name. "
                "Restore it from a backup or run again.",
                digest=digest,
                path=str(path),
            )
        return content


def digest_of_file(path: Path) -> Digest:
    """The digest of a file's bytes, read in pieces."""
    sha = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            sha.update(chunk)
    return Digest("sha256:" + sha.hexdigest())
