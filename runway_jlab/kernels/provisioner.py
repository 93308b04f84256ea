"""Kernels know where their project logs, so that plain ``mlflow.*`` in a notebook goes there with no line written."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from runway_jlab.kernels.tracking import tracking_of
from runway_jlab.projects.project import find_project
from runway_jlab.tracking.database import prepare

NAME = "runway-provisioner"
"""As the entry point in pyproject.toml calls it."""

PATIENCE = 2.0
"""Seconds that a kernel waits for its project's database; MLflow makes it itself if need be."""


class RunwayProvisioner(LocalProvisioner):
    """Starts kernels as Jupyter does, with their project's variables.

    Whatever goes wrong here costs the variables, never the kernel. Variables that the user has set win.
    """

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Add the variables to ``kwargs["env"]``, or to a copy of our own environment if there is none."""
        try:
            env = kwargs.get("env")
            present = dict(os.environ if env is None else env)
            added = await asyncio.wait_for(asyncio.to_thread(_variables, present, kwargs.get("cwd")), PATIENCE)
            if added:
                kwargs["env"] = {**present, **added}
        except Exception as error:
            self.log.warning("The kernel starts without its project's MLflow: %s", error or type(error).__name__)
        answer: dict[str, Any] = await super().pre_launch(**kwargs)
        return answer


def use_by_default(serverapp: Any) -> None:
    """Start the server's kernels by :class:`RunwayProvisioner`, unless the user has configured another way.

    Parameters
    ----------
    serverapp : jupyter_server.serverapp.ServerApp
    """
    factory = KernelProvisionerFactory.instance(parent=serverapp)
    configured = "default_provisioner_name" in serverapp.config.get("KernelProvisionerFactory", {})
    if configured or KernelProvisionerFactory.default_provisioner_name_env in os.environ:
        return
    if NAME not in factory.provisioners:
        serverapp.log.warning(
            "Runway's kernel provisioner is not registered: kernels start without their project's MLflow. "
            "Install runway-jlab with pip to have it found."
        )
        return
    factory.default_provisioner_name = NAME


def _variables(present: dict[str, str], cwd: str | os.PathLike[str] | None) -> dict[str, str]:
    """What the kernel's environment lacks for its project's MLflow; nothing outside a project."""
    notebook = _notebook(present)
    place = notebook or (Path(cwd) if cwd else None)
    project = find_project(place) if place is not None else None
    if project is None:
        return {}
    tracking = tracking_of(project)
    added = tracking.environment_over(present, notebook)
    if "MLFLOW_TRACKING_URI" in added:
        prepare(tracking, wait=False)
    return added


def _notebook(present: dict[str, str]) -> Path | None:
    """The notebook of the kernel's session; its name follows a rename, while the working directory does not."""
    name = present.get("JPY_SESSION_NAME", "")
    path = Path(name)
    return path if path.is_absolute() and path.suffix == ".ipynb" else None
