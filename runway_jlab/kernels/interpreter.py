"""Which Python interpreter a notebook's kernel uses, and how the kernelspec has it started."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from runway_jlab.errors import KernelNotFound

NATIVE = "python3"
"""The kernel of the environment that Runway is installed in."""

_MODULES = ("ipykernel_launcher", "ipykernel")


@dataclass(frozen=True)
class Interpreter:
    """How a kernel's interpreter is started.

    Parameters
    ----------
    options : tuple of str
        What stands between it and ``-m ipykernel_launcher``: ``-X utf8``, for example.
    env : Mapping
        The kernelspec's variables as they are written there; see
        :func:`runway_jlab.engine.conversation.worker_environment` for ``${NAME}`` in them.
    """

    python: Path
    options: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)


def find_interpreter(kernel: str) -> Interpreter:
    """The interpreter of a kernel by its kernelspec's name.

    Raises
    ------
    KernelNotFound
        No such kernel is installed, it is not a Python kernel, its interpreter is gone, or something else than an
        interpreter starts it.
    """
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    specs = KernelSpecManager()
    try:
        spec = specs.get_kernel_spec(kernel)
    except NoSuchKernel:
        if kernel == NATIVE:
            return Interpreter(Path(sys.executable))
        known = ", ".join(sorted(specs.find_kernel_specs()))
        raise KernelNotFound(
            f"The notebook's kernel “{kernel}” is not installed here. Choose another kernel in the notebook and "
            f"save it. Installed: {known}.",
            kernel=kernel,
        ) from None
    env = dict(spec.env or {})
    if kernel == NATIVE:
        return Interpreter(Path(sys.executable), env=env)
    if (spec.language or "").lower() != "python":
        raise KernelNotFound(
            f"The notebook's kernel “{kernel}” runs {spec.language}; pipelines run Python notebooks.",
            kernel=kernel,
        )
    options = _options(spec.argv)
    if options is None:
        raise KernelNotFound(
            f"The notebook's kernel “{kernel}” is started in a way that Runway does not know: {' '.join(spec.argv)}. "
            "Choose a kernel that is started as  python -m ipykernel_launcher.",
            kernel=kernel,
        )
    command = spec.argv[0]
    if re.fullmatch(r"python(\d+(\.\d+)?)?", command):
        return Interpreter(Path(sys.executable), options, env)
    found = shutil.which(command)
    if found is None:
        raise KernelNotFound(
            f"The interpreter of the kernel “{kernel}”, {command}, is not there any more. Install the kernel again "
            "or choose another in the notebook.",
            kernel=kernel,
        )
    return Interpreter(Path(found), options, env)


def _options(argv: Sequence[str]) -> tuple[str, ...] | None:
    """The interpreter's own options; None when what `argv` starts is not plainly an interpreter with ipykernel."""
    for at in range(1, len(argv) - 1):
        if argv[at] == "-m":
            return tuple(argv[1:at]) if argv[at + 1] in _MODULES else None
        if not argv[at].startswith("-") and argv[at - 1] not in ("-X", "-W"):
            return None  # another program stands before it: conda run, env, a script
    return None
