"""Messages go into records, logs and pages: none of them holds a password."""

from __future__ import annotations

import pytest

from runway_jlab.errors import TrackingUnavailable, without_passwords


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("MLflow at https://ada:s3@cr#et@host:5000/x is away", "MLflow at https://host:5000/x is away"),
        ("https://token@a.org and http://u:p@b.org", "https://a.org and http://b.org"),
        ("sqlite:////home/ada@work/mlflow.db", "sqlite:////home/ada@work/mlflow.db"),
        ("write to ada@example.org, see https://example.org", "write to ada@example.org, see https://example.org"),
    ],
)
def test_urls_lose_their_credentials(text: str, told: str) -> None:
    assert without_passwords(text) == told
    error = TrackingUnavailable(text, uri=text, number=3)
    assert (error.message, str(error), error.detail) == (told, told, {"uri": told, "number": 3})
