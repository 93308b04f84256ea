"""Objects are found by the digest of their bytes, and a changed one is noticed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runway_jlab.errors import StorageCorrupt
from runway_jlab.ids import Digest
from runway_jlab.storage.objects import ObjectStore, digest_of_file


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "objects")


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> ObjectStore:
    return ObjectStore(tmp_path_factory.mktemp("store"))


@given(content=st.binary(max_size=5000))
def test_what_was_put_is_got_under_its_sha256(shared_store: ObjectStore, content: bytes) -> None:
    digest = shared_store.put(content)
    assert digest == "sha256:" + hashlib.sha256(content).hexdigest()
    assert digest in shared_store
    assert shared_store.get(digest) == content
    assert digest_of_file(shared_store.path(digest)) == digest


def test_putting_twice_writes_once(store: ObjectStore) -> None:
    path = store.path(store.put(b"same"))
    before = path.stat()
    store.put(b"same")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [file for file in store.root.rglob("*") if file.is_file()] == [path]


def test_adopt_moves_a_file_in(store: ObjectStore, tmp_path: Path) -> None:
    for _ in range(2):  # the second time it is there already
        file = tmp_path / "incoming"
        file.write_bytes(b"x" * 3_000_000)
        digest = store.adopt(file)
        assert not file.exists()
        assert store.get(digest) == b"x" * 3_000_000


@pytest.mark.parametrize("place", [0, 500, 999])
def test_a_flipped_byte_is_noticed(store: ObjectStore, place: int) -> None:
    content = bytearray(b"a" * 1000)
    digest = store.put(bytes(content))
    content[place] ^= 1
    store.path(digest).write_bytes(content)
    with pytest.raises(StorageCorrupt, match="changed") as caught:
        store.get(digest)
    assert caught.value.detail == {"digest": digest, "path": str(store.path(digest))}


def test_a_cut_object_is_noticed(store: ObjectStore) -> None:
    digest = store.put(b"whole")
    store.path(digest).write_bytes(b"who")
    with pytest.raises(StorageCorrupt):
        store.get(digest)


def test_a_missing_object_is_named(store: ObjectStore) -> None:
    digest = Digest("sha256:" + "0" * 64)
    assert digest not in store
    with pytest.raises(StorageCorrupt, match="missing") as caught:
        store.get(digest)
    assert caught.value.detail["digest"] == digest
