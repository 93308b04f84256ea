"""The hosted MLflow server of a project: a user interface over the database that runs write by themselves.

It is started when somebody looks, stopped when nobody has looked for a while, and dies with the Jupyter server that
started it. Nothing is lost when it is away: logging does not go through it. It listens on a Unix socket whose
folder only the user can enter; the name of the socket follows from the project and the URL prefix, so that a
second Jupyter server of the same user finds the first one's MLflow and uses it. With another prefix (a part of
every link in the pages) it starts its own, which is safe: SQLite keeps the writers apart.

mlflow is never imported here; it runs in a process of its own.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote

from runway_jlab.errors import TrackingUnavailable
from runway_jlab.storage.locks import file_lock
from runway_jlab.tracking import database, guard
from runway_jlab.tracking.location import Tracking
from runway_jlab.tracking.sockets import UnixConnection, socket_path

START_LIMIT = 180.0
"""Seconds to start in; a loaded machine has been seen to need over a minute."""

IDLE_LIMIT = 900.0
"""Seconds without a request after which it is stopped: it holds about half a gigabyte."""


class ServerState(StrEnum):
    """STOPPED → STARTING → RUNNING → STOPPED; STARTING → FAILED; FAILED → STARTING on the next request."""

    STOPPED = "STOPPED"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    FAILED = "FAILED"


class HostedServer:
    """One project's MLflow server. All methods may be called from any thread; some block, and say so."""

    def __init__(
        self,
        tracking: Tracking,
        static_prefix: str,
        *,
        idle_limit: float = IDLE_LIMIT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tracking = tracking
        self.static_prefix = static_prefix.rstrip("/")
        self.socket = socket_path(tracking, self.static_prefix)
        self._idle_limit = idle_limit
        self._clock = clock
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._state = ServerState.STOPPED
        self._requests = 0
        self._last_request = clock()

    @property
    def state(self) -> ServerState:
        """What is known without asking; a server that died by itself is noticed here."""
        process = self._process
        if self._state is ServerState.RUNNING and process is not None and process.poll() is not None:
            self._state = ServerState.STOPPED
        return self._state

    @property
    def pid(self) -> int | None:
        """The process that guards the server, if this object started it."""
        return None if self._process is None else self._process.pid

    def ensure_started(self) -> Path:
        """The socket of a server that answers; starts one when there is none. Blocks, for seconds to a minute.

        Raises
        ------
        TrackingUnavailable
            It ended, or did not answer in time; the message holds the last lines of its log.
        """
        with self._starting:
            if self.state is ServerState.RUNNING and self.answers():
                return self.socket
            self._state = ServerState.STARTING
            try:
                with file_lock(self.socket.parent / "lock", timeout=START_LIMIT):
                    if not self.answers():
                        self._start()
                self._state = ServerState.RUNNING
                self._last_request = self._clock()
            finally:
                if self._state is ServerState.STARTING:
                    self._state = ServerState.FAILED
            return self.socket

    def answers(self) -> bool:
        """Whether a healthy server listens on the socket. Blocks for at most two seconds."""
        connection = UnixConnection(self.socket)
        try:
            connection.request("GET", f"{self.static_prefix}/health", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    @contextmanager
    def request(self) -> Iterator[None]:
        """Around each request that is passed on: a server with one under way is not idle."""
        self._requests += 1
        try:
            yield
        finally:
            self._requests -= 1
            self._last_request = self._clock()

    def stop_if_idle(self) -> bool:
        """Stop it if nobody has asked anything for the idle limit; blocks like :meth:`stop`."""
        if self._requests or self._clock() - self._last_request < self._idle_limit:
            return False
        if self.state is not ServerState.RUNNING:
            return False
        self.stop()
        return True

    def stop(self) -> None:
        """End the server if this object started it, and forget it else. Blocks for some seconds at most."""
        self._stopping.set()
        with self._starting:
            self._stopping.clear()
            process, self._process = self._process, None
            self._state = ServerState.STOPPED
            if process is None:
                return
            assert process.stdin is not None
            with contextlib.suppress(OSError):
                process.stdin.close()
            try:
                process.wait(guard.GRACE * 2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            self.socket.unlink(missing_ok=True)

    def _start(self) -> None:
        assert self.tracking.folder is not None, "somebody else's server is not ours to start"
        self.socket.unlink(missing_ok=True)
        self._prepare_database()
        log = self.tracking.folder / "server.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(guard.__file__)), *self._command()],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.tracking.folder,
                env=_environment(),
                start_new_session=True,
            )
        deadline = time.monotonic() + START_LIMIT
        while not self.answers():
            if self._process.poll() is not None:
                raise _did_not_start("ended at once", log)
            late = time.monotonic() > deadline
            if self._stopping.wait(0.1) or late:
                assert self._process.stdin is not None
                self._process.stdin.close()
                what = f"did not answer within {START_LIMIT:.0f} s" if late else "was stopped while it started"
                raise _did_not_start(what, log)

    def _prepare_database(self) -> None:
        """In a process of its own unless a copy will do: MLflow has to be imported to make one."""
        if database.prepare(self.tracking, wait=False):
            return
        assert self.tracking.folder is not None
        answer = subprocess.run(
            [sys.executable, "-m", database.__name__, str(self.tracking.folder.parent)],
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            raise TrackingUnavailable(
                f"The MLflow database {self.tracking.database} could not be made: {answer.stderr[-500:]}",
                stderr=answer.stderr,
            )

    def _command(self) -> list[str]:
        return [
            sys.executable,
            "-m",
            "mlflow",
            "server",
            "--backend-store-uri",
            self.tracking.uri,
            "--default-artifact-root",
            self.tracking.artifact_root,
            "--artifacts-destination",
            self.tracking.artifact_root,
            "--static-prefix",
            unquote(self.static_prefix),  # it compares with decoded paths
            "--workers",
            "1",
            "--allowed-hosts",
            "localhost",
            "--uvicorn-opts",
            f"--uds {shlex.quote(str(self.socket))} --log-level warning",
        ]


class HostedServers:
    """The hosted servers of one Jupyter server, by project.

    Parameters
    ----------
    find : Callable[[str], Tracking | None]
        Where a project logs, by its id; None for a project that is not known or not hosted here.
    base_url : str
        Of the Jupyter server, with its slashes: the pages' links begin with it.
    """

    def __init__(
        self,
        find: Callable[[str], Tracking | None],
        base_url: str,
        *,
        idle_limit: float = IDLE_LIMIT,
        look_every: float = 30.0,
    ) -> None:
        self._find = find
        self._base_url = base_url
        self._idle_limit = idle_limit
        self._look_every = look_every
        self._servers: dict[str, HostedServer] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._reaper: threading.Thread | None = None

    def get(self, project_id: str) -> HostedServer | None:
        """The project's server, started or not; None when there is no such project here."""
        with self._lock:
            server = self._servers.get(project_id)
            if server is None:
                tracking = self._find(project_id)
                if tracking is None or tracking.folder is None:
                    return None
                server = HostedServer(tracking, self.path_of(project_id), idle_limit=self._idle_limit)
                self._servers[project_id] = server
                self._watch()
            return server

    def path_of(self, project_id: str) -> str:
        """The URL path that the project's MLflow is seen at, without a slash at its end."""
        return f"{self._base_url}runway-jlab/mlflow/{project_id}"

    def stop_idle(self) -> None:
        """Stop all servers that nobody has asked anything for a while."""
        for server in list(self._servers.values()):
            server.stop_if_idle()

    def stop_all(self) -> None:
        """Stop every server, for good. Blocks for some seconds at most."""
        self._closed.set()
        for server in list(self._servers.values()):
            server.stop()

    def _watch(self) -> None:
        if self._reaper is None:
            self._reaper = threading.Thread(target=self._reap, name="runway-mlflow-idle", daemon=True)
            self._reaper.start()

    def _reap(self) -> None:
        while not self._closed.wait(self._look_every):
            self.stop_idle()


def _environment() -> dict[str, str]:
    """Without the variables of a client, which would make the server one of another server."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "_MLFLOW_"))}
    return {
        **inherited,
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",  # else seven more processes of 245 MB
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }


def _did_not_start(what: str, log: Path) -> TrackingUnavailable:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-8:]
    return TrackingUnavailable(
        f"The MLflow server {what}. Its last words, in {log}:\n" + "\n".join(lines), log=str(log)
    )
