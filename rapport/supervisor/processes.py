"""Finding processes by what they do, and ending them."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def working_in(folder: Path) -> list[int]:
    """The PostgreSQL processes whose working folder is `folder`."""
    wanted = os.path.realpath(folder)
    if PROC.joinpath("self/cwd").exists():
        return [pid for pid in _all() if _cwd(pid) == wanted and _is_postgres(pid)]
    if shutil.which("lsof"):  # macOS
        found = subprocess.run(
            ["lsof", "-a", "-c", "postgres", "-d", "cwd", "-Fpn"], capture_output=True, text=True, check=False
        )
        pid, pids = 0, []
        for line in found.stdout.splitlines():
            if line.startswith("p"):
                pid = int(line[1:])
            elif line == f"n{wanted}":
                pids.append(pid)
        return pids
    return []


def marked(name: str, value: str) -> list[int]:
    """The processes, ourselves apart, that have `name=value` in their environment. Empty where /proc is missing."""
    wanted = os.fsencode(f"{name}={value}")
    pids = []
    for pid in _all():
        with suppress(OSError):
            if pid != os.getpid() and wanted in (PROC / str(pid) / "environ").read_bytes().split(b"\0"):
                pids.append(pid)
    return pids


def end(pids: Iterable[int], number: signal.Signals, patience_seconds: float) -> None:
    """Send the signal; whoever is still there after that long is killed."""
    pids = list(pids)
    for pid in pids:
        _send(pid, number)
    limit = time.monotonic() + patience_seconds
    while any(is_alive(pid) for pid in pids) and time.monotonic() < limit:
        time.sleep(0.02)
    for pid in pids:
        if is_alive(pid):
            _send(pid, signal.SIGKILL)
    limit = time.monotonic() + 5
    while any(is_alive(pid) for pid in pids) and time.monotonic() < limit:
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether it runs. One that has ended and only waits for its parent to notice does not."""
    with suppress(OSError, IndexError):
        return PROC.joinpath(str(pid), "stat").read_bytes().rpartition(b") ")[2][:1] not in (b"Z", b"X")
    if PROC.joinpath("self").exists():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def end_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _all() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()] if PROC.is_dir() else []


def _cwd(pid: int) -> str:
    with suppress(OSError):
        return os.readlink(PROC / str(pid) / "cwd")
    return ""


def _is_postgres(pid: int) -> bool:
    with suppress(OSError):
        return PROC.joinpath(str(pid), "comm").read_text().strip() == "postgres"
    return False
