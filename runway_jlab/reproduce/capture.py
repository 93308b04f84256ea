"""What is captured of a run before anything runs: the source as it is, and the data that the parameters lead to."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from runway_jlab.datasets.manifest import read_manifest
from runway_jlab.ids import RunId
from runway_jlab.pipeline.parameters import Parameter
from runway_jlab.projects.project import Project
from runway_jlab.reproduce.record import DatasetRecord, SourceRecord
from runway_jlab.reproduce.reopened import reopened_folders
from runway_jlab.source.snapshot import LargeFile, Snapshots, work_tree_root
from runway_jlab.storage.objects import ObjectStore


@dataclass(frozen=True)
class Captured:
    """The evidence at submit."""

    source: SourceRecord
    datasets: tuple[DatasetRecord, ...]
    incomplete: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Captured:
        from runway_jlab.source.repository import Head

        source = content["source"]
        return cls(
            source=SourceRecord(
                **{
                    **source,
                    "large": tuple(LargeFile(**file) for file in source["large"]),
                    "head": Head(**source["head"]) if source["head"] else None,
                }
            ),
            datasets=tuple(DatasetRecord(**{**entry, "files": tuple(entry["files"])}) for entry in content["datasets"]),
            incomplete=tuple(content["incomplete"]),
        )


def snapshots_of(project: Project) -> Snapshots:
    """The project's snapshots."""
    return Snapshots(project.private, objects_of(project))


def objects_of(project: Project) -> ObjectStore:
    """The project's content store."""
    return ObjectStore(project.private / "objects")


def capture_source(
    project: Project, notebook: Path, run_id: RunId, data: Sequence[Path]
) -> tuple[SourceRecord, tuple[str, ...]]:
    """Snapshot the work tree around `notebook`, with its `data` files; returns also what could not be captured."""
    project_root = _project_in_tree(project, notebook)
    root = work_tree_root(project_root, project.reopened_root)
    others = [folder for folder in reopened_folders(project) if folder != project.reopened_root]
    snapshot = snapshots_of(project).take(root, run_id, must=[notebook], leave_out=others, data=data)
    source = SourceRecord(
        commit=snapshot.commit,
        tree=snapshot.tree,
        project=project_root.relative_to(root).as_posix(),
        notebook=notebook.relative_to(root).as_posix(),
        large=snapshot.large,
        head=snapshot.head,
    )
    return source, snapshot.incomplete


def capture_datasets(
    folder: Path, parameters: Sequence[Parameter], values: Mapping[str, Any]
) -> tuple[DatasetRecord, ...]:
    """The data that dataset parameters lead to, relative to the notebook's `folder`, by digest."""
    found = []
    for parameter in parameters:
        value = values[parameter.name]
        if parameter.kind != "dataset" or not isinstance(value, str):
            continue
        manifest = read_manifest(folder / value)
        found.append(
            DatasetRecord(
                parameter=parameter.name,
                path=value,
                digest=manifest.digest if manifest else None,
                files=tuple(manifest.as_json()) if manifest else (),
            )
        )
    return tuple(found)


def data_files(folder: Path, datasets: Sequence[DatasetRecord]) -> list[Path]:
    """The files of datasets whose paths are relative to `folder`, as far as they are there."""
    places = [folder / dataset.path / entry["path"] for dataset in datasets for entry in dataset.files]
    return [Path(os.path.normpath(place)) for place in places if place.is_file()]


def _project_in_tree(project: Project, notebook: Path) -> Path:
    """The folder that stands for the project in the notebook's tree: in a reopened folder, its copy there."""
    if project.reopened_root is None:
        return project.root
    for folder in notebook.parents:
        if (folder / "runway.toml").is_file():
            return folder
        if folder == project.reopened_root:
            break
    return project.reopened_root
