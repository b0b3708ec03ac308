"""Ends what a supervisor started, when the supervisor itself was killed and could not.

A process of its own: `python leash.py`, with a pipe from the supervisor as its input. It is told of every start and
end: `+group PID`, `+process PID`, `+database PID`, `-PID`. When the pipe breaks, it ends all that is still on the list:
groups and processes at once, then the database by a fast shutdown, which writes everything to disk. A supervisor that
stopped everything itself leaves an empty list.
"""

import os
import signal
import sys
from contextlib import suppress


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # who ends everybody leaves last
    held = {}
    for line in sys.stdin:
        kind, _, pid = line.strip().partition(" ")
        if kind.startswith("+"):
            held[int(pid)] = kind[1:]
        else:
            held.pop(int(kind[1:]), None)
    for wanted, end in {
        "group": lambda pid: os.killpg(pid, signal.SIGKILL),
        "process": lambda pid: os.kill(pid, signal.SIGTERM),
        "database": lambda pid: os.kill(pid, signal.SIGINT),
    }.items():
        for pid, kind in held.items():
            if kind == wanted:
                with suppress(ProcessLookupError, PermissionError):
                    end(pid)


if __name__ == "__main__":
    main()
