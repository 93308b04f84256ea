"""The example project that comes with the package, copied to where somebody wants to try it."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from runway_jlab.errors import NotebookNotFound
from runway_jlab.ids import new_project_id

NAME = "wind-power"
NOTEBOOK = "forecast.ipynb"
_PACKAGE = Path(__file__).resolve().parents[1]
_LEFT_OUT = shutil.ignore_patterns(
    ".runway", "reopened", ".ipynb_checkpoints", "__pycache__", "mlruns", "mlflow.db*", "mlartifacts"
)


def example_source() -> Path:
    """The example as it came: in the installed package, or beside it in a checkout."""
    for folder in (_PACKAGE / "examples" / NAME, _PACKAGE.parent / "examples" / NAME):
        if (folder / NOTEBOOK).is_file():
            return folder
    raise NotebookNotFound("The example is not in this installation of runway-jlab. Install it again.")


def copy_example(folder: Path) -> Path:
    """Copy the example below `folder`, as ``wind-power`` or with a number where that is taken; its notebook's path."""
    source = example_source()
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".wind-power.", dir=folder))
    try:
        shutil.copytree(source, scratch, dirs_exist_ok=True, ignore=_LEFT_OUT)
        scratch.chmod(0o755)
        _give_new_id(scratch / "runway.toml")
        number = 1
        while True:
            target = folder / (NAME if number == 1 else f"{NAME}-{number}")
            if not target.exists():
                scratch.rename(target)
                return target / NOTEBOOK
            number += 1
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


def _give_new_id(path: Path) -> None:
    """Two copies are two projects."""
    text = re.sub(r'(?m)^id = ".*"$', f'id = "{new_project_id()}"', path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
