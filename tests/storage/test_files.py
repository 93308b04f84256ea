"""A file is there whole or as it was; canonical JSON has one spelling."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runway_jlab.storage import files
from runway_jlab.storage.files import canonical_json, plain, read_json, utf8_json, write_atomically


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path, durable: bool) -> None:
    path = tmp_path / "deep" / "er" / "a.json"
    for content in (b"one", b"two", b""):
        write_atomically(path, content, durable=durable)
        assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_an_error_in_between_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, b"old")

    def fail(*_: Any) -> None:
        raise KeyboardInterrupt

    if failing == "fsync":
        monkeypatch.setattr(files.os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_files_have_the_permissions_that_the_user_gives_to_files(tmp_path: Path) -> None:
    """Not those of a temporary file: colleagues read a project too."""
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=10,
)


@given(content=JSON)
def test_canonical_json_is_json(content: Any) -> None:
    assert json.loads(canonical_json(content)) == content


@given(content=st.dictionaries(st.text(st.characters(codec="utf-8")), JSON))
def test_canonical_json_does_not_depend_on_order(content: dict[str, Any]) -> None:
    assert canonical_json(dict(reversed(content.items()))) == canonical_json(content)


@pytest.mark.parametrize("text", ["é😀", "\ud83d", "a\udc80b", "\ude00\ud83d", "\\ud83d", "'\""])
def test_text_that_utf8_cannot_hold_is_escaped_alone(text: str) -> None:
    written = utf8_json({"text": text, "é": "ü"}, indent=1)
    assert json.loads(written.decode("utf-8")) == {"text": text, "é": "ü"}
    assert "é".encode() in written
    assert json.loads(canonical_json([text])) == [text]


def test_canonical_json_by_example(tmp_path: Path) -> None:
    assert canonical_json({"b": [1, 2.5], "a": "é"}) == '{"a":"é","b":[1,2.5]}'.encode()
    write_atomically(tmp_path / "a.json", canonical_json({"b": "é"}))
    assert read_json(tmp_path / "a.json") == {"b": "é"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, 1),
        (True, True),
        ("é", "é"),
        (None, None),
        ((1, (2, 3)), [1, [2, 3]]),
        ({3, 1, 2}, [1, 2, 3]),
        (frozenset("b"), ["b"]),
        ({1: "a", (2, 3): {"x"}}, {"1": "a", "(2, 3)": ["x"]}),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (b"ab", "b'ab'"),
        (2 + 1j, "(2+1j)"),
        (..., "Ellipsis"),
    ],
)
def test_any_literal_has_a_plain_form(value: Any, expected: Any) -> None:
    assert plain(value) == expected
    assert json.loads(canonical_json(plain(value))) == expected
