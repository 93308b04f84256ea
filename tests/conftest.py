"""What all tests share: a git that knows nothing of the person who runs them, and projects to try things on."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from runway_jlab.projects.project import Project, create_project

pytest_plugins = ["pytest_jupyter.jupyter_server"]

_GIT_CONFIG = (
    '[user]\nname = Ada\nemail = ada@example.org\n[init]\ndefaultBranch = main\n[protocol "file"]\nallow = always\n'
)


@pytest.fixture(scope="session", autouse=True)
def own_git_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests behave the same whatever is in the global git configuration, and inside a commit hook."""
    path = tmp_path_factory.mktemp("git") / "config"
    path.write_text(_GIT_CONFIG, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", str(path))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A new project in an otherwise empty folder."""
    return create_project(tmp_path / "project")


Git = Callable[..., bytes]


@pytest.fixture(scope="session")
def git() -> Git:
    """Call git in a folder: ``git(folder, "add", "a.txt")``; returns what it printed."""

    def call(folder: Path, *arguments: str) -> bytes:
        return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True).stdout

    return call
