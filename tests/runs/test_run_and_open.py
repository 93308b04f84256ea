"""The main job: a run on a dirty tree, the project edited afterwards, and the run brought back.

One story, told once for all tests of this module: the runs are the costly part.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from canonical import canonical
from terminal import Said, check, runway
from trees import Tree, files_of, tree_of

from notebooks import cell, notebook, parameters, setup, write
from runway_jlab.ids import digest_of
from runway_jlab.projects.project import create_project
from runway_jlab.reproduce.record import record_from_bytes
from runway_jlab.source.snapshot import LARGE

pytestmark = pytest.mark.slow

PARAMETERS = """\
data = "datasets/wind/v1"  # dataset | measurements
rate: float = 0.1  # model | shrinkage
n: int = 4
shape = (2, 3)
names = {"a"}
"""
CELLS = (
    setup("import numpy as np\nimport mlflow\nimport helper"),
    parameters(PARAMETERS),
    cell("x = np.random.rand(n)\nprint(x)", "Draw"),
    cell("text = open(f'{data}/values.csv').read()\ntext", "Load"),
    cell("score = float(x.sum() * rate * helper.factor + len(text))\nmlflow.log_metric('score', score)", "Score"),
    cell("print(type(shape).__name__, shape, type(names).__name__, sorted(names))", "Types"),
    cell("raise RuntimeError('a scratch cell never runs')", role="scratch"),
)
Git = Callable[..., bytes]


@dataclass(frozen=True)
class Story:
    """What happened, in order; `repository` is the user's git, with the project in its folder ``farm``."""

    repository: Path
    first: Said
    before: Tree
    after_the_run: Tree
    edited: Tree
    opened: Said
    after_opening: Tree
    again: Said

    @property
    def project(self) -> Path:
        return self.repository / "farm"

    @property
    def notebook(self) -> Path:
        return self.project / "study" / "my notebook.ipynb"

    @property
    def reopened(self) -> Path:
        return Path(self.opened.json["folder"])

    @property
    def run_id(self) -> str:
        return str(self.first.json["run_id"])

    @property
    def record(self) -> Path:
        return self.project / ".runway" / "runs" / self.run_id / "record.json"


