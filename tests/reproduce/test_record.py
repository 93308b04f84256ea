"""A record comes back from its bytes as it was, under its own name alone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from records import RECORD

from runway_jlab.errors import StorageCorrupt
from runway_jlab.ids import digest_of
from runway_jlab.pipeline.literals import spell
from runway_jlab.reproduce.record import ParameterRecord, Record, record_from_bytes
from runway_jlab.storage.files import plain


@pytest.mark.parametrize(
    "record",
    [
        RECORD,
        replace(RECORD, source=replace(RECORD.source, head=None, large=())),
        replace(RECORD, environment=None, cells=(), steps=(), parameters=(), datasets=(), metrics={}, incomplete=()),
        replace(RECORD, metrics={"up": float("inf")}),
    ],
)
def test_it_comes_back(record: Record) -> None:
    content = record.to_bytes()
    assert record_from_bytes(content) == record
    assert record_from_bytes(content, digest_of(content)).to_bytes() == content
    assert json.loads(content)["format"] == 1


@pytest.mark.parametrize(
    ("was", "becomes"), [(b'"seed":4294967295', b'"seed":4294967294'), (b"print(1)", b"print(2)"), (b"}", b"} ")]
)
def test_an_edited_one_does_not_have_its_name_any_more(was: bytes, becomes: bytes) -> None:
    content = RECORD.to_bytes()
    with pytest.raises(StorageCorrupt, match="changed since the run"):
        record_from_bytes(content.replace(was, becomes, 1), digest_of(content))


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"run_id": 1}', b"\xff"])
def test_what_is_no_record_is_refused(content: bytes) -> None:
    with pytest.raises(StorageCorrupt, match="no record"):
        record_from_bytes(content)


@pytest.mark.parametrize(
    "value",
    [
        1, True, None, 0.1, -0.0, 1e300, float("inf"), "é'\"\n", b"\x00", (1,), (), [1, (2, 3)], {1: (2,), "a": {3}},
        {"b", "a"}, set(), 2 + 1j,
    ],
)  # fmt: skip
def test_any_literal_comes_back_as_it_was(value: Any) -> None:
    parameter = ParameterRecord("p", "", "model", spell(value), plain(value), "given")
    record = record_from_bytes(replace(RECORD, parameters=(parameter,)).to_bytes())
    assert record.literals == {"p": value}
    assert type(record.literals["p"]) is type(value)
    assert record.values == {"p": plain(value)}


def test_sets_are_spelled_in_one_order() -> None:
    """Whatever the hash seed is: two runs with the same parameters have the same source."""
    names = [f"name {number}" for number in range(20)]
    assert spell(set(names)) == "{" + ", ".join(f'"{name}"' for name in sorted(names)) + "}"
