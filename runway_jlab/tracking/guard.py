"""Runs a command that must not outlive whoever started this: ``python guard.py COMMAND…``.

Standard library only and run by path, so that it costs some 10 MB. Its standard input is a pipe that the starter
holds open and never writes to: when it ends, however the starter ended, the command and all its children go too.
(Linux's parent-death signal will not do: it comes when the starting *thread* ends, and only to the child itself.)
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading

GRACE = 5.0
"""Seconds between asking a process group to end and ending it."""


def main(command: list[str]) -> int:
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)

    def end_group(number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)

    def end(*_: object) -> None:
        end_group(signal.SIGTERM)
        killer = threading.Timer(GRACE, end_group, [signal.SIGKILL])
        killer.daemon = True
        killer.start()

    def wait_for_the_end_of_the_starter() -> None:
        while os.read(0, 1024):
            pass
        end()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal: the starter decides
    threading.Thread(target=wait_for_the_end_of_the_starter, daemon=True).start()
    code = child.wait()
    end_group(signal.SIGKILL)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
