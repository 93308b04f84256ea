"""Where the runs of a project are logged, and what user code needs in its environment to log there too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ALREADY_ASKED = ("MLFLOW_TRACKING_URI", "MLFLOW_RUN_ID")
"""A user who set one of these has chosen where to log; we do not choose again."""

EXPERIMENT_CHOICES = ("MLFLOW_EXPERIMENT_NAME", "MLFLOW_EXPERIMENT_ID")


@dataclass(frozen=True)
class Tracking:
    """One project's place in MLflow.

    Parameters
    ----------
    uri : str
        As MLflow's clients take it.
    experiment_name : str
        The experiment that the project's runs are in.
    folder : Path, optional
        ``<private>/mlflow`` with the database and the artifacts, if Runway hosts them; None when somebody
        else's server does.
    """

    uri: str
    experiment_name: str
    project_id: str
    folder: Path | None = None

    @classmethod
    def hosted(cls, private: Path, project_id: str, project_name: str) -> Tracking:
        """The SQLite file in the project's private folder, written directly by every run on this machine."""
        folder = private.absolute() / "mlflow"
        return cls(sqlite_uri(folder / "mlflow.db"), project_name, project_id, folder)

    @classmethod
    def external(cls, uri: str, project_id: str, project_name: str) -> Tracking:
        """A tracking server that the project was told to use."""
        return cls(uri, project_name, project_id)

    @property
    def database(self) -> Path:
        return self._hosted_folder() / "mlflow.db"

    @property
    def artifacts(self) -> Path:
        return self._hosted_folder() / "artifacts"

    @property
    def artifact_root(self) -> str:
        """:attr:`artifacts` as a URI: in a plain path MLflow would take a ``%20`` for a space."""
        return self.artifacts.as_uri()

    def environment(self, notebook: Path | None = None) -> dict[str, str]:
        """Variables that make plain ``mlflow.*`` calls of user code log into this project.

        The experiment goes by name, not by id: code that sets a tracking URI of its own still works there.
        Retries are few, as MLflow's default blocks a cell for minutes when a server is away.

        Parameters
        ----------
        notebook : Path, optional
            The notebook that the code belongs to; without it MLflow asks every Jupyter server for it.
        """
        variables = {
            "MLFLOW_TRACKING_URI": self.uri,
            "MLFLOW_EXPERIMENT_NAME": self.experiment_name,
            "MLFLOW_DISABLE_TELEMETRY": "true",
            "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2",
            "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
        }
        if self.folder is not None:
            # Experiments that user code makes keep their artifacts here too; MLflow's own choice is ./mlruns.
            variables["_MLFLOW_SERVER_ARTIFACT_ROOT"] = self.artifact_root
        if notebook is not None:
            variables["IPYNB_FILE"] = str(notebook)
        return variables

    def environment_over(self, present: dict[str, str], notebook: Path | None = None) -> dict[str, str]:
        """:meth:`environment` without what `present` sets already; the user's own choice wins as a whole."""
        variables = self.environment(notebook)
        if any(name in present for name in ALREADY_ASKED):
            for name in ("MLFLOW_TRACKING_URI", "MLFLOW_EXPERIMENT_NAME", "_MLFLOW_SERVER_ARTIFACT_ROOT"):
                variables.pop(name, None)
        if any(name in present for name in EXPERIMENT_CHOICES):
            variables.pop("MLFLOW_EXPERIMENT_NAME", None)
        return {name: value for name, value in variables.items() if name not in present}

    def _hosted_folder(self) -> Path:
        if self.folder is None:
            raise ValueError(f"{self.uri} is not hosted by Runway: it has no folder here")
        return self.folder


def sqlite_uri(database: Path) -> str:
    """`database` as a URI: only the characters that would end the path or read as an escape are escaped."""
    path = str(database).replace("%", "%25").replace("?", "%3F")
    return f"sqlite:///{path}"
