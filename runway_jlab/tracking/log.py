"""One pipeline run in MLflow, as the process that drives it sees it: opened before, completed after."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from runway_jlab.errors import TrackingUnavailable
from runway_jlab.tracking.database import prepare
from runway_jlab.tracking.location import Tracking

PARAMETER_LIMIT = 6000
TAG_LIMIT = 8000
TRUNCATED_TAG = "runway.truncated"
NOTE_TAG = "mlflow.note.content"
_BATCH = 100

_MODEL_TRAINING = ("mlflow.experimentKind", "custom_model_development")
"""Else MLflow's pages guess what kind of experiment it is, and may show one of language models."""

_STATUS = {
    "FINISHED": "FINISHED",
    "FAILED": "FAILED",
    "CANCELLED": "KILLED",
    "INTERRUPTED": "KILLED",
}
"""MLflow's word for each of our final states."""


class RunLog:
    """The runs of one project in MLflow; the first use imports mlflow (3 s of processor time).

    Each method raises :class:`TrackingUnavailable` when MLflow cannot do it. A pipeline run goes on without.
    """

    def __init__(self, tracking: Tracking) -> None:
        self.tracking = tracking
        self._connected: Any = None

    def open_run(
        self,
        *,
        name: str,
        tags: Mapping[str, str],
        start_time: datetime,
        note: str | None = None,
    ) -> str:
        """Make the run, in the state RUNNING, and return MLflow's id for it.

        Parameters
        ----------
        tags : Mapping[str, str]
            Ours, over those that MLflow's own context providers find (user, git commit, …).
        note : str, optional
            Markdown for the run's description: the "Open with link" link.
        """
        with self._answering("make a run"):
            from mlflow.tracking.context.registry import resolve_tags

            given = {**tags, **({NOTE_TAG: note} if note else {})}
            run = self._client().create_run(
                self.experiment_id(),
                start_time=_milliseconds(start_time),
                tags=_fitting(resolve_tags(given), TAG_LIMIT)[0],
                run_name=name,
            )
            return str(run.info.run_id)

    def complete(
        self,
        run_id: str,
        *,
        state: str,
        parameters: Mapping[str, Any],
        tags: Mapping[str, str],
        artifacts: Mapping[str, Path | bytes],
        end_time: datetime,
        note: str | None = None,
    ) -> None:
        """Fill in what user code has not logged itself, and set the final state.

        One part that fails does not keep the others from being written; the state comes last, so that a run
        that is over in MLflow has all it will get.

        Parameters
        ----------
        state : str
            FINISHED, FAILED, CANCELLED or INTERRUPTED.
        parameters : Mapping[str, Any]
            Those whose names the user has logged keep the user's value.
        artifacts : Mapping[str, Path | bytes]
            What to upload, by its path in the run's artifacts.
        note : str, optional
            Appended to the run's description, if it is not there yet.
        """
        failures: list[TrackingUnavailable] = []

        def attempt(what: str, work: Callable[[], None]) -> None:
            try:
                with self._answering(what):
                    work()
            except TrackingUnavailable as failure:
                failures.append(failure)

        attempt("log the parameters", lambda: self._fill_in(run_id, parameters, tags, note))
        for path, content in artifacts.items():
            attempt(f"store {path}", lambda path=path, content=content: self._upload(run_id, path, content))  # type: ignore[misc]
        attempt(
            "set the run's state",
            lambda: self._client().set_terminated(run_id, _STATUS[state], _milliseconds(end_time)),
        )
        if failures:
            raise TrackingUnavailable(
                " ".join(failure.message for failure in failures),
                uri=self.tracking.uri,
                mlflow_run_id=run_id,
            )

    def user_metrics(self, run_id: str) -> dict[str, float]:
        """The last value of each metric that user code has logged; NaN and infinite values as they are."""
        with self._answering("read the metrics"):
            metrics = self._client().get_run(run_id).data.metrics
            return {name: float(value) for name, value in metrics.items() if not name.startswith("system/")}

    def experiment_id(self) -> str:
        """The project's experiment, made when it is not there."""
        with self._answering("find the project's experiment"):
            name = self.tracking.experiment_name
            client = self._client()
            experiment = client.get_experiment_by_name(name) or self._create_experiment(name)
            if experiment.lifecycle_stage != "active":
                raise TrackingUnavailable(
                    f"The MLflow experiment {name!r} of this project was deleted. Restore it with "
                    f"MlflowClient().restore_experiment({experiment.experiment_id!r}), or give the project "
                    "another name in runway.toml.",
                    experiment=name,
                )
            return str(experiment.experiment_id)

    def _create_experiment(self, name: str) -> Any:
        from mlflow.exceptions import MlflowException

        location = None
        if self.tracking.folder is not None:
            location = f"{self.tracking.artifact_root}/{self.tracking.project_id}"
        client = self._client()
        try:
            client.create_experiment(name, artifact_location=location, tags=dict([_MODEL_TRAINING]))
        except MlflowException:  # two at a time: the other one was quicker
            if client.get_experiment_by_name(name) is None:
                raise
        return client.get_experiment_by_name(name)

    def _client(self) -> Any:
        if self._connected is None:
            os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
            os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
            from mlflow import MlflowClient

            prepare(self.tracking)
            self._connected = MlflowClient(self.tracking.uri)
        return self._connected

    def _fill_in(self, run_id: str, parameters: Mapping[str, Any], tags: Mapping[str, str], note: str | None) -> None:
        from mlflow.entities import Param, RunTag
        from mlflow.exceptions import MlflowException

        client = self._client()
        logged = client.get_run(run_id).data
        texts = {name: str(value) for name, value in parameters.items() if name not in logged.params}
        texts, cut_parameters = _fitting(texts, PARAMETER_LIMIT)
        ours, cut_tags = _fitting(tags, TAG_LIMIT)
        cut = sorted([*cut_parameters, *cut_tags])
        if cut:
            ours[TRUNCATED_TAG] = ", ".join(cut)[:TAG_LIMIT]
        description = logged.tags.get(NOTE_TAG, "")
        if note and note not in description:
            ours[NOTE_TAG] = f"{description}\n\n{note}".strip()
        for batch in _batches(list(ours.items())):
            client.log_batch(run_id, tags=[RunTag(key, value) for key, value in batch])
        for batch in _batches(list(texts.items())):
            try:
                client.log_batch(run_id, params=[Param(key, value) for key, value in batch])
            except MlflowException:
                # A process that user code left behind may have logged one of them since we looked.
                missing = [pair for pair in batch if pair[0] not in client.get_run(run_id).data.params]
                client.log_batch(run_id, params=[Param(key, value) for key, value in missing])

    def _upload(self, run_id: str, path: str, content: Path | bytes) -> None:
        place = PurePosixPath(path)
        folder = str(place.parent) if place.parent.name else None
        if isinstance(content, Path) and content.name == place.name:
            self._client().log_artifact(run_id, str(content), folder)
            return
        with tempfile.TemporaryDirectory() as scratch:
            local = Path(scratch) / place.name
            if isinstance(content, Path):
                local.symlink_to(content.absolute())
            else:
                local.write_bytes(content)
            self._client().log_artifact(run_id, str(local), folder)

    @contextmanager
    def _answering(self, what: str) -> Iterator[None]:
        """Turn whatever mlflow, its database or the network raises into one error with a way out."""
        try:
            yield
        except TrackingUnavailable:
            raise
        except Exception as error:
            reason = str(error).strip().splitlines()[0][:500] if str(error).strip() else type(error).__name__
            raise TrackingUnavailable(
                f"MLflow at {self.tracking.uri} could not {what}: {reason}. See that it can be reached and "
                "written; the run itself is not affected.",
                uri=self.tracking.uri,
            ) from error


def _fitting(texts: Mapping[str, str], limit: int) -> tuple[dict[str, str], list[str]]:
    """`texts` cut to what MLflow holds, and the names of those that were cut."""
    cut = [name for name, text in texts.items() if len(text) > limit]
    return {name: str(text)[:limit] for name, text in texts.items()}, cut


def _batches(pairs: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    for start in range(0, len(pairs), _BATCH):
        yield pairs[start : start + _BATCH]


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
