"""Every route: closed without a token, and failing in one form."""

from __future__ import annotations

import json

import pytest
from tornado.httpclient import HTTPClientError

from runway_jlab import errors
from runway_jlab.web.door import PREFIX
from runway_jlab.web.errors import STATUS, status_of
from runway_jlab.web.routes import ROUTES

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
"""All but OPTIONS: Jupyter answers a browser's preflight to everybody, with nothing in it."""


def _address(pattern: str) -> str:
    for group, value in ((r"(?P<run>[0-9a-zA-Z-]+)", "abc"), (r"(?P<project_id>[0-9a-zA-Z_-]+)", "abc")):
        pattern = pattern.replace(group, value)
    return f"{PREFIX}/{pattern.replace('(?P<path>.*)', 'index.html')}"


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in ROUTES])
async def test_no_route_is_open_without_a_token(pattern: str, jp_fetch, project) -> None:
    for method in _METHODS:
        with pytest.raises(HTTPClientError) as refused:
            await jp_fetch(
                *_address(pattern).split("/"),
                method=method,
                headers={"Authorization": "", "Cookie": ""},
                allow_nonstandard_methods=True,
                follow_redirects=False,
            )
        assert refused.value.code in (302, 403, 405), f"{method} {pattern} answered {refused.value.code}"


def test_every_error_has_a_status() -> None:
    def below(kind: type[errors.RunwayError]) -> list[type[errors.RunwayError]]:
        return [kind, *(found for child in kind.__subclasses__() for found in below(child))]

    for kind in below(errors.RunwayError):
        status = status_of(kind("…"))
        assert 400 <= status < 600
        assert (status < 500) == issubclass(kind, errors.UsageError), kind
    assert set(STATUS) <= set(below(errors.RunwayError))


@pytest.mark.parametrize(
    ("method", "address", "body", "status", "code"),
    [
        ("GET", "runs?path=nowhere", None, 404, "not-a-project"),
        ("GET", "runs/feed?path=farm", None, 404, "unknown-run"),
        ("GET", "runs/feed", None, 404, "unknown-run"),
        ("GET", "runs?path=../../etc", None, 403, "forbidden"),
        ("POST", "runs", "{", 400, "bad-request"),
        ("POST", "runs", "{}", 400, "bad-request"),
        ("POST", "runs", '{"path": "farm/work.ipynb", "more": 1}', 400, "bad-request"),
        ("POST", "runs", '{"path": "farm/none.ipynb"}', 404, "notebook-not-found"),
        ("POST", "runs", '{"path": "farm/work.ipynb", "parameters": {"m": 1}}', 422, "unknown-parameter"),
        ("POST", "runs", '{"path": "farm/work.ipynb", "parameters": {"n": "many"}}', 422, "parameter-type"),
        ("POST", "projects", '{"path": "farm"}', 409, "already-a-project"),
        ("GET", "runs/feed/log?offset=x&path=farm", None, 400, "bad-request"),
        ("GET", f"runs/feed/log?offset={10**30}&path=farm", None, 400, "bad-request"),
        ("GET", f"runs/feed/log?offset={'9' * 5000}&path=farm", None, 400, "bad-request"),
        ("POST", "runs", r'{"path": "farm\u0000"}', 400, "bad-request"),
        ("POST", "runs", r'{"path": "farm\ud800"}', 400, "bad-request"),
    ],
)
async def test_errors_have_one_form(method, address, body, status, code, jp_fetch, project, check_contract) -> None:
    path, _, query = address.partition("?")
    with pytest.raises(HTTPClientError) as failed:
        await jp_fetch(
            PREFIX, *path.split("/"), method=method, body=body, params=dict(p.split("=") for p in query.split("&") if p)
        )
    assert failed.value.code == status
    answer = check_contract("ErrorView", failed.value.response.body)
    assert answer["code"] == code
    assert answer["message"].strip()
    assert not (project.private / "runs").exists(), "a refused request leaves nothing behind"


async def test_a_failure_of_ours_shows_no_stack(jp_fetch, project, monkeypatch, check_contract) -> None:
    (project.root / "runway.toml").write_text("[project]\nname = 'farm'\nid = 'x'\n")
    monkeypatch.setattr("runway_jlab.web.projects.find_project", lambda path, within: 1 / 0)
    with pytest.raises(HTTPClientError) as failed:
        await jp_fetch(PREFIX, "status", params={"path": "farm"})
    assert failed.value.code == 500
    assert "ZeroDivision" not in json.dumps(check_contract("ErrorView", failed.value.response.body))


async def test_an_index_that_is_no_database_is_told(jp_fetch, project, check_contract) -> None:
    (project.private / "index.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(HTTPClientError) as failed:
        await jp_fetch(PREFIX, "runs", params={"path": "farm"})
    assert failed.value.code == 500
    answer = check_contract("ErrorView", failed.value.response.body)
    assert answer["code"] == "failed"
    assert "The project's files cannot be used: file is not a database" in answer["message"]
