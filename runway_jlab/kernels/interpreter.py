"""Which Python interpreter a notebook's kernel uses."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from runway_jlab.errors import KernelNotFound

NATIVE = "python3"
"""The kernel of the environment that Runway is installed in."""


def find_interpreter(kernel: str) -> Path:
    """The interpreter of a kernel by its kernelspec's name.

    Raises
    ------
    KernelNotFound
        No such kernel is installed, it is not a Python kernel, or its interpreter is gone.
    """
    if kernel == NATIVE:
        return Path(sys.executable)
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    specs = KernelSpecManager()
    try:
        spec = specs.get_kernel_spec(kernel)
    except NoSuchKernel:
        known = ", ".join(sorted(specs.find_kernel_specs()))
        raise KernelNotFound(
            f"The notebook's kernel “{kernel}” is not installed here. Choose another kernel in the notebook and "
            f"save it. Installed: {known}.",
            kernel=kernel,
        ) from None
    if (spec.language or "").lower() != "python":
        raise KernelNotFound(
            f"The notebook's kernel “{kernel}” runs {spec.language}; pipelines run Python notebooks.",
            kernel=kernel,
        )
    command = spec.argv[0]
    if re.fullmatch(r"python(\d+(\.\d+)?)?", command):
        return Path(sys.executable)
    found = shutil.which(command)
    if found is None:
        raise KernelNotFound(
            f"The interpreter of the kernel “{kernel}”, {command}, is not there any more. Install the kernel again "
            "or choose another in the notebook.",
            kernel=kernel,
        )
    return Path(found)