OURS = ("farm/.runway", "farm/reopened", ".git")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, git: Git) -> Story:
    repository = tmp_path_factory.mktemp("story") / "repository"
    repository.mkdir()
    git(repository, "init", "-q")
    project = create_project(repository / "farm", "Farm").root
    path = write(project / "study" / "my notebook.ipynb", notebook(*CELLS))
    (repository / ".gitignore").write_text("datasets/\n")
    (repository / "shared.py").write_text("word = 'as it was'\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "first")
    git(repository, "remote", "add", "origin", "https://ada:secret@example.org/farm.git")
    (project / "study" / "helper.py").write_text("factor = 3\n")
    data = project / "study" / "datasets" / "wind" / "v1"
    data.mkdir(parents=True)
    (data / "values.csv").write_text("1,2,3\n")
    (project / "large.bin").write_bytes(b"large" * (LARGE // 5 + 1))
    before = tree_of(repository, *OURS)
    index = (repository / ".git" / "index").read_bytes()
    first = runway(
        "run", path, "-p", "rate=0.5", "-p", "shape=(4, 5)", "-p", "names={'c', 'b'}", "--json", folder=repository
    )
    after_the_run = tree_of(repository, *OURS)
    assert (repository / ".git" / "index").read_bytes() == index

    edited = [*CELLS]
    edited[1] = parameters(PARAMETERS.replace("0.1", "0.9"))
    edited[4] = cell("score = -1.0\nmlflow.log_metric('score', score)", "Score")
    write(path, notebook(*edited))
    (project / "study" / "helper.py").write_text("factor = 1000\n")
    (repository / "shared.py").write_text("word = 'changed'\n")
    (data / "values.csv").write_text("other\n")
    (project / "large.bin").write_bytes(b"changed")
    edited_tree = tree_of(repository, *OURS)
    run_id = first.json["run_id"] if first.code == 0 else pytest.fail(first.out + first.err)
    opened = runway("open", run_id[:8], "--project", project, "--json")
    assert opened.code == 0, opened.out
    again = runway("run", opened.json["notebook"], "--json", folder=repository)
    return Story(repository, first, before, after_the_run, edited_tree, opened, tree_of(repository, *OURS), again)


def test_the_run_says_what_it_did(story: Story) -> None:
    view = check("RunView", story.first.json)
    assert (story.first.code, view["state"]) == (0, "FINISHED")
    assert [(step["name"], step["state"], step["cached"]) for step in view["steps"]] == [
        (name, "FINISHED", False) for name in ("Draw", "Load", "Score", "Types")
    ]
    assert all(step["seconds"] >= 0 and step["max_rss_bytes"] > 10_000_000 for step in view["steps"])
    assert view["parameters"] == {
        "data": "datasets/wind/v1",
        "rate": 0.5,
        "n": 4,
        "shape": [4, 5],
        "names": ["b", "c"],
    }
    assert view["metrics"].keys() == {"score"}
    assert view["record"] == digest_of(story.record.read_bytes())
    assert view["incomplete"] == []
    assert view["message"] is None
    assert Path(view["notebook"]) == story.notebook
    assert Path(view["executed"]).is_absolute()
    assert view["mlflow_run_id"]


def test_running_and_opening_touch_nothing_of_the_users(story: Story) -> None:
    without = {path: entry for path, entry in story.after_the_run.items() if "__pycache__" not in path}
    assert without == story.before
    after = {path: entry for path, entry in story.after_opening.items() if "__pycache__" not in path}
    assert after == {path: entry for path, entry in story.edited.items() if "__pycache__" not in path}


def test_the_executed_copy_is_a_notebook_as_it_ran(story: Story) -> None:
    executed = nbformat.read(story.first.json["executed"], as_version=4)
    nbformat.validate(executed)
    assert [one.execution_count for one in executed.cells] == [1, 2, 3, 4, 5, 6, None]
    assert "rate: float = 0.5  # model | shrinkage" in executed.cells[1].source
    assert "shape = (4, 5)" in executed.cells[1].source
    assert executed.cells[5].outputs[0].text == "tuple (4, 5) set ['b', 'c']\n"
    assert executed.cells[6].outputs == []
    assert executed.cells[3].outputs[0].data["text/plain"] == "'1,2,3\\n'"


def test_the_record_is_complete_and_canonical(story: Story) -> None:
    content = story.record.read_bytes()
    record = record_from_bytes(content, story.first.json["record"])
    assert record.to_bytes() == content
    assert [one.id for one in record.cells] == ["c0", "c1", "c2", "c3", "c4", "c5"]
    assert {one.name: one.origin for one in record.parameters} == {
        "data": "default",
        "rate": "given",
        "n": "default",
        "shape": "given",
        "names": "given",
    }
    assert record.literals["shape"] == (4, 5)
    assert record.literals["names"] == {"b", "c"}
    assert (record.source.project, record.source.notebook) == ("farm", "farm/study/my notebook.ipynb")
    assert record.source.head is not None
    assert (record.source.head.remote, record.source.head.dirty) == ("https://example.org/farm.git", True)
    assert [file.path for file in record.source.large] == ["farm/large.bin"]
    (dataset,) = record.datasets
    assert [one["path"] for one in dataset.files] == ["values.csv"]
    assert [step.name for step in record.steps] == ["Draw", "Load", "Score", "Types"]
    assert {step.state for step in record.steps} == {"FINISHED"}
    assert record.environment is not None
    assert record.metrics == story.first.json["metrics"]


def test_mlflow_has_it_all(story: Story) -> None:
    from mlflow import MlflowClient

    from runway_jlab.workspace import Workspace

    client = MlflowClient(Workspace.at(story.project).tracking.uri)
    run = client.get_run(story.first.json["mlflow_run_id"])
    assert run.info.status == "FINISHED"
    assert run.data.metrics == story.first.json["metrics"]
    assert run.data.params["rate"] == "0.5"
    assert run.data.tags["runway.run_id"] == story.run_id
    assert run.data.tags["runway.record"] == story.first.json["record"]
    stored = Path(client.download_artifacts(run.info.run_id, "runway/record.json"))
    assert stored.read_bytes() == story.record.read_bytes()


def test_nothing_secret_is_kept(story: Story) -> None:
    private = story.project / ".runway"
    holding = [path for path in private.rglob("*") if path.is_file() and b"ada:secret" in path.read_bytes()]
    assert holding == []


def test_the_axes_name_what_changed_since(story: Story) -> None:
    view = check("Reopened", story.opened.json)
    axes = view["axes"]
    assert {name: axis["state"] for name, axis in axes.items()} == {
        "code": "changed",
        "parameters": "changed",
        "data": "changed",
        "environment": "exact",
    }
    assert "Score: a cell was edited" in axes["code"]["detail"]
    assert {line for line in axes["code"]["detail"] if line.endswith("was changed")} == {
        "farm/large.bin was changed",
        "farm/study/helper.py was changed",
        "shared.py was changed",
    }
    assert any("rate 0.5 (today 0.9)" in line for line in axes["parameters"]["detail"])
    assert axes["data"]["detail"] == ["datasets/wind/v1: values.csv has other content"]


def test_the_folder_is_the_tree_as_it_was(story: Story) -> None:
    assert story.reopened == story.project / "reopened" / f"my notebook-{story.run_id[:8]}"
    then = {path: entry for path, entry in story.before.items() if entry[0] != "folder" and "__pycache__" not in path}
    now = files_of(story.reopened, ".runway-reopened")
    own = "farm/study/my notebook.ipynb"
    now = {path: entry for path, entry in now.items() if "__pycache__" not in path}
    assert {path: now[path] for path in now if path != own} == {path: then[path] for path in then if path != own}
    assert (story.project / "reopened" / ".gitignore").read_text() == "*\n"


def test_the_parameters_that_were_given_are_typed_in(story: Story) -> None:
    expected = PARAMETERS
    for default, given in (("0.1", "0.5"), ("(2, 3)", "(4, 5)"), ('{"a"}', '{"b", "c"}')):
        expected = expected.replace(default, given)
    assert json.loads(Path(story.opened.json["notebook"]).read_text())["cells"][1]["source"] == expected
    assert Path(story.opened.json["notebook"]).is_absolute()
    assert story.opened.json["parameters"] == story.first.json["parameters"]


def test_running_it_again_gives_the_same(story: Story) -> None:
    """Though nobody seeded NumPy, the helper and the data changed, and the defaults are others."""
    assert story.again.code == 0, story.again.out
    again = story.again.json
    assert again["metrics"] == story.first.json["metrics"]
    assert again["parameters"] == story.first.json["parameters"]
    one, other = (nbformat.read(run["executed"], as_version=4) for run in (story.first.json, again))
    assert [canonical(a.outputs) for a in one.cells] == [canonical(b.outputs) for b in other.cells]
    assert [a.source for a in one.cells] == [b.source for b in other.cells]
    assert again["record"] != story.first.json["record"]


def test_both_runs_are_in_the_list_of_the_one_project(story: Story) -> None:
    listed = runway("runs", "--json", "--project", story.reopened).json
    assert [run["run_id"] for run in listed] == [story.again.json["run_id"], story.run_id]
    for run in listed:
        check("RunSummary", run)
        assert run["metrics"] == story.first.json["metrics"]
    assert Path(listed[0]["notebook"]) == Path(story.opened.json["notebook"])
    status = runway("status", "--json", "--project", story.reopened).json
    assert (status["project"]["root"], status["project"]["reopened_run"]) == (str(story.project), story.run_id)


def test_a_snapshot_holds_neither_reopened_folders_nor_ours(story: Story, git: Git) -> None:
    source = story.project / ".runway" / "source.git"
    for run in (story.first.json, story.again.json):
        listed = git(source, "ls-tree", "-r", "--name-only", f"refs/runway/runs/{run['run_id']}").decode().split("\n")
        assert "farm/study/helper.py" in listed
        assert not [path for path in listed if "reopened" in path or ".runway/" in path]


@pytest.mark.parametrize("form", ["id", "prefix", "mlflow id", "mlflow url", "our link", "upper case"])
def test_a_second_opening_is_the_same_folder(story: Story, form: str) -> None:
    mlflow_id = story.first.json["mlflow_run_id"]
    name = {
        "id": story.run_id,
        "prefix": story.run_id[:6],
        "mlflow id": mlflow_id,
        "mlflow url": f"http://localhost:8888/runway-jlab/mlflow/#/experiments/1/runs/{mlflow_id}",
        "our link": f"http://localhost:8888/lab/tree/a.ipynb?runway=open:{story.run_id}",
        "upper case": story.run_id.upper(),
    }[form]
    before = tree_of(story.reopened)
    opened = runway("open", name, "--project", story.project, "--json")
    assert opened.code == 0
    assert (opened.json["folder"], opened.json["notebook"]) == (str(story.reopened), story.opened.json["notebook"])
    assert tree_of(story.reopened) == before


def test_it_opens_elsewhere_too(story: Story, tmp_path: Path, git: Git) -> None:
    into = ("--into", "sub/../x [1]/back", "--project", story.project)
    outside = runway("open", story.run_id, *into, "--json", folder=tmp_path)
    assert outside.code == 0, outside.out
    assert outside.json["folder"] == str(tmp_path / "x [1]" / "back")
    assert Path(outside.json["notebook"]).is_file()
    inside = story.project / "brought back [1]"
    answer = runway("open", story.run_id, "--into", inside, "--project", story.project, "--json")
    try:
        assert answer.json["folder"] == str(inside)
        assert runway("open", story.run_id, "--into", inside, "--project", story.project).code == 0
        from runway_jlab.projects.project import load_project
        from runway_jlab.reproduce.capture import snapshots_of
        from runway_jlab.reproduce.reopened import reopened_folders

        project = load_project(story.project)
        tree, _ = snapshots_of(project).today(story.repository, [], reopened_folders(project))
        listed = git(project.private / "source.git", "ls-tree", "-r", "--name-only", tree).decode()
        assert "brought back" not in listed
        assert "farm/study/helper.py" in listed
    finally:
        shutil.rmtree(inside)


@pytest.mark.parametrize("kind", ["folder", "file", "another run's"])
def test_what_exists_is_never_overwritten(story: Story, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "taken"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine")
    else:
        answer = runway("open", story.again.json["run_id"], "--into", target, "--project", story.project)
        assert answer.code == 0
    before = tree_of(tmp_path)
    answer = runway("open", story.run_id, "--into", target, "--project", story.project, "--json")
    assert (answer.code, answer.json["code"]) == (2, "folder-taken")
    assert tree_of(tmp_path) == before


def test_a_record_that_was_edited_is_refused(story: Story, tmp_path: Path) -> None:
    copy = shutil.copytree(story.project, tmp_path / "copy", ignore=shutil.ignore_patterns("reopened", "mlflow"))
    record = copy / ".runway" / "runs" / story.run_id / "record.json"
    record.write_bytes(record.read_bytes().replace(b'"value":0.5', b'"value":0.7'))
    answer = runway("open", story.run_id, "--project", copy, "--json")
    assert (answer.code, answer.json["code"]) == (1, "storage-corrupt")
    assert not (copy / "reopened").exists()


def test_a_large_file_that_was_edited_in_the_store_is_refused(story: Story, tmp_path: Path) -> None:
    copy = shutil.copytree(story.project, tmp_path / "copy", ignore=shutil.ignore_patterns("reopened", "mlflow"))
    (large,) = [
        path for path in (copy / ".runway" / "objects").rglob("*") if path.is_file() and path.stat().st_size > LARGE
    ]
    with large.open("r+b") as handle:
        handle.write(b"X")
    answer = runway("open", story.run_id, "--project", copy, "--json")
    assert (answer.code, answer.json["code"]) == (1, "storage-corrupt")
    assert "large.bin" in answer.json["message"]
    assert [path.name for path in (copy / "reopened").iterdir()] == [".gitignore"]


def test_without_its_snapshot_a_run_says_so(story: Story, tmp_path: Path) -> None:
    copy = shutil.copytree(story.project, tmp_path / "copy", ignore=shutil.ignore_patterns("reopened", "mlflow"))
    shutil.rmtree(copy / ".runway" / "source.git")
    answer = runway("open", story.run_id, "--project", copy, "--json")
    assert (answer.code, answer.json["code"]) == (2, "run-not-recorded")


def test_a_person_is_told_too(story: Story) -> None:
    listed = runway("runs", "--project", story.project)
    assert story.run_id[:8] in listed.out
    assert "score=" in listed.out
    opened = runway("open", story.run_id, "--project", story.project)
    assert "runway run" in opened.out
    assert "Environment" in opened.out
