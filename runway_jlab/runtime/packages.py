"""What this interpreter is: version, platform, and the installed distributions by name and version."""

import os
import platform
import re
import sys

_DIST = re.compile(r"(?P<name>[^/]+?)-(?P<version>[^/-]+)(?:-py\d[\d.]*)?\.(?:dist-info|egg-info)$")


def installed():
    """Installed distributions as ``{normalised name: version}``, the first on ``sys.path`` winning as in imports.

    Names come from the ``*.dist-info`` folders, one directory listing per path entry: about a millisecond where
    reading each METADATA takes a second. Normalised as PEP 503 says.
    """
    found = {}  # type: dict
    for entry in sys.path:
        try:
            names = os.listdir(entry or ".")
        except OSError:
            continue
        for name in sorted(names):
            match = _DIST.match(name)
            if match:
                key = re.sub(r"[-_.]+", "-", match.group("name")).lower()
                found.setdefault(key, match.group("version"))
    return dict(sorted(found.items()))


def interpreter():
    """The environment of a run, as JSON values."""
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "machine": platform.machine(),
        "libc": " ".join(platform.libc_ver()).strip(),
        "packages": installed(),
    }
