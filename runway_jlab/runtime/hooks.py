"""Doing something at the moment when a module has just been imported, without importing it."""

import importlib.abc
import importlib.machinery
import sys
import threading


class _Finder(importlib.abc.MetaPathFinder):
    """Wraps the loader of one module until the module has been imported.

    Code that only asks whether the module is there (``importlib.util.find_spec``) changes nothing.
    """

    def __init__(self, name, callback):
        self.name = name
        self.callback = callback
        self._asking = set()

    def find_spec(self, fullname, path, target=None):
        here = threading.get_ident()
        if fullname != self.name or here in self._asking:
            return None
        self._asking.add(here)
        try:
            spec = None
            for finder in list(sys.meta_path):
                find = getattr(finder, "find_spec", None)
                spec = find(fullname, path, target) if find else None
                if spec is not None:
                    break
        finally:
            self._asking.discard(here)
        if spec is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = _Loader(spec.loader, self)
        return spec

    def imported(self, module):
        if self in sys.meta_path:
            sys.meta_path.remove(self)
            self.callback(module)


class _Listener(importlib.abc.MetaPathFinder):
    """Hears that a module is about to be imported, once."""

    def __init__(self, name, callback):
        self.name = name
        self.callback = callback

    def find_spec(self, fullname, path, target=None):
        if fullname == self.name and self in sys.meta_path:
            sys.meta_path.remove(self)
            self.callback()
        return


class _Loader(importlib.abc.Loader):
    def __init__(self, inner, finder):
        self._inner = inner
        self._finder = finder

    def create_module(self, spec):
        return self._inner.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self._inner
        self._inner.exec_module(module)
        self._finder.imported(module)

    def __getattr__(self, name):
        return getattr(self._inner, name)


def when_imported(name, callback):
    """Call ``callback(module)`` right after the first import of `name`, or now if it is there already."""
    if name in sys.modules:
        callback(sys.modules[name])
    else:
        sys.meta_path.insert(0, _Finder(name, callback))


def when_import_begins(name, callback):
    """Call ``callback()`` right before the first import of `name`; never, if it is there already."""
    if name not in sys.modules:
        sys.meta_path.insert(0, _Listener(name, callback))
