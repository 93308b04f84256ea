"""No user name, password or token of a remote's URL is kept."""

from __future__ import annotations

import pytest

from runway_jlab.source.repository import without_credentials


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a/b.git", "https://example.org/a/b.git"),
        ("https://ada@example.org/a.git", "https://example.org/a.git"),
        ("https://ada:pass@example.org:8443/a.git", "https://example.org:8443/a.git"),
        ("https://ada:p@ss@example.org/a.git", "https://example.org/a.git"),
        ("https://oauth2:glpat-x@example.org/a@b.git", "https://example.org/a@b.git"),
        ("https://example.org/a.git?private_token=x", "https://example.org/a.git"),
        ("https://example.org?token=x/y", "https://example.org"),
        ("https://example.org/a.git#token", "https://example.org/a.git"),
        ("ssh://git@example.org:22/a.git", "ssh://example.org:22/a.git"),
        ("git@example.org:a/b.git", "example.org:a/b.git"),
        ("example.org:a/b.git", "example.org:a/b.git"),
        ("/srv/git/a@b:c.git", "/srv/git/a@b:c.git"),
        ("../a.git", "../a.git"),
        ("file:///srv/a.git", "file:///srv/a.git"),
    ],
)
def test_credentials_are_taken_out(url: str, kept: str) -> None:
    assert without_credentials(url) == kept
