"""Every call of git.

Two repositories are in play, and never mixed: the *user's*, which is only read, and Runway's *private* bare one
under ``.runway/source.git``, into which work trees are written. No hook runs, no prompt opens, no index, HEAD or
file of the user's is touched, and no filter changes a byte on the way in or out. A repository that git finds to be
another person's is not read at all: its configuration names programs, and they would run as us.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runway_jlab.errors import GitFailed
from runway_jlab.storage.files import write_atomically

os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

_SAFE = (
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.fsmonitor=false",
    "-c", "core.quotePath=false",
)  # fmt: skip
_VERBATIM = (
    "-c", "safe.directory=*",
    "-c", "core.autocrlf=false",
    "-c", "core.safecrlf=false",
    "-c", "core.symlinks=true",
    "-c", "core.fileMode=true",
    "-c", "core.compression=1",
    "-c", "advice.addEmbeddedRepo=false",
)  # fmt: skip
_INHERITED = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE",
    "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
)  # fmt: skip
"""What git sets for a hook, and what would lead us to another repository than the folder's."""
_ATTRIBUTES = "* -text -eol -filter -ident !working-tree-encoding\n"
_PERSON = {
    "GIT_AUTHOR_NAME": "Runway",
    "GIT_AUTHOR_EMAIL": "runway@localhost",
    "GIT_COMMITTER_NAME": "Runway",
    "GIT_COMMITTER_EMAIL": "runway@localhost",
}


def _git(
    folder: Path,
    arguments: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    given: bytes | None = None,
) -> bytes:
    """Standard output of ``git <arguments>``.

    Raises
    ------
    GitFailed
        git is not installed, or ended with an error.
    """

    environment = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", **(env or {})}
    foreign = [name for name in _INHERITED if name in os.environ and name not in environment]
    without = ["env", *(word for name in foreign for word in ("-u", name))] if foreign else []
    import git  # a tenth of a second that the server's start need not pay

    with tempfile.TemporaryFile() as stdin:
        if given is not None:
            stdin.write(given)
            stdin.seek(0)
        try:
            out: Any = git.Git(str(folder)).execute(
                [*without, git.Git.GIT_PYTHON_GIT_EXECUTABLE or "git", *_SAFE, *arguments],
                istream=stdin,
                env=environment,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
            )
        except git.exc.GitCommandNotFound as error:
            raise GitFailed("git is not installed here. Install git 2.30 or later and try again.") from error
        except git.exc.GitCommandError as error:
            said = str(error.stderr).strip().removeprefix("stderr: ").strip("'\n ")
            command = next(word for word in arguments if word not in _VERBATIM)
            raise GitFailed(f"git {command} failed in {folder}: {said}", said=said) from error
    return bytes(out)


@dataclass(frozen=True)
class Head:
    """Where the user's repository stood."""

    commit: str | None
    branch: str | None
    remote: str | None
    """The upstream's URL without user name, password or token."""
    dirty: bool


