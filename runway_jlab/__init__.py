"""Runway JLab: pipelines from notebook cells, every run captured, and any run reopened exactly.

Importing the package loads nothing heavy: names are fetched when they are used.
"""

from __future__ import annotations

from typing import Any

from runway_jlab._version import __version__

__all__ = ["__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "runway-jlab"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from runway_jlab.extension import RunwayExtension

    return [{"module": "runway_jlab", "app": RunwayExtension}]
