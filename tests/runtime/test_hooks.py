"""Being told when a module has been imported, without importing it and without being noticed."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from runway_jlab.runtime.hooks import when_imported


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path for modules of a test's own; none of them stays."""
    before, finders = set(sys.modules), list(sys.meta_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.meta_path[:] = finders
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_after_the_import_once(modules: Path) -> None:
    (modules / "hooked_a.py").write_text("value = 1")
    seen: list[ModuleType] = []
    when_imported("hooked_a", seen.append)
    assert seen == []
    finders = len(sys.meta_path)
    module = importlib.import_module("hooked_a")
    importlib.import_module("hooked_a")
    assert seen == [module]
    assert module.value == 1
    assert len(sys.meta_path) == finders - 1
    assert type(module.__loader__).__name__ == type(module.__spec__.loader).__name__ == "SourceFileLoader"  # type: ignore[union-attr]
    importlib.reload(module)
    assert seen == [module]


def test_at_once_when_it_is_there() -> None:
    seen: list[ModuleType] = []
    before = list(sys.meta_path)
    when_imported("sys", seen.append)
    assert seen == [sys]
    assert sys.meta_path == before


def test_several_for_one_module_and_for_a_submodule(modules: Path) -> None:
    (modules / "hooked_b").mkdir()
    (modules / "hooked_b" / "__init__.py").write_text("from . import inner")
    (modules / "hooked_b" / "inner.py").write_text("")
    seen: list[str] = []
    for name in ("hooked_b", "hooked_b", "hooked_b.inner"):
        when_imported(name, lambda module: seen.append(module.__name__))
    importlib.import_module("hooked_b")
    assert sorted(seen) == ["hooked_b", "hooked_b", "hooked_b.inner"]


def test_asking_whether_it_is_there_changes_nothing(modules: Path) -> None:
    """Libraries do so to find out what is installed."""
    (modules / "hooked_c.py").write_text("")
    seen: list[ModuleType] = []
    when_imported("hooked_c", seen.append)
    assert importlib.util.find_spec("hooked_c") is not None
    assert seen == []
    assert [importlib.import_module("hooked_c")] == seen


def test_an_import_that_fails_may_be_tried_again(modules: Path) -> None:
    (modules / "hooked_d.py").write_text("raise RuntimeError('broken')")
    seen: list[ModuleType] = []
    when_imported("hooked_d", seen.append)
    with pytest.raises(RuntimeError, match="broken"):
        importlib.import_module("hooked_d")
    assert seen == []
    (modules / "hooked_d.py").write_text("mended_now = True")
    importlib.invalidate_caches()
    assert [importlib.import_module("hooked_d")] == seen


def test_a_module_that_is_not_there(modules: Path) -> None:
    seen: list[ModuleType] = []
    when_imported("hooked_e", seen.append)
    for _ in range(2):
        with pytest.raises(ModuleNotFoundError, match="hooked_e"):
            importlib.import_module("hooked_e")
    (modules / "hooked_e.py").write_text("")
    importlib.invalidate_caches()
    assert [importlib.import_module("hooked_e")] == seen


def test_what_the_loader_knows_is_still_known(modules: Path) -> None:
    (modules / "hooked_f").mkdir()
    (modules / "hooked_f" / "__init__.py").write_text("import pkgutil\ndata = pkgutil.get_data(__name__, 'a.txt')")
    (modules / "hooked_f" / "a.txt").write_text("resource")
    when_imported("hooked_f", lambda module: None)
    assert importlib.import_module("hooked_f").data == b"resource"
