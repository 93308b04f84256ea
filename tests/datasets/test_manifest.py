"""Data by digest: files of a folder, or one file."""

from __future__ import annotations

import shutil
from pathlib import Path

from runway_jlab.datasets.manifest import Manifest, differences, read_manifest


def make(folder: Path, **files: bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_a_folder_by_its_files(tmp_path: Path) -> None:
    folder = make(tmp_path / "data", a=b"1", sub__b=b"22", sub__deep__c=b"")
    (folder / ".hidden").write_text("x")
    (folder / "sub" / ".hidden").mkdir()
    (folder / "sub" / ".hidden" / "x").write_text("x")
    manifest = read_manifest(folder)
    assert manifest is not None
    assert {path: size for path, (size, _) in manifest.files.items()} == {"a": 1, "sub/b": 2, "sub/deep/c": 0}
    assert manifest.size == 3
    assert Manifest.from_json(manifest.as_json()) == manifest


def test_one_file(tmp_path: Path) -> None:
    make(tmp_path, values=b"1,2")
    manifest = read_manifest(tmp_path / "values")
    assert manifest is not None
    assert list(manifest.files) == ["."]
    assert read_manifest(tmp_path / "not there") is None


def test_the_name_is_that_of_the_content(tmp_path: Path) -> None:
    one = read_manifest(make(tmp_path / "one", a=b"1", b=b"2"))
    moved = read_manifest(shutil.copytree(tmp_path / "one", tmp_path / "elsewhere"))
    swapped = read_manifest(make(tmp_path / "two", a=b"2", b=b"1"))
    assert one is not None
    assert moved is not None
    assert swapped is not None
    assert one.digest == moved.digest != swapped.digest


def test_differences(tmp_path: Path) -> None:
    then = read_manifest(make(tmp_path / "data", same=b"1", gone=b"2", other=b"3"))
    (tmp_path / "data" / "gone").unlink()
    now = read_manifest(make(tmp_path / "data", new=b"4", other=b"5"))
    assert then is not None
    assert now is not None
    assert differences(then, now) == ["gone is gone", "new is new", "other has other content"]
    assert differences(then, then) == []
