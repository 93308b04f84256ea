"""Projects are read strictly, found from within, and made without touching what is there."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import tree_of

from runway_jlab.errors import AlreadyAProject, NotAProject, ProjectFileInvalid
from runway_jlab.ids import RunId
from runway_jlab.projects.pointer import Pointer, read_pointer, write_pointer
from runway_jlab.projects.project import (
    Project,
    create_project,
    find_project,
    find_projects_below,
    load_project,
    require_project,
)

RUN = RunId("ab" * 16)
GOOD = '[project]\nname = "Farm"\nid = "farm-1"\n'


def loaded(folder: Path, text: str) -> Project:
    (folder / "runway.toml").write_text(text, encoding="utf-8")
    return load_project(folder)


def test_a_project_file_is_read(tmp_path: Path) -> None:
    project = loaded(tmp_path, GOOD + '[tracking]\nuri = "https://mlflow.example.org"\n')
    assert (project.name, project.id, project.root) == ("Farm", "farm-1", tmp_path)
    assert (project.tracking.mode, project.tracking.uri) == ("external", "https://mlflow.example.org")
    assert loaded(tmp_path, GOOD).tracking.mode == "hosted"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[project\n", "not valid TOML"),
        ("\xff", "not valid TOML"),
        ("", "has no name"),
        ('[project]\nname = "x"\n', "has no id"),
        ('[project]\nname = ""\nid = "a"\n', "has no name"),
        ('[project]\nname = "x"\nid = 3\n', "has no id"),
        ('[project]\nname = "x"\nid = "../x"\n', "letters, digits"),
        ('[project]\nnaem = "x"\nid = "a"\n', "Did you mean name"),
        ('[project]\nzzzz = "x"\n', "Known: name, id"),
        (GOOD + "[trakcing]\n", "Did you mean tracking"),
        ('name = "x"\n', "does not know"),
        (GOOD + '[tracking]\nmode = "cloud"\n', "hosted"),
        (GOOD + '[tracking]\nmode = "external"\n', "hosted"),
        (GOOD + '[tracking]\nmode = "hosted"\nuri = "https://x"\n', "hosted"),
        (GOOD + "[tracking]\nuri = 5\n", "hosted"),
        (GOOD + "[tracking]\nmode = 5\n", "hosted"),
    ],
)
def test_what_is_wrong_with_a_project_file_is_said(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "runway.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ProjectFileInvalid) as caught:
        load_project(tmp_path)
    assert says in caught.value.message
    assert str(tmp_path / "runway.toml") in caught.value.message


@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_name_comes_back(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    root = tmp_path_factory.mktemp("named")
    create_project(root, name)
    assert load_project(root).name == name
    shutil.rmtree(root)


def test_making_one_changes_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{}")
    (tmp_path / ".gitignore").write_text("data/\n")
    before = tree_of(tmp_path)
    project = create_project(tmp_path)
    after = tree_of(tmp_path)
    assert {path: after[path] for path in before} == before
    assert after.keys() - before.keys() == {"runway.toml", ".runway", ".runway/.gitignore"}
    assert after[".runway/.gitignore"] == ("file", b"*\n")
    assert project == load_project(tmp_path)
    assert project.name == tmp_path.name
    assert stat.S_IMODE((tmp_path / "runway.toml").stat().st_mode) & 0o044


def test_a_second_time_is_refused(tmp_path: Path) -> None:
    create_project(tmp_path)
    before = tree_of(tmp_path)
    with pytest.raises(AlreadyAProject, match="already"):
        create_project(tmp_path)
    assert tree_of(tmp_path) == before


def test_two_projects_have_two_ids(tmp_path: Path) -> None:
    assert create_project(tmp_path / "a").id != create_project(tmp_path / "b").id


def test_the_nearest_project_above_is_found(tmp_path: Path) -> None:
    outer = create_project(tmp_path / "outer")
    inner = create_project(tmp_path / "outer" / "sub" / "inner")
    cases = {
        outer.root: outer,
        outer.root / "sub": outer,
        outer.root / "sub" / "not there.ipynb": outer,
        inner.root: inner,
        inner.root / "deep" / "er.ipynb": inner,
        tmp_path: None,
    }
    assert {path: find_project(path) for path in cases} == cases
    (tmp_path / "link").symlink_to(inner.root)
    assert find_project(tmp_path / "link" / "a.ipynb") == inner


def test_without_one_the_way_out_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotAProject, match=f"runway init {tmp_path}"):
        require_project(tmp_path / "a.ipynb")


def reopened(project: Project, folder: Path) -> Path:
    """A reopened folder, as far as finding projects goes: a copy of the project file, and a pointer."""
    folder.mkdir(parents=True)
    shutil.copy(project.root / "runway.toml", folder)
    write_pointer(folder, Pointer(project.root, RUN, "a.ipynb"))
    return folder


@pytest.mark.parametrize("place", ["project/reopened/a-1", "project/elsewhere", "beside"])
def test_a_reopened_folder_belongs_to_the_project_of_its_run(tmp_path: Path, project: Project, place: str) -> None:
    folder = reopened(project, tmp_path / place)
    found = find_project(folder / "sub" / "a.ipynb")
    assert found is not None
    assert (found.root, found.reopened_run, found.reopened_root) == (project.root, RUN, folder)


def test_a_project_that_moves_takes_its_reopened_folders_along(tmp_path: Path, project: Project) -> None:
    reopened(project, project.root / "reopened" / "a-1")
    moved = project.root.rename(tmp_path / "moved")
    found = find_project(moved / "reopened" / "a-1" / "a.ipynb")
    assert found is not None
    assert (found.root, found.reopened_run) == (moved, RUN)


def test_a_reopened_folder_whose_project_is_gone_is_a_project_itself(tmp_path: Path, project: Project) -> None:
    folder = reopened(project, tmp_path / "beside")
    shutil.rmtree(project.root)
    found = find_project(folder)
    assert found is not None
    assert (found.root, found.reopened_run) == (folder, None)


def test_nothing_outside_a_limit_is_found(tmp_path: Path, project: Project) -> None:
    inner = create_project(project.root / "sub" / "inner")
    limit = project.root / "sub"
    assert find_project(limit / "a.ipynb", within=limit) is None
    assert find_project(limit / "a.ipynb", within=project.root) == project
    assert find_project(inner.root / "a.ipynb", within=limit) == inner
    assert find_project(tmp_path / "a.ipynb", within=limit) is None
    with pytest.raises(NotAProject):
        require_project(limit / "a.ipynb", within=limit)


def test_a_pointer_out_of_the_limit_is_ignored(tmp_path: Path, project: Project) -> None:
    limit = tmp_path / "shown"
    planted = reopened(project, limit / "planted")
    (planted / "runway.toml").unlink()
    (limit / "link").symlink_to(project.root)
    by_link = limit / "by-link"
    write_pointer(by_link, Pointer(limit / "link", RUN, "a.ipynb"))
    for folder in (planted, by_link):
        assert find_project(folder / "a.ipynb", within=tmp_path) is not None
        assert find_project(folder / "a.ipynb", within=limit) is None


@pytest.mark.parametrize("notebook", ["/etc/passwd", "../a.ipynb", "a/../../b.ipynb", "", 1, None, ["a"], "a\0"])
def test_a_pointer_to_a_notebook_elsewhere_is_none(tmp_path: Path, notebook: object) -> None:
    content = {"run": RUN, "project": "..", "notebook": notebook}
    (tmp_path / ".runway-reopened").mkdir()
    (tmp_path / ".runway-reopened" / "pointer.json").write_text(json.dumps(content))
    assert read_pointer(tmp_path) is None


@pytest.mark.parametrize("place", [1, None, ["a"], {}, "a\0"])
def test_a_pointer_to_no_project_is_none(tmp_path: Path, place: object) -> None:
    content = {"run": RUN, "project": place, "notebook": "a.ipynb"}
    (tmp_path / ".runway-reopened").mkdir()
    (tmp_path / ".runway-reopened" / "pointer.json").write_text(json.dumps(content))
    assert read_pointer(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"run": "x", "project": "..", "notebook": "a"}',
        '{"run": 1, "project": "..", "notebook": "a"}',
    ],
)
def test_a_broken_pointer_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ".runway-reopened").mkdir()
    (tmp_path / ".runway-reopened" / "pointer.json").write_text(text)
    assert read_pointer(tmp_path) is None


def test_projects_below(tmp_path: Path) -> None:
    roots = [tmp_path / "a", tmp_path / "a" / "b", tmp_path / "c" / "d"]
    hidden = [
        tmp_path / ".hidden",
        tmp_path / "node_modules" / "x",
        tmp_path / "a" / "reopened" / "x",
        tmp_path / "1/2/3/4/5/6",
    ]
    for root in [*roots, *hidden]:
        create_project(root)
    (tmp_path / "loop").symlink_to(tmp_path)
    assert find_projects_below(tmp_path) == roots
