"""The work tree as it was: dirty, untracked, all of it, as one commit in Runway's private repository.

The tree is the user's whole repository when the project lies in one (a notebook may import from anywhere in it),
else the project's folder; for a notebook in a reopened folder it is that folder. Files that git does not track and
that are larger than :data:`LARGE` bytes go to the content store instead of into git.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from runway_jlab.errors import FolderTaken, GitFailed, StorageCorrupt
from runway_jlab.ids import Digest, RunId
from runway_jlab.source.repository import Head, PrivateRepository, UserRepository
from runway_jlab.storage.locks import file_lock
from runway_jlab.storage.objects import ObjectStore, digest_of_file

LARGE = 10 * 1000 * 1000
"""Bytes above which an untracked file is kept outside git."""

_OURS = (".runway/", ".runway-reopened/", ".ipynb_checkpoints/")


@dataclass(frozen=True)
class LargeFile:
    """An untracked file in the content store."""

    path: str
    digest: Digest
    executable: bool


@dataclass(frozen=True)
class Snapshot:
    """A work tree at one moment.

    Parameters
    ----------
    root : Path
        The folder that it is a picture of.
    commit, tree : str
        Object names in the private repository.
    large : tuple of LargeFile
        What lies beside git.
    head : Head, optional
        Where the user's repository stood; None without one.
    incomplete : tuple of str
        What could not be captured, each by name.
    """

    root: Path
    commit: str
    tree: str
    large: tuple[LargeFile, ...]
    head: Head | None
    incomplete: tuple[str, ...]


class Snapshots:
    """Takes snapshots and writes them out again.

    Parameters
    ----------
    private : Path
        The project's ``.runway``.
    objects : ObjectStore
        Takes the large files.
    """

    def __init__(self, private: Path, objects: ObjectStore) -> None:
        self._private = private
        self._repository = PrivateRepository(private / "source.git")
        self._objects = objects

    def take(
        self, root: Path, run_id: RunId, must: Sequence[Path], leave_out: Sequence[Path], data: Sequence[Path] = ()
    ) -> Snapshot:
        """Commit the work tree at `root` for a run.

        Parameters
        ----------
        root : Path
            From :func:`work_tree_root`.
        run_id : RunId
            Names the ref that keeps it.
        must : sequence of Path
            Files that belong to it even where they are ignored: the notebook.
        leave_out : sequence of Path
            Folders below `root` that do not belong to it: other reopened runs.
        data : sequence of Path
            Files that the run reads: they belong to it even where they are ignored, large ones beside git.
        """
        with self._index(root) as index:
            user, tree, large, incomplete = self._write(root, index, must, leave_out, data)
            commit = self._repository.commit(tree, f"run {run_id}\n", f"refs/runway/runs/{run_id}")
        head = user.head() if user else None
        return Snapshot(root, commit, tree, large, head, incomplete)

    def today(
        self, root: Path, must: Sequence[Path], leave_out: Sequence[Path], data: Sequence[Path] = ()
    ) -> tuple[str, tuple[LargeFile, ...]]:
        """The work tree now, as a tree id and its large files; nothing is kept under a ref."""
        with self._index(root) as index:
            _, tree, large, _ = self._write(root, index, must, leave_out, data)
        return tree, large

    def changes(self, old: str, new: str) -> list[tuple[str, str]]:
        """Pairs of ``A``, ``M``, ``D`` or ``T`` and a path between two trees or commits."""
        return self._repository.changes(old, new)

    def has(self, commit: str) -> bool:
        """Whether the snapshot is still here."""
        return (self._private / "source.git" / "HEAD").is_file() and self._repository.has(commit)

    def paths(self, commit: str) -> set[str]:
        """The files of a snapshot, without the large ones."""
        return self._repository.paths(commit)

    def read(self, commit: str, path: str) -> bytes:
        """A file of a snapshot."""
        return self._repository.read(commit, path)

    def write_out(self, commit: str, large: Sequence[LargeFile], target: Path) -> None:
        """Write a snapshot into the empty folder `target`, byte for byte.

        Raises
        ------
        StorageCorrupt
            A large file's bytes are no longer those that were stored.
        """
        if any(target.iterdir()):
            raise FolderTaken(f"{target} is not empty. Choose a folder that does not exist yet.", path=str(target))
        self._repository.check_out(commit, target)
        for file in large:
            place = target / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            stored = self._objects.path(file.digest)
            if not stored.is_file() or digest_of_file(stored) != file.digest:
                raise StorageCorrupt(
                    f"{file.path} cannot be restored: its stored copy is missing or was changed ({stored}).",
                    path=file.path,
                    digest=file.digest,
                )
            shutil.copyfile(stored, place)
            place.chmod(0o755 if file.executable else 0o644)

    def _index(self, root: Path) -> _LockedIndex:
        name = hashlib.sha256(str(root).encode()).hexdigest()[:16]
        return _LockedIndex(self._private / "source.git" / f"runway-index-{name}")

    def _write(
        self, root: Path, index: Path, must: Sequence[Path], leave_out: Sequence[Path], data: Sequence[Path]
    ) -> tuple[UserRepository | None, str, tuple[LargeFile, ...], tuple[str, ...]]:
        user = UserRepository.around(root)
        foreign = user is None and UserRepository.of_somebody_else(root)
        if user is not None and user.root != root:
            user = None
        outside = [_pattern(path.relative_to(root)) for path in leave_out if path.is_relative_to(root)]
        excludes = "\n".join([*_OURS, *outside, user.own_excludes() if user else "", ""])
        self._repository.prepare(excludes)
        tracked = user.tracked() if user else set()
        inside, incomplete = _inside(root, data)
        if foreign:
            incomplete += (f"the git repository around {root} belongs to somebody else: its commit is not recorded",)
        untracked = self._repository.untracked(root, index) - tracked
        large = self._set_aside(root, untracked | inside - tracked)
        aside = [file.path for file in large]
        # git refuses to leave out what is ignored anyway.
        self._add_nested(root, index, self._add(root, index, [path for path in aside if path in untracked]))
        self._repository.remove(root, index, aside)
        forced = {path for path in (user.tracked_though_ignored() if user else ()) if (root / path).is_file()}
        forced |= {path.relative_to(root).as_posix() for path in must}
        self._repository.add(root, index, sorted(forced | inside - set(aside)))
        return user, self._repository.write_tree(root, index), large, incomplete

    def _add_nested(self, root: Path, index: Path, unborn: Sequence[str]) -> None:
        """Put the files of repositories inside the work tree in place of links to their commits, at any depth."""
        while nested := sorted({*self._repository.nested(root, index), *unborn}):
            self._repository.remove(root, index, nested)
            unborn = []
            for path in nested:
                with tempfile.TemporaryDirectory(prefix="runway-") as scratch:
                    nested_index = Path(scratch) / "index"
                    unborn += [f"{path}/{inner}" for inner in self._add(root / path, nested_index, [])]
                    subtree = self._repository.write_tree(root / path, nested_index)
                self._repository.graft(root, index, path, subtree)

    def _set_aside(self, root: Path, paths: set[str]) -> tuple[LargeFile, ...]:
        """Store what is too large for git; returned in order of paths."""
        found = []
        for path in sorted(paths):
            file = root / path
            if file.is_symlink() or not file.is_file():
                continue
            status = file.stat()
            if status.st_size > LARGE:
                found.append(LargeFile(path, self._keep(file), bool(status.st_mode & 0o100)))
        return tuple(found)

    def _keep(self, file: Path) -> Digest:
        digest = digest_of_file(file)
        if digest in self._objects:
            return digest
        self._objects.root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=".incoming-", dir=self._objects.root, delete=False) as handle:
            shutil.copyfile(file, handle.name)
        return self._objects.adopt(Path(handle.name))

    def _add(self, root: Path, index: Path, leave_out: Sequence[str]) -> list[str]:
        """Bring the index to the work tree; returns the repositories in it without a commit, which git cannot add."""
        unborn: list[str] = []
        while True:
            try:
                self._repository.add_all(root, index, [*leave_out, *unborn])
                return unborn
            except GitFailed as error:
                said = re.search(r"'(.+?)/?' does not have a commit checked out", str(error.detail.get("said")))
                if said is None or said.group(1) in unborn:
                    raise
                unborn.append(said.group(1))


def _pattern(path: Path) -> str:
    """A line of an ignore file that means this folder and no other."""
    return "/" + re.sub(r"([\\*?\[\] ])", r"\\\1", path.as_posix()) + "/"


def _inside(root: Path, data: Sequence[Path]) -> tuple[set[str], tuple[str, ...]]:
    """The data files that lie below `root`, relative to it, and a word on each folder of those that do not."""
    inside, outside = set(), set()
    for file in data:
        place = file.resolve()
        if place.is_relative_to(root):
            inside.add(place.relative_to(root).as_posix())
        else:
            outside.add(str(file.parent))
    return inside, tuple(f"{folder}: data outside the project, kept by digest only" for folder in sorted(outside))


class _LockedIndex:
    """An index file that outlives the snapshot (unchanged files are not read again), under a lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = file_lock(path.parent.parent / "source.lock")

    def __enter__(self) -> Path:
        self._lock.__enter__()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.with_name(self._path.name + ".lock").unlink(missing_ok=True)
        return self._path

    def __exit__(self, *exception: object) -> None:
        self._lock.__exit__(None, None, None)


def work_tree_root(project_root: Path, reopened_root: Path | None) -> Path:
    """The folder that a snapshot is a picture of; see the module's first lines."""
    if reopened_root is not None:
        return reopened_root
    user = UserRepository.around(project_root)
    return user.root if user is not None else project_root
