"""Kernels of a project log into it; other kernels, and users with a mind of their own, are left alone."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from traitlets.config import Config

from runway_jlab.kernels import provisioner
from runway_jlab.kernels.provisioner import RunwayProvisioner, use_by_default
from runway_jlab.projects.project import Project, create_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return create_project(tmp_path / "wind", "wind power")


def launched(env: dict[str, str], cwd: Path) -> dict[str, str]:
    """The environment that a kernel with `env` in `cwd` gets."""

    async def launch() -> dict[str, str]:
        manager = AsyncKernelManager(kernel_name="python3")
        kernels = RunwayProvisioner(kernel_id="k", kernel_spec=manager.kernel_spec, parent=manager)
        answer = await kernels.pre_launch(env=env, cwd=str(cwd))
        manager.cleanup_connection_file()
        return dict(answer["env"])

    return asyncio.run(launch())


def test_a_kernel_of_the_project(project: Project, tmp_path: Path) -> None:
    notebook = project.root / "sub" / "forecast.ipynb"
    env = launched({"JPY_SESSION_NAME": str(notebook), "PATH": os.environ["PATH"]}, tmp_path)
    assert env["MLFLOW_TRACKING_URI"] == f"sqlite:///{project.private}/mlflow/mlflow.db"
    assert env["MLFLOW_EXPERIMENT_NAME"] == "wind power"
    assert env["IPYNB_FILE"] == str(notebook)
    assert env["PATH"] == os.environ["PATH"]


def test_the_folder_decides_when_there_is_no_notebook(project: Project) -> None:
    assert "MLFLOW_TRACKING_URI" in launched({"JPY_SESSION_NAME": "console-1"}, project.root)


def test_outside_a_project_nothing_is_added(tmp_path: Path) -> None:
    assert launched({"A": "b"}, tmp_path).keys() & {"MLFLOW_TRACKING_URI", "IPYNB_FILE"} == set()


def test_the_users_own_choice_wins(project: Project) -> None:
    env = launched({"MLFLOW_TRACKING_URI": "http://mine"}, project.root)
    assert env["MLFLOW_TRACKING_URI"] == "http://mine"
    assert "MLFLOW_EXPERIMENT_NAME" not in env
    env = launched({"MLFLOW_EXPERIMENT_ID": "7"}, project.root)
    assert "MLFLOW_EXPERIMENT_NAME" not in env
    assert "MLFLOW_TRACKING_URI" in env


def test_trouble_costs_the_variables_only(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    (project.root / "runway.toml").write_text("no toml [")
    with caplog.at_level(logging.WARNING):
        env = launched({"A": "b"}, project.root)
    assert env["A"] == "b"
    assert "MLFLOW_TRACKING_URI" not in env
    assert "runway.toml" in caplog.text


def test_a_database_that_somebody_holds_is_not_waited_for(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from runway_jlab.storage.locks import file_lock

    monkeypatch.setattr(provisioner, "PATIENCE", 0.2)
    with file_lock(project.private / "mlflow" / "prepare.lock"):

        async def launch() -> None:
            manager = AsyncKernelManager(kernel_name="python3")
            kernels = RunwayProvisioner(kernel_id="k", kernel_spec=manager.kernel_spec, parent=manager)
            answer = await kernels.pre_launch(env={}, cwd=str(project.root))
            assert "MLFLOW_TRACKING_URI" not in answer["env"]
            manager.cleanup_connection_file()

        loop = asyncio.new_event_loop()
        loop.run_until_complete(asyncio.wait_for(launch(), 10))
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.fixture
def factory(monkeypatch: pytest.MonkeyPatch) -> Any:
    KernelProvisionerFactory.clear_instance()
    yield KernelProvisionerFactory
    KernelProvisionerFactory.clear_instance()


def server(config: Config) -> Any:
    return SimpleNamespace(config=config, log=logging.getLogger("test"))


@pytest.mark.parametrize(
    ("registered", "configured", "by_environment", "expected"),
    [
        (True, False, False, "runway-provisioner"),
        (True, True, False, "theirs"),
        (True, False, True, "theirs"),
        (False, False, False, "local-provisioner"),
    ],
)
def test_it_is_the_default_unless_the_user_says_otherwise(
    factory: Any,
    monkeypatch: pytest.MonkeyPatch,
    registered: bool,
    configured: bool,
    by_environment: bool,
    expected: str,
) -> None:
    config = Config()
    if configured:
        config.KernelProvisionerFactory.default_provisioner_name = "theirs"
    if by_environment:
        monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "theirs")
    monkeypatch.setattr(factory, "provisioners", {})
    instance = factory.instance(config=config)
    instance.provisioners.clear()
    if registered:
        instance.provisioners["runway-provisioner"] = None
    use_by_default(server(config))
    assert instance.default_provisioner_name == expected


@pytest.mark.slow
def test_plain_mlflow_in_a_real_kernel(project: Project) -> None:
    """The customer's own snippet, in a kernel of a project that has no database yet."""
    from jupyter_client.manager import AsyncKernelManager

    async def play() -> None:
        manager = AsyncKernelManager(kernel_name="python3")
        manager.provisioner = RunwayProvisioner(kernel_id="k", kernel_spec=manager.kernel_spec, parent=manager)
        present = {**os.environ, "JPY_SESSION_NAME": str(project.root / "forecast.ipynb")}
        answer = await manager.provisioner.pre_launch(env=present, cwd=str(project.root))
        client_file = await manager.provisioner.launch_kernel(answer.pop("cmd"), **answer)
        manager.load_connection_info(client_file)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        code = "import mlflow\nmlflow.log_params({'a': 1})\nmlflow.log_metric('valid_mae', 0.5)\nmlflow.end_run()"
        reply = await client.execute_interactive(code, timeout=120)
        assert reply["content"]["status"] == "ok", reply["content"]
        client.stop_channels()
        await manager.provisioner.kill()
        await manager.provisioner.wait()
        manager.cleanup_connection_file()

    asyncio.run(play())
    from mlflow import MlflowClient

    client = MlflowClient(f"sqlite:///{project.private}/mlflow/mlflow.db")
    experiment = client.get_experiment_by_name("wind power")
    (run,) = client.search_runs([experiment.experiment_id])
    assert run.data.metrics == {"valid_mae": 0.5}
    assert run.info.artifact_uri.startswith((project.private / "mlflow" / "artifacts").as_uri())
    assert not (project.root / "mlruns").exists()
