"""The random state that a run starts from, and the state at a border."""

import random
import sys

from .hooks import when_imported


def seed(value):
    """Start ``random`` and, once it is imported, NumPy's global generator from `value` (0 to 2**32 - 1)."""
    random.seed(value)
    when_imported("numpy.random", lambda module: module.seed(value))


def state():
    """The global generators' states, for the record of a step's border."""
    found = {"random": random.getstate()}
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None and hasattr(numpy_random, "get_state"):
        found["numpy"] = numpy_random.get_state()
    return found