class UserRepository:
    """The user's repository around a folder: read, never written.

    Parameters
    ----------
    root : Path
        Its top-level folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def around(cls, folder: Path) -> UserRepository | None:
        """The repository whose work tree holds `folder`, unless it ignores the folder; else None."""
        if not any((parent / ".git").exists() for parent in (folder, *folder.parents)):
            return None
        try:
            top = _top_of(folder)
        except GitFailed:
            return None
        repository = cls(top)
        return None if folder != top and repository.ignores(folder) else repository

    @staticmethod
    def of_somebody_else(folder: Path) -> bool:
        """Whether there is a repository around `folder` that git does not read, since another user owns it."""
        try:
            _top_of(folder)
        except GitFailed as error:
            said = str(error.detail.get("said"))
            return "dubious ownership" in said or "unsafe repository" in said
        return False

    def ignores(self, path: Path) -> bool:
        """Whether its rules leave `path` out."""
        try:
            _git(self.root, ["check-ignore", "-q", "--", str(path)])
        except GitFailed:
            return False
        return True

    def head(self) -> Head:
        """Commit, branch, remote and whether the work tree differs from the commit."""
        commit = self._line("rev-parse", "--verify", "-q", "HEAD")
        branch = self._line("symbolic-ref", "-q", "--short", "HEAD")
        upstream = self._line("config", "--get", f"branch.{branch}.remote") if branch else None
        remote = self._line("config", "--get", f"remote.{upstream or 'origin'}.url")
        return Head(commit, branch, without_credentials(remote) if remote else None, self._dirty())

    def tracked(self) -> set[str]:
        """Paths that its index holds, relative to the root."""
        return _paths(_git(self.root, ["ls-files", "-z"]))

    def tracked_though_ignored(self) -> set[str]:
        """Paths in the index that an ignore rule matches: they belong to the work tree all the same."""
        return _paths(_git(self.root, ["ls-files", "-z", "-c", "-i", "--exclude-standard"]))

    def own_excludes(self) -> str:
        """The rules of ``info/exclude``."""
        path = self.root / (self._line("rev-parse", "--git-path", "info/exclude") or ".git/info/exclude")
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _dirty(self) -> bool:
        """Whether its work tree differs from its commit, submodules included.

        Those are asked one by one: git would run the filters of one that belongs to somebody else.
        """
        if _git(self.root, ["status", "--porcelain", "-z", "--ignore-submodules=dirty"]):
            return True
        for path in _linked(_git(self.root, ["ls-files", "-z", "-s"])):
            inner = self.root / path
            try:
                if (inner / ".git").exists() and UserRepository(inner)._dirty():
                    return True
            except GitFailed:
                continue
        return False

    def _line(self, *arguments: str) -> str | None:
        try:
            return _git(self.root, arguments).decode("utf-8", "replace").strip() or None
        except GitFailed:
            return None


class PrivateRepository:
    """Runway's own bare repository: trees of work trees, kept under refs of ours.

    Parameters
    ----------
    folder : Path
        ``.runway/source.git``; made when first used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, excludes: str) -> None:
        """Make the repository when it is not there, and set the ignore rules of the next work tree."""
        if not (self.folder / "HEAD").is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            _git(self.folder, ["init", "--bare", "--quiet", "."], env={"GIT_DIR": str(self.folder)})
        write_atomically(self.folder / "info" / "attributes", _ATTRIBUTES.encode())
        write_atomically(self.folder / "info" / "exclude", excludes.encode())

    def untracked(self, tree: Path, index: Path) -> set[str]:
        """Files of the work tree that are neither ignored nor in `index`, and those in it that changed."""
        flags = ["ls-files", "-z", "-o", "-m", "--exclude-standard"]
        return _paths(self._run(flags, tree=tree, index=index))

    def add_all(self, tree: Path, index: Path, leave_out: Iterable[str]) -> None:
        """Bring `index` to what the work tree is, except for some paths."""
        outside = [f":(exclude,literal,top){path}" for path in leave_out]
        listed = os.fsencode("\0".join([".", *outside]))
        self._run(
            ["add", "-A", "--pathspec-from-file=-", "--pathspec-file-nul"],
            tree=tree,
            index=index,
            given=listed,
        )

    def add(self, tree: Path, index: Path, paths: Iterable[str]) -> None:
        """Add files by name, ignored or not."""
        given = b"".join(os.fsencode(path) + b"\0" for path in paths)
        if given:
            self._run(["update-index", "--add", "-z", "--stdin"], tree=tree, index=index, given=given)

    def remove(self, tree: Path, index: Path, paths: Iterable[str]) -> None:
        """Take entries out of `index`; files stay."""
        given = b"".join(os.fsencode(path) + b"\0" for path in paths)
        if given:
            self._run(["update-index", "--force-remove", "-z", "--stdin"], tree=tree, index=index, given=given)

    def nested(self, tree: Path, index: Path) -> set[str]:
        """Paths at which `index` has only a link to another repository's commit."""
        return _linked(self._run(["ls-files", "-z", "-s"], tree=tree, index=index))

    def graft(self, tree: Path, index: Path, path: str, subtree: str) -> None:
        """Put a tree into `index` at `path`."""
        self._run(["read-tree", f"--prefix={path}/", subtree], tree=tree, index=index)

    def write_tree(self, tree: Path, index: Path) -> str:
        """The tree object of `index`."""
        return self._run(["write-tree"], tree=tree, index=index).decode().strip()

    def commit(self, tree_id: str, message: str, ref: str) -> str:
        """Commit a tree without parents and keep it under `ref`."""
        arguments = ["commit-tree", "--no-gpg-sign", tree_id]
        commit = (
            _git(self.folder, arguments, env={**_PERSON, "GIT_DIR": str(self.folder)}, given=message.encode())
            .decode()
            .strip()
        )
        self._run(["update-ref", ref, commit])
        return commit

    def paths(self, commit: str) -> set[str]:
        """The files of a commit."""
        return _paths(self._run(["ls-tree", "-r", "-z", "--name-only", commit]))

    def read(self, commit: str, path: str) -> bytes:
        """A file of a commit."""
        return self._run(["cat-file", "blob", f"{commit}:{path}"])

    def has(self, commit: str) -> bool:
        """Whether the commit is here, whole."""
        try:
            self._run(["cat-file", "-e", f"{commit}^{{tree}}"])
        except GitFailed:
            return False
        return True

    def check_out(self, commit: str, target: Path) -> None:
        """Write a commit's files below `target`, byte for byte."""
        with tempfile.TemporaryDirectory(prefix="runway-") as scratch:
            index = Path(scratch) / "index"
            self._run(["read-tree", commit], tree=target, index=index)
            self._run(["checkout-index", "--all", "--quiet", f"--prefix={target}/"], tree=target, index=index)

    def changes(self, old: str, new: str) -> list[tuple[str, str]]:
        """Pairs of ``A``, ``M``, ``D`` or ``T`` and a path, from one tree to another."""
        raw = self._run(["diff-tree", "-r", "-z", "--no-renames", "--name-status", old, new]).split(b"\0")
        return [(raw[i].decode(), os.fsdecode(raw[i + 1])) for i in range(0, len(raw) - 1, 2)]

    def _run(
        self,
        arguments: Sequence[str],
        *,
        tree: Path | None = None,
        index: Path | None = None,
        given: bytes | None = None,
    ) -> bytes:
        env = {"GIT_DIR": str(self.folder)}
        if tree is not None:
            env["GIT_WORK_TREE"] = str(tree)
        if index is not None:
            env["GIT_INDEX_FILE"] = str(index)
        return _git(tree or self.folder, [*_VERBATIM, *arguments], env=env, given=given)


def _linked(raw: bytes) -> set[str]:
    """The links to commits in what ``ls-files -s`` says."""
    return {os.fsdecode(line.split(b"\t", 1)[1]) for line in raw.split(b"\0") if line.startswith(b"160000")}


def _top_of(folder: Path) -> Path:
    return Path(os.fsdecode(_git(folder, ["rev-parse", "--show-toplevel"]).rstrip(b"\n"))).resolve()


def without_credentials(url: str) -> str:
    """A remote's URL without user name, password or token."""
    scheme, separator, rest = url.partition("://")
    if not separator:  # a path, or ssh's short form  user@host:path
        before, colon, path = url.partition(":")
        return f"{before.rpartition('@')[2]}:{path}" if colon and "/" not in before else url
    plain = re.split("[?#]", rest, maxsplit=1)[0]
    host, slash, path = plain.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def _paths(raw: bytes) -> set[str]:
    return {os.fsdecode(name) for name in raw.split(b"\0") if name}
