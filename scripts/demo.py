"""The main job in a terminal: run the example, change the notebook, and get the first run back as it was.

``make demo``. It works on a copy in ``build/demo`` (made anew each time, kept afterwards), through the ``runway``
command as a person would use it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "build" / "demo" / "wind-power"
NOTEBOOK = COPY / "forecast.ipynb"


def say(text: str) -> None:
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n{text}", flush=True)


def runway(*arguments: str) -> None:
    """Run a command for people to see."""
    print(f"$ runway {' '.join(arguments)}", flush=True)
    subprocess.run([sys.executable, "-m", "runway_jlab.cli", *arguments], cwd=COPY, check=True)


def asked(*arguments: str) -> Any:
    """Run a command and read its JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "runway_jlab.cli", *arguments, "--json"],
        cwd=COPY,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def edit_notebook() -> None:
    """What a person might do months later: another learning rate, another way to evaluate."""
    notebook = json.loads(NOTEBOOK.read_text())
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if "parameters" in cell["metadata"].get("tags", []):
            source = source.replace("learning_rate: float = 0.1", "learning_rate: float = 0.3")
        if cell["metadata"].get("runway", {}).get("step") == "Clean":
            source += "\n# edited since\nprint('this line came later')"
        cell["source"] = source
    NOTEBOOK.write_text(json.dumps(notebook, indent=1))


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of the project's own, by path."""
    ours = {".runway", "reopened", "__pycache__"}
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not ours & set(path.relative_to(folder).parts)
    }


def main() -> int:
    shutil.rmtree(COPY, ignore_errors=True)
    shutil.copytree(ROOT / "examples" / "wind-power", COPY, ignore=shutil.ignore_patterns(".runway", "reopened"))

    say(f"1. The example, copied to {COPY.relative_to(ROOT)}: its pipeline, inferred from the cells")
    runway("show", "forecast.ipynb")

    say("2. Run it, with fewer trees")
    runway("run", "forecast.ipynb", "-p", "n_estimators=60")
    first = asked("runs")[0]

    say("3. Months later the notebook is another: learning_rate = 0.3, and a step was edited and saved")
    edit_notebook()
    today = files_of(COPY)

    say("4. Open with link: the run comes back as it ran")
    runway("open", first["run_id"][:8])
    opened = asked("open", first["run_id"])

    say("5. Run the reopened notebook")
    runway("run", opened["notebook"])
    again = asked("runs")[0]

    say("6. What came out")
    same = first["metrics"] == again["metrics"] and bool(first["metrics"])
    for name, value in first["metrics"].items():
        print(f"  {name:16} then {value!r:22} now {again['metrics'].get(name)!r}")
    untouched = files_of(COPY) == today
    print(f"\n  The same metrics: {'yes' if same else 'NO'}.  Today's files untouched: {'yes' if untouched else 'NO'}.")
    print("\n  See it in JupyterLab:")
    print(f"    jupyter lab --ServerApp.root_dir={COPY.relative_to(ROOT)}")
    print(f"    http://localhost:8888/lab?runway=open:{first['run_id']}")
    return 0 if same and untouched else 1


if __name__ == "__main__":
    sys.exit(main())
