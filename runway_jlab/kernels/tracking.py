"""Where a project's runs and kernels log."""

from __future__ import annotations

from runway_jlab.projects.project import Project
from runway_jlab.tracking.location import Tracking


def tracking_of(project: Project) -> Tracking:
    """The project's place in MLflow: its own database, or the server that its ``runway.toml`` names."""
    if project.tracking.uri is not None:
        return Tracking.external(project.tracking.uri, project.id, project.name)
    return Tracking.hosted(project.private, project.id, project.name)
