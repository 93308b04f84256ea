"""The way to MLflow through Jupyter: what passes, what does not. Against an echo, and the real MLflow (slow)."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from runway_jlab.tracking.location import Tracking
from runway_jlab.tracking.server import HostedServers
from runway_jlab.web.proxy import MlflowProxyHandler

PLACE = ("runway-jlab", "mlflow", "p1")
READ, WRITE = "ajax-api/2.0/mlflow/runs/get", "ajax-api/2.0/mlflow/runs/delete"


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = 0
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            while size := int(self.rfile.readline(), 16):
                length += len(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
        else:
            length = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        if "break-off" in self.path:
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
            self.close_connection = True
            return
        content = json.dumps({"path": self.path, "headers": dict(self.headers), "length": length}).encode()
        self.send_response(404 if "missing" in self.path else 200)
        for name, value in {
            "Content-Type": "application/x-echo",
            "Content-Length": str(len(content)),
            "X-Frame-Options": "DENY",
            "Set-Cookie": "theirs=1",
            "Access-Control-Allow-Origin": "*",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET  # noqa: N815

    def address_string(self) -> str:
        return "unix"

    def log_message(self, *_: Any) -> None: ...


class EchoServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    """A server without the extension: the handler alone."""
    return {}


@pytest.fixture
def tracking(tmp_path: Path) -> Tracking:
    return Tracking.hosted(tmp_path / ".runway", "p1", "wind power")


@pytest.fixture
def servers(jp_serverapp: Any, jp_base_url: str, tracking: Tracking) -> Iterator[HostedServers]:
    servers = HostedServers({"p1": tracking}.get, jp_base_url)
    jp_serverapp.web_app.settings["runway_mlflow"] = servers
    pattern = rf"{jp_base_url}runway-jlab/mlflow/(?P<project_id>[^/]+)/(?P<path>.*)"
    jp_serverapp.web_app.add_handlers(".*$", [(pattern, MlflowProxyHandler)])
    yield servers
    servers.stop_all()


@pytest.fixture
def echo(servers: HostedServers) -> Iterator[None]:
    """A healthy server on the project's socket: it is taken for another Jupyter server's MLflow."""
    server = servers.get("p1")
    assert server is not None
    with EchoServer(str(server.socket), Echo) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield
        listening.shutdown()
    server.socket.unlink()


async def test_it_passes_on_all_but_secrets(
    jp_fetch: Any, echo: None, jp_base_url: str, jp_auth_header: dict[str, str]
) -> None:
    token = jp_auth_header["Authorization"].partition(" ")[2]
    answer = await jp_fetch(
        *PLACE,
        READ,
        params={"run_id": "1 2", "token": token},
        headers={"Cookie": "a=b", "Origin": "http://evil", "X-Forwarded-Host": "evil", "X-Mine": "kept"},
    )
    seen = json.loads(answer.body)
    assert seen["path"] == f"{jp_base_url}runway-jlab/mlflow/p1/{READ}?run_id=1+2"
    headers = {name.lower(): value for name, value in seen["headers"].items()}
    assert headers["host"] == "localhost"
    assert headers["x-mine"] == "kept"
    assert not {"authorization", "cookie", "origin", "x-forwarded-host"} & set(headers)


async def test_it_may_be_framed_by_ourselves_only(jp_fetch: Any, echo: None) -> None:
    answer = await jp_fetch(*PLACE, READ)
    assert answer.headers["Content-Type"] == "application/x-echo"
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert "X-Frame-Options" not in answer.headers
    assert "theirs" not in answer.headers.get("Set-Cookie", "")


async def test_what_users_uploaded_runs_in_a_sandbox(jp_fetch: Any, echo: None) -> None:
    answer = await jp_fetch(*PLACE, "get-artifact", params={"path": "page.html"})
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'; sandbox"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_bodies(jp_fetch: Any, echo: None, method: str) -> None:
    answer = await jp_fetch(*PLACE, WRITE, method=method, body=b"x" * 3_000_000, allow_nonstandard_methods=True)
    assert json.loads(answer.body)["length"] == 3_000_000


async def test_a_body_without_a_length(jp_fetch: Any, echo: None) -> None:
    async def produce(write: Any) -> None:
        for _ in range(40):
            await write(b"x" * 100_000)

    answer = await jp_fetch(*PLACE, WRITE, method="PUT", body_producer=produce)
    assert json.loads(answer.body)["length"] == 4_000_000


async def test_head_and_errors_come_through(jp_fetch: Any, echo: None) -> None:
    answer = await jp_fetch(*PLACE, READ, method="HEAD")
    assert (answer.body, int(answer.headers["Content-Length"]) > 0) == (b"", True)
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch(*PLACE, "missing")
    assert refused.value.code == 404
    assert refused.value.response is not None
    assert b"headers" in refused.value.response.body


async def test_an_answer_that_breaks_off_is_not_taken_for_whole(jp_fetch: Any, echo: None) -> None:
    with pytest.raises(Exception, match="closed"):
        await jp_fetch(*PLACE, "break-off")


@pytest.fixture
def cookie(jp_serverapp: Any, jp_fetch: Any) -> Any:
    """Fetches as a browser does: by the login cookie, with the headers that are given."""

    async def fetch(*parts: str, headers: dict[str, str], **others: Any) -> Any:
        signed_in = await jp_fetch("api", "me")
        cookies = [value.partition(";")[0] for value in signed_in.headers.get_list("Set-Cookie")]
        return await jp_fetch(*parts, headers={"Authorization": "", "Cookie": "; ".join(cookies), **headers}, **others)

    return fetch


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({}, False),
    ],
)
async def test_writes_by_cookie(cookie: Any, echo: None, headers: dict[str, str], allowed: bool) -> None:
    try:
        answer = await cookie(*PLACE, WRITE, method="POST", body="{}", headers=headers)
        assert allowed, answer.body
    except HTTPClientError as refused:
        assert not allowed
        assert refused.code in {403, 404}
        assert refused.response is not None
        assert set(json.loads(refused.response.body)) == {"message", "code", "detail"}


async def test_a_write_from_our_own_origin(cookie: Any, echo: None, jp_serverapp: Any, http_server_port: Any) -> None:
    own = f"http://127.0.0.1:{http_server_port[-1]}"
    answer = await cookie(*PLACE, WRITE, method="POST", body="{}", headers={"Origin": own})
    assert answer.code == 200
    assert (await cookie(*PLACE, READ, headers={})).code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
async def test_nobody_gets_in_without_a_token(jp_fetch: Any, echo: None, jp_serverapp: Any, method: str) -> None:
    for open_by_default in (True, False):
        jp_serverapp.web_app.settings["allow_unauthenticated_access"] = open_by_default
        with pytest.raises(HTTPClientError) as refused:
            await jp_fetch(*PLACE, READ, method=method, headers={"Authorization": ""}, allow_nonstandard_methods=True)
        assert refused.value.code == 403


async def test_a_project_that_is_not_there(jp_fetch: Any, servers: HostedServers) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("runway-jlab", "mlflow", "nobody", "x")
    assert refused.value.code == 404


async def test_one_that_cannot_start_says_why(jp_fetch: Any, servers: HostedServers, tracking: Tracking) -> None:
    tracking.database.parent.mkdir(parents=True)
    tracking.database.write_bytes(b"no database at all" * 100)
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch(*PLACE, READ)
    assert refused.value.code == 503
    assert refused.value.response is not None
    assert json.loads(refused.value.response.body)["code"] == "tracking-unavailable"


@pytest.mark.slow
async def test_the_real_mlflow(jp_fetch: Any, servers: HostedServers) -> None:
    waiting = await jp_fetch(*PLACE, "/", headers={"Accept": "text/html"})
    assert (waiting.code, b"starting" in waiting.body) == (202, True)
    version = await jp_fetch(*PLACE, "version", request_timeout=180)
    assert version.body.startswith(b"3.")
    page = await jp_fetch(*PLACE, "/", headers={"Accept": "text/html"})
    assert page.code == 200
    assert b"<div id=" in page.body
    found = await jp_fetch(
        *PLACE,
        "ajax-api/2.0/mlflow/experiments/search",
        method="POST",
        body=json.dumps({"max_results": 5}),
        headers={"Content-Type": "application/json"},
    )
    assert json.loads(found.body)["experiments"][0]["name"] == "Default"
