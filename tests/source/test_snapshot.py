"""A snapshot is the work tree byte for byte, and taking it touches nothing of the user's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trees import Tree, files_of, tree_of

from runway_jlab.errors import FolderTaken, StorageCorrupt
from runway_jlab.ids import RunId, new_run_id
from runway_jlab.source.snapshot import LARGE, Snapshot, Snapshots, work_tree_root
from runway_jlab.storage.objects import ObjectStore

Git = Callable[..., bytes]


class Camera:
    """Takes snapshots of a folder into a private folder beside it, and shows what they hold."""

    def __init__(self, private: Path, target: Path) -> None:
        self.snapshots = Snapshots(private, ObjectStore(private / "objects"))
        self.private = private
        self.target = target

    def take(self, root: Path, **others: list[Path]) -> Snapshot:
        given = {"must": [], "leave_out": [], **others}
        return self.snapshots.take(root, new_run_id(), **given)

    def developed(self, snapshot: Snapshot) -> Tree:
        """The files of a snapshot, written out."""
        shutil.rmtree(self.target, ignore_errors=True)
        self.target.mkdir()
        self.snapshots.write_out(snapshot.commit, snapshot.large, self.target)
        return files_of(self.target)

    def picture(self, root: Path, **others: list[Path]) -> Tree:
        return self.developed(self.take(root, **others))


@pytest.fixture
def camera(tmp_path: Path) -> Camera:
    return Camera(tmp_path / "private", tmp_path / "written")


@pytest.fixture
def repository(tmp_path: Path, git: Git) -> Path:
    """A repository with one commit: ``a.txt``, ``b.txt``, ``old name``, ``gone`` and an ignore file."""
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q")
    for name in ("a.txt", "b.txt", "old name", "gone"):
        (root / name).write_text(f"{name} as committed\n" * 20)
    (root / ".gitignore").write_text("ignored/\n*.log\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    return root


def make_dirty(root: Path, git: Git) -> None:
    """Staged and unstaged in one file, a rename, a deletion, binary, executable, links, and names that hurt."""
    (root / "a.txt").write_text("staged\n")
    git(root, "add", "a.txt")
    (root / "a.txt").write_text("staged\nand not staged\n")
    git(root, "mv", "old name", "new name")
    (root / "gone").unlink()
    git(root, "rm", "-q", "b.txt")
    (root / "binary").write_bytes(bytes(range(256)) * 10)
    (root / "script").write_text("#!/bin/sh\n")
    (root / "script").chmod(0o755)
    (root / "link").symlink_to("a.txt")
    (root / "dangling").symlink_to("/not/there")
    (root / "deep" / "er").mkdir(parents=True)
    for name in (
        "with space",
        "with\nnewline",
        "with\"quote'",
        "ünïcode 世界",
        "-dash",
        ":(top)x",
        "a*b?[c]",
        "t\tb",
        "\\",
        "#x",
        "!x",
    ):
        (root / "deep" / "er" / name).write_text(name)
    (root / "ignored").mkdir()
    (root / "ignored" / "x").write_text("not for git")
    (root / "a.log").write_text("not for git")


def evidence(root: Path, git: Git) -> tuple[bytes, ...]:
    """What must not change: index, HEAD, refs, objects, and what git says."""
    return (
        (root / ".git" / "index").read_bytes(),
        (root / ".git" / "HEAD").read_bytes(),
        git(root, "for-each-ref"),
        git(root, "count-objects", "-v"),
        git(root, "--no-optional-locks", "status", "--porcelain=v2"),
    )


def test_a_dirty_tree_as_it_is(repository: Path, camera: Camera, git: Git) -> None:
    make_dirty(repository, git)
    before = evidence(repository, git), tree_of(repository)
    snapshot = camera.take(repository)
    assert (evidence(repository, git), tree_of(repository)) == before
    assert camera.developed(snapshot) == files_of(repository, ".git", "ignored", "a.log")
    assert snapshot.incomplete == ()
    assert snapshot.head is not None
    assert snapshot.head.dirty
    assert (snapshot.head.commit, snapshot.head.branch) == (
        git(repository, "rev-parse", "HEAD").decode().strip(),
        "main",
    )


def test_the_same_tree_has_the_same_id(repository: Path, camera: Camera, git: Git, tmp_path: Path) -> None:
    make_dirty(repository, git)
    first = camera.take(repository)
    git(repository, "add", "-A")  # another index, the same files
    assert camera.take(repository).tree == first.tree
    (repository / "a.txt").write_text("now changed")
    changed = camera.take(repository)
    assert changed.tree != first.tree
    assert camera.snapshots.changes(first.commit, changed.commit) == [("M", "a.txt")]
    assert camera.snapshots.today(repository, [], [])[0] == changed.tree
    elsewhere = Camera(tmp_path / "other private", tmp_path / "other written")
    assert elsewhere.take(repository).tree == changed.tree


def test_snapshots_are_kept_apart_from_the_users_history(repository: Path, camera: Camera, git: Git) -> None:
    snapshot = camera.take(repository)
    git(camera.private / "source.git", "gc", "-q", "--prune=now")
    shutil.rmtree(repository / ".git")
    assert camera.snapshots.has(snapshot.commit)
    assert not camera.snapshots.has("0" * 40)
    assert camera.snapshots.read(snapshot.commit, "a.txt").startswith(b"a.txt as committed")


def test_ignored_files_are_left_out_but_for_tracked_ones_and_the_notebook(
    repository: Path, camera: Camera, git: Git
) -> None:
    (repository / "ignored").mkdir()
    for name in ("ignored/tracked", "ignored/other", "ignored/a.ipynb"):
        (repository / name).write_text(name)
    git(repository, "add", "-f", "ignored/tracked")
    (repository / "ignored/tracked").write_text("changed")
    picture = camera.picture(repository, must=[repository / "ignored/a.ipynb"])
    assert {path: content for path, content in picture.items() if path.startswith("ignored")} == {
        "ignored/tracked": ("file", b"changed"),
        "ignored/a.ipynb": ("file", b"ignored/a.ipynb"),
    }


def test_data_that_is_ignored_is_in_large_or_small(repository: Path, camera: Camera, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("1")
    small, large = repository / "ignored" / "small.csv", repository / "ignored" / "large.csv"
    small.parent.mkdir()
    small.write_text("1")
    large.write_bytes(b"2" * (LARGE + 1))
    snapshot = camera.take(repository, data=[small, large, outside])
    picture = camera.developed(snapshot)
    assert picture["ignored/small.csv"] == ("file", b"1")
    assert picture["ignored/large.csv"] == ("file", b"2" * (LARGE + 1))
    assert [file.path for file in snapshot.large] == ["ignored/large.csv"]
    assert snapshot.incomplete == (f"{tmp_path}: data outside the project, kept by digest only",)


def test_rules_of_the_repositorys_own_exclude_file_count(repository: Path, camera: Camera) -> None:
    (repository / ".git" / "info" / "exclude").write_text("secret\n")
    (repository / "secret").write_text("x")
    assert "secret" not in camera.picture(repository)


def test_without_git(tmp_path: Path, camera: Camera) -> None:
    root = tmp_path / "plain"
    (root / "sub").mkdir(parents=True)
    (root / "sub" / "a.py").write_text("1")
    (root / ".gitignore").write_text("*.tmp\n")
    (root / "x.tmp").write_text("1")
    snapshot = camera.take(root)
    assert snapshot.head is None
    assert camera.developed(snapshot) == files_of(root, "x.tmp")
    assert not (root / ".git").exists()


def test_what_is_ours_is_never_in_it(tmp_path: Path, camera: Camera) -> None:
    root = tmp_path / "plain"
    for name in (
        ".runway/a",
        "sub/.runway/a",
        ".runway-reopened/pointer.json",
        ".ipynb_checkpoints/a",
        "x [1]*/a",
        "x 1/a",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("1")
    assert camera.picture(root, leave_out=[root / "x [1]*"]).keys() == {"x 1/a"}


def test_a_users_folder_called_reopened_is_the_users(tmp_path: Path, camera: Camera) -> None:
    (tmp_path / "plain" / "src" / "reopened").mkdir(parents=True)
    (tmp_path / "plain" / "src" / "reopened" / "code.py").write_text("1")
    assert camera.picture(tmp_path / "plain").keys() == {"src/reopened/code.py"}


@pytest.mark.parametrize("commits", [True, False], ids=["with a commit", "without one"])
@pytest.mark.parametrize("nested", ["lib", "lib/inner"])
def test_a_repository_inside_is_in_it_as_it_is(
    repository: Path, camera: Camera, git: Git, nested: str, commits: bool
) -> None:
    """Also one in one: dirty files, its own ignore rules, a notebook in it; and again after a change."""
    inside = repository / nested
    inside.mkdir(parents=True)
    for folder in (repository / "lib", inside):
        git(folder, "init", "-q")
        (folder / "code.py").write_text("1")
        if commits:
            git(folder, "add", "-A")
            git(folder, "commit", "-q", "--allow-empty", "-m", "one")
    (inside / "code.py").write_text("2")
    (inside / "new.py").write_text("3")
    (inside / ".gitignore").write_text("*.ipynb\n*.log\n")
    (inside / "a.log").write_text("ignored")
    (inside / "a.ipynb").write_text("{}")
    hidden = (".git", "lib/.git", f"{nested}/.git", f"{nested}/a.log")
    before = tree_of(repository)
    assert camera.picture(repository, must=[inside / "a.ipynb"]) == files_of(repository, *hidden)
    assert tree_of(repository) == before
    (inside / "code.py").write_text("4")
    (inside / "new.py").unlink()
    assert camera.picture(repository, must=[inside / "a.ipynb"]) == files_of(repository, *hidden)
    shutil.rmtree(inside)
    assert camera.picture(repository) == files_of(repository, ".git", "lib/.git")


def test_a_dirty_submodule(repository: Path, camera: Camera, git: Git, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    git(library, "init", "-q")
    (library / "code.py").write_text("1")
    git(library, "add", "-A")
    git(library, "commit", "-q", "-m", "one")
    git(repository, "submodule", "--quiet", "add", str(library), "sub")
    git(repository, "commit", "-q", "-m", "submodule")
    clean = camera.take(repository).head
    assert clean is not None and not clean.dirty
    (repository / "sub" / "code.py").write_text("2")
    changed = camera.take(repository).head
    assert changed is not None and changed.dirty
    (repository / "sub" / "untracked.py").write_text("3")
    before = evidence(repository, git)
    assert camera.picture(repository) == files_of(repository, ".git", "sub/.git")
    assert evidence(repository, git) == before


def test_filters_change_no_byte(repository: Path, camera: Camera, git: Git) -> None:
    """CRLF, a clean filter, ident, an encoding: git would keep other bytes than those that the run reads."""
    (repository / ".gitattributes").write_text(
        "*.txt text eol=lf\n*.up filter=upper\n*.id ident\n*.utf16 working-tree-encoding=UTF-16LE\n"
    )
    git(repository, "config", "filter.upper.clean", "tr a-z A-Z")
    git(repository, "config", "filter.upper.smudge", "tr A-Z a-z")
    git(repository, "config", "core.autocrlf", "true")
    contents = {
        "crlf.txt": b"one\r\ntwo\r\n",
        "mixed.txt": b"one\r\ntwo\n",
        "a.up": b"Mixed Case",
        "a.id": b"$Id: 123 $",
        "a.utf16": "é".encode("utf-16-le"),
    }
    for name, content in contents.items():
        (repository / name).write_bytes(content)
    picture = camera.picture(repository)
    assert {name: picture[name][1] for name in contents} == contents


def test_a_large_file_goes_to_the_store_and_comes_back(repository: Path, camera: Camera, git: Git) -> None:
    (repository / "sub").mkdir()
    large = repository / "sub" / "large [1].bin"
    large.write_bytes(os.urandom(LARGE + 1))
    large.chmod(0o755)
    first = camera.take(repository)
    assert [(file.path, file.executable) for file in first.large] == [("sub/large [1].bin", True)]
    assert camera.developed(first) == files_of(repository, ".git")
    listed = git(camera.private / "source.git", "ls-tree", "-r", "--name-only", first.commit)
    assert b"large" not in listed
    large.write_bytes(b"small now")
    second = camera.take(repository)
    assert second.large == ()
    assert camera.developed(second) == files_of(repository, ".git")
    large.write_bytes(b"large again" * LARGE)
    third = camera.take(repository)
    assert [file.path for file in third.large] == ["sub/large [1].bin"]
    assert camera.developed(first)["sub/large [1].bin"][1] != camera.developed(third)["sub/large [1].bin"][1]


def test_a_large_tracked_file_is_in_git(repository: Path, camera: Camera, git: Git) -> None:
    (repository / "large").write_bytes(b"x" * (LARGE + 1))
    git(repository, "add", "large")
    snapshot = camera.take(repository)
    assert snapshot.large == ()
    assert camera.developed(snapshot) == files_of(repository, ".git")


def test_a_changed_large_file_is_not_given_out(repository: Path, camera: Camera, tmp_path: Path) -> None:
    (repository / "large").write_bytes(b"x" * (LARGE + 1))
    snapshot = camera.take(repository)
    (file,) = snapshot.large
    stored = ObjectStore(camera.private / "objects").path(file.digest)
    with stored.open("r+b") as handle:
        handle.write(b"y")
    with pytest.raises(StorageCorrupt, match="large cannot be restored"):
        camera.developed(snapshot)
    stored.unlink()
    with pytest.raises(StorageCorrupt, match="large cannot be restored"):
        camera.developed(snapshot)


def test_it_is_written_into_an_empty_folder_only(repository: Path, camera: Camera, tmp_path: Path) -> None:
    snapshot = camera.take(repository)
    with pytest.raises(FolderTaken):
        camera.snapshots.write_out(snapshot.commit, (), repository)


def test_inside_a_commit_hook(repository: Path, camera: Camera, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    """git gives its hooks variables that lead every git below them to its own repository and index."""
    monkeypatch.setenv("GIT_DIR", str(camera.private / "elsewhere.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(camera.private / "elsewhere.index"))
    monkeypatch.setenv("GIT_WORK_TREE", str(camera.private))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    (repository / "large").write_bytes(b"x" * (LARGE + 1))
    assert work_tree_root(repository, None) == repository
    snapshot = camera.take(repository)
    assert snapshot.head is not None
    assert snapshot.head.branch == "main"
    assert camera.developed(snapshot) == files_of(repository, ".git")
    assert not list(camera.private.glob("elsewhere*"))


def test_the_tree_is_the_repository_around_the_project(repository: Path, git: Git) -> None:
    (repository / "sub" / "project").mkdir(parents=True)
    (repository / "ignored" / "project").mkdir(parents=True)
    worktree = repository.parent / "worktree"
    git(repository, "worktree", "add", "-q", "--detach", str(worktree))
    cases = {
        repository: repository,
        repository / "sub" / "project": repository,
        repository / "ignored" / "project": repository / "ignored" / "project",
        repository.parent: repository.parent,
        worktree: worktree,
    }
    assert {path: work_tree_root(path, None) for path in cases} == cases
    assert work_tree_root(repository, repository / "sub") == repository / "sub"


def test_a_repository_without_a_commit_has_no_head(tmp_path: Path, camera: Camera, git: Git) -> None:
    root = tmp_path / "new"
    root.mkdir()
    git(root, "init", "-q")
    (root / "a").write_text("1")
    snapshot = camera.take(root)
    assert snapshot.head is not None
    assert (snapshot.head.commit, snapshot.head.branch, snapshot.head.dirty) == (None, "main", True)
    assert camera.developed(snapshot).keys() == {"a"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("below", ["", "project"])
def test_a_repository_of_somebody_else_is_a_plain_folder(
    repository: Path, camera: Camera, git: Git, below: str
) -> None:
    """Its configuration names programs, which must not run as us."""
    git(repository, "config", "filter.theirs.clean", "touch ran; cat")
    (repository / ".gitattributes").write_text("*.txt filter=theirs\n")
    (repository / "project").mkdir()
    (repository / "project" / "c.txt").write_text("c\n")
    (repository / "a.txt").write_text("A.TXT as committed\n" * 20)
    root = repository / below
    for path in (repository, repository / ".git"):
        os.chown(path, 65534, 65534)
    assert work_tree_root(root, None) == root
    snapshot = camera.take(root)
    assert snapshot.head is None
    assert snapshot.incomplete == (
        f"the git repository around {root} belongs to somebody else: its commit is not recorded",
    )
    assert not (repository / "ran").exists()
    assert camera.developed(snapshot)[Path("c.txt" if below else "project/c.txt").as_posix()]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_of_somebody_else_inside_runs_nothing(repository: Path, camera: Camera, git: Git) -> None:
    theirs = repository / "theirs"
    theirs.mkdir()
    git(theirs, "init", "-q")
    (theirs / "d.txt").write_text("d\n")
    git(theirs, "add", "-A")
    git(theirs, "commit", "-q", "-m", "first")
    git(repository, "-c", "advice.addEmbeddedRepo=false", "add", "theirs")
    git(theirs, "config", "filter.theirs.clean", f"touch {repository}/ran; cat")
    (theirs / ".gitattributes").write_text("*.txt filter=theirs\n")
    (theirs / "d.txt").write_text("D\n")
    for path in (theirs, theirs / ".git"):
        os.chown(path, 65534, 65534)
    for _ in range(2):
        assert camera.picture(repository)["theirs/d.txt"] == ("file", b"D\n")
    assert not (repository / "ran").exists()


def test_a_detached_head_has_no_branch(repository: Path, camera: Camera, git: Git) -> None:
    git(repository, "checkout", "-q", "--detach")
    git(repository, "remote", "add", "origin", "https://ada:secret@example.org/x.git")
    head = camera.take(repository).head
    assert head is not None
    assert (head.branch, head.remote, head.dirty) == (None, "https://example.org/x.git", False)


def test_a_killed_snapshot_is_in_nobodys_way(repository: Path, camera: Camera) -> None:
    camera.take(repository)
    (index,) = (camera.private / "source.git").glob("runway-index-*")
    index.with_name(index.name + ".lock").write_bytes(b"left over")
    (repository / "a.txt").write_text("changed")
    assert camera.picture(repository) == files_of(repository, ".git")


def test_a_file_in_place_of_a_folder_and_back(repository: Path, camera: Camera) -> None:
    for _ in range(2):
        (repository / "thing").write_text("file")
        assert camera.picture(repository) == files_of(repository, ".git")
        (repository / "thing").unlink()
        (repository / "thing").mkdir()
        (repository / "thing" / "inside").write_text("x")
        assert camera.picture(repository) == files_of(repository, ".git")
        shutil.rmtree(repository / "thing")


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=20).filter(
    lambda name: (
        name not in (".", "..")
        and not name.lower().startswith((".git", "git~", ".runway", ".ipynb_check"))
        and len(name.encode()) < 200
    )
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    files=st.dictionaries(NAMES, st.binary(max_size=300), max_size=8),
    folders=st.dictionaries(NAMES, st.dictionaries(NAMES, st.binary(max_size=30), min_size=1, max_size=3), max_size=3),
)
def test_any_names_and_bytes_come_back(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], folders: dict[str, dict[str, bytes]]
) -> None:
    place = tmp_path_factory.mktemp("any")
    root = place / "root"
    root.mkdir()
    for name, content in files.items():
        (root / name).write_bytes(content)
    for folder, inside in folders.items():
        if folder not in files:
            (root / folder).mkdir()
            for name, content in inside.items():
                (root / folder / name).write_bytes(content)
    camera = Camera(place / "private", place / "written")
    assert camera.picture(root) == files_of(root)
    shutil.rmtree(place)


def test_a_name_that_is_no_text_comes_back(repository: Path, camera: Camera) -> None:
    (repository / os.fsdecode(b"caf\xe9")).write_bytes(b"latin")
    assert camera.picture(repository) == files_of(repository, ".git")


def test_runs_have_refs_of_their_own(repository: Path, camera: Camera, git: Git) -> None:
    ids = [RunId("a" * 32), RunId("b" * 32)]
    commits = [camera.snapshots.take(repository, run_id, [], []).commit for run_id in ids]
    listed = git(camera.private / "source.git", "for-each-ref", "--format=%(refname) %(objectname)").decode()
    assert listed.split() == [
        word for one in zip((f"refs/runway/runs/{i}" for i in ids), commits, strict=True) for word in one
    ]
