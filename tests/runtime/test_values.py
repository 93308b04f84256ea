"""A step's variables as one file: what goes in comes out, alike and no slower than it must."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runway_jlab.ids import Digest
from runway_jlab.runtime import values
from runway_jlab.storage.objects import ObjectStore


def stored(folder: Path, **variables: Any) -> tuple[str, list[str], list[dict[str, str]]]:
    digest, names, refused = values.store(variables, str(folder))
    assert digest is not None
    return str(ObjectStore(folder).path(Digest(digest))), names, refused


def round_trip(folder: Path, **variables: Any) -> dict[str, Any]:
    path, names, refused = stored(folder, **variables)
    assert refused == []
    assert names == sorted(variables)
    loaded: dict[str, Any] = values.load(path)
    assert loaded.keys() == variables.keys()
    return loaded


def offsets(path: str) -> list[list[int]]:
    content = Path(path).read_bytes()
    length = int.from_bytes(content[8:16], "little")
    found: list[list[int]] = json.loads(content[16 : 16 + length])["buffers"]
    return found


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(value=PLAIN)
def test_plain_values(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    assert round_trip(tmp_path_factory.getbasetemp() / "objects", value=value) == {"value": value}


@settings(deadline=None, max_examples=60)
@given(sizes=st.lists(st.sampled_from([0, 1, 4095, 4096, 4097, 100_000]) | st.integers(0, 20_000), max_size=40))
def test_any_number_of_buffers(tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
    """The header lists them, and its own length moves them."""
    arrays = [np.arange(size, dtype=np.uint8) for size in sizes]
    path, _, _ = stored(tmp_path_factory.getbasetemp() / "objects", arrays=arrays)
    for one, other in zip(values.load(path)["arrays"], arrays, strict=True):
        np.testing.assert_array_equal(one, other)
    assert all(offset % values.PAGE == 0 for offset, _ in offsets(path))


def test_arrays_are_mapped_writable_and_the_file_stays(tmp_path: Path) -> None:
    array = np.random.default_rng(1).normal(size=(100, 50))
    path, _, _ = stored(tmp_path, array=array, turned=np.asfortranarray(array), part=array[::2, 3])
    assert len(offsets(path)) >= 2
    before = Path(path).read_bytes()
    loaded = values.load(path)
    for name, expected in {"array": array, "turned": array, "part": array[::2, 3]}.items():
        np.testing.assert_array_equal(loaded[name], expected)
    loaded["array"][0, 0] = 99
    assert Path(path).read_bytes() == before
    np.testing.assert_array_equal(values.load(path)["array"], array)


def test_what_is_shared_stays_shared(tmp_path: Path) -> None:
    shared: list[Any] = [1]
    shared.append(shared)
    array = np.zeros(3)
    loaded = round_trip(tmp_path, a=shared, b={"inner": shared}, array=array, same=array)
    assert loaded["a"] is loaded["b"]["inner"]
    assert loaded["a"][1] is loaded["a"]
    assert loaded["array"] is loaded["same"]


def test_frames(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "number": [1.5, None],
            "text": ["é", None],
            "kind": pd.Categorical(["a", "b"]),
            "when": pd.to_datetime(["2026-01-01", "2026-01-02"], utc=True),
        },
        index=pd.Index([3, 4], name="id"),
    )
    loaded = round_trip(tmp_path, frame=frame, column=frame["number"])
    pd.testing.assert_frame_equal(loaded["frame"], frame)
    pd.testing.assert_series_equal(loaded["column"], frame["number"])


def test_the_same_values_have_the_same_name(tmp_path: Path) -> None:
    one = values.store({"a": np.arange(10), "b": "x"}, str(tmp_path))
    other = values.store({"a": np.arange(10), "b": "x"}, str(tmp_path))
    assert one == other
    assert one != values.store({"a": np.arange(11), "b": "x"}, str(tmp_path))
    assert ObjectStore(tmp_path).get(Digest(str(one[0])))


def test_what_cannot_be_kept_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    class Loud:
        def __reduce__(self) -> Any:
            raise RuntimeError("first line\nsecond line")

    path, names, refused = stored(
        tmp_path, fine=[1, 2], lock=threading.Lock(), lines=(line for line in ""), loud=Loud(), big=np.ones(3)
    )
    assert names == ["big", "fine"]
    assert {one["name"]: one["type"] for one in refused} == {
        "lock": "_thread.lock",
        "lines": "builtins.generator",
        "loud": f"{Loud.__module__}.{Loud.__qualname__}",
    }
    assert {one["name"]: one["reason"] for one in refused}["loud"] == "first line"
    assert values.load(path)["fine"] == [1, 2]


def test_nothing_to_keep_makes_no_file(tmp_path: Path) -> None:
    assert values.store({}, str(tmp_path / "a")) == (None, [], [])
    assert values.store({"json": json}, str(tmp_path / "a")) == (None, [], [])
    digest, names, refused = values.store({"lock": threading.Lock()}, str(tmp_path / "a"))
    assert (digest, names, len(refused)) == (None, [], 1)
    assert not (tmp_path / "a").exists()


def test_modules_and_the_notebooks_definitions_come_back_from_source() -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec("def f(): pass\nclass C: pass\nc = C()", namespace)
    found = {name: values.is_definition(namespace[name]) for name in ("f", "C", "c")}
    assert found == {"f": True, "C": True, "c": False}
    assert values.is_definition(json)
    assert not values.is_definition(json.dumps)


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("a file where a folder should be")
    with pytest.raises(OSError):
        values.store({"a": 1}, str(tmp_path / "objects"))
    assert [path.name for path in tmp_path.iterdir()] == ["objects"]


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"something else entirely")
    with pytest.raises(ValueError, match="no stored variables"):
        values.load(str(tmp_path / "a"))
