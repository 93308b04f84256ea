"""cloudpickle: the environment's own where it has one, else the copy that travelled with us."""

import importlib.util
import os
import sys

FOLDER = "RUNWAY_CARRIED"
"""Environment variable that names the folder of a cloudpickle package."""


def _load():
    try:
        import cloudpickle as found
    except ImportError:
        folder = os.environ[FOLDER]
        spec = importlib.util.spec_from_file_location(
            "cloudpickle", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
        )
        assert spec is not None and spec.loader is not None, "a package on this disk has a loader"
        found = importlib.util.module_from_spec(spec)
        sys.modules["cloudpickle"] = found
        spec.loader.exec_module(found)
    return found


cloudpickle = _load()
