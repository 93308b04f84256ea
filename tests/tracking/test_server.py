"""The hosted MLflow server, the real one."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from runway_jlab.errors import TrackingUnavailable
from runway_jlab.tracking.location import Tracking
from runway_jlab.tracking.log import RunLog
from runway_jlab.tracking.server import HostedServer, HostedServers, ServerState

pytestmark = pytest.mark.slow


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def tracking(tmp_path_factory: pytest.TempPathFactory) -> Tracking:
    return Tracking.hosted(tmp_path_factory.mktemp("a project") / ".runway", "p1", "wind power")


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def server(tracking: Tracking, clock: Clock) -> Iterator[HostedServer]:
    server = HostedServer(tracking, "/base/runway-jlab/mlflow/p1", clock=clock)
    server.ensure_started()
    yield server
    server.stop()


def test_it_answers_and_only_the_user_can_enter(server: HostedServer) -> None:
    assert server.state is ServerState.RUNNING
    assert server.answers()
    assert stat.S_IMODE(server.socket.parent.stat().st_mode) == 0o700
    assert server.ensure_started() == server.socket


def test_runs_are_written_beside_it(server: HostedServer, tracking: Tracking) -> None:
    import http.client
    import json

    from runway_jlab.tracking.sockets import UnixConnection

    log = RunLog(tracking)
    run_id = log.open_run(name="r", tags={}, start_time=datetime.now(UTC))
    connection = UnixConnection(server.socket)
    for step in range(50):
        log._client().log_metric(run_id, "m", step, step=step)
        connection.request(
            "GET",
            f"/base/runway-jlab/mlflow/p1/ajax-api/2.0/mlflow/runs/get?run_id={run_id}",
            headers={"Host": "localhost"},
        )
        answer: http.client.HTTPResponse = connection.getresponse()
        content = json.loads(answer.read())
        assert answer.status == 200, content
    assert content["run"]["data"]["metrics"][0]["value"] == 49
    connection.close()


def test_a_second_host_uses_the_first_ones(server: HostedServer, tracking: Tracking) -> None:
    second = HostedServer(tracking, server.static_prefix)
    assert second.ensure_started() == server.socket
    assert second.pid is None
    second.stop()
    assert server.answers()


def test_it_is_stopped_when_idle_and_starts_again(server: HostedServer, clock: Clock) -> None:
    assert server.pid is not None
    processes = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    clock.now += 800
    assert not server.stop_if_idle()
    with server.request():
        clock.now += 2000
        assert not server.stop_if_idle()
    clock.now += 901
    assert server.stop_if_idle()
    until(lambda: not any(process.is_running() for process in processes))
    assert server.state is ServerState.STOPPED
    server.ensure_started()
    assert server.answers()


def test_one_that_dies_is_noticed(server: HostedServer) -> None:
    assert server.pid is not None
    os.kill(server.pid, signal.SIGTERM)
    until(lambda: server.state is ServerState.STOPPED)
    server.ensure_started()
    assert server.answers()


def test_it_dies_with_whoever_started_it(tmp_path: Path) -> None:
    code = f"""
    import sys, time
    from pathlib import Path
    from runway_jlab.tracking.location import Tracking
    from runway_jlab.tracking.server import HostedServer
    server = HostedServer(Tracking.hosted(Path({str(tmp_path)!r}), "p", "n"), "/x")
    server.ensure_started()
    assert "mlflow" not in sys.modules
    print(server.pid, flush=True)
    time.sleep(600)
    """
    starter = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    guard = psutil.Process(int(starter.stdout.readline()))
    processes = [guard, *guard.children(recursive=True)]
    assert len(processes) >= 3
    starter.kill()
    starter.wait()
    until(lambda: not any(process.is_running() for process in processes))


def test_what_keeps_it_from_starting_is_said(tmp_path: Path) -> None:
    tracking = Tracking.hosted(tmp_path, "p", "n")
    tracking.database.parent.mkdir(parents=True)
    tracking.database.write_bytes(b"no database at all" * 100)
    server = HostedServer(tracking, "/x")
    with pytest.raises(TrackingUnavailable, match="not a database"):
        server.ensure_started()
    assert server.state is ServerState.FAILED


def test_it_can_be_stopped_while_it_starts(tmp_path: Path) -> None:
    server = HostedServer(Tracking.hosted(tmp_path, "p", "n"), "/x")
    troubles: list[TrackingUnavailable] = []

    def start() -> None:
        try:
            server.ensure_started()
        except TrackingUnavailable as trouble:
            troubles.append(trouble)

    starting = threading.Thread(target=start)
    starting.start()
    until(lambda: server.pid is not None)
    server.stop()
    starting.join(30)
    assert "was stopped while it started" in troubles[0].message
    assert server.state is ServerState.STOPPED


def test_servers_by_project(tracking: Tracking) -> None:
    servers = HostedServers({"p1": tracking}.get, "/user/x/")
    server = servers.get("p1")
    assert server is not None
    assert servers.get("p1") is server
    assert servers.get("other") is None
    assert server.static_prefix == "/user/x/runway-jlab/mlflow/p1"
    servers.stop_all()
