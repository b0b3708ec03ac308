"""What we say to the person at the terminal."""

import errno
import shutil
import sys
from contextlib import suppress
from pathlib import Path

TOO_LITTLE_TO_WRITE_A_LOG = 2**18


class Problem(Exception):
    """Something the person can put right. Its text is the one line they see; we end with exit code 1."""


_aside = False


def say_aside() -> None:
    """From now on speak on stderr: stdout belongs to the command that we run."""
    global _aside
    _aside = True


def say(line: str) -> None:
    with suppress(OSError, ValueError):  # the terminal may have been closed; that must not stop us from stopping
        print(line, file=sys.stderr if _aside else sys.stdout, flush=True)


def complain(line: str) -> None:
    with suppress(OSError, ValueError):
        print(f"rapport: {line}", file=sys.stderr, flush=True)


def speak_any_language() -> None:
    """Never fail on a letter that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="replace")


def problem_with(path: Path, error: OSError) -> Problem:
    """The one line for a folder or file that the system refuses us."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return Problem(disk_full(path))
        case errno.EROFS:
            return Problem(f"{path} is on a read-only disk. Choose another place with RAPPORT_HOME.")
        case errno.EACCES | errno.EPERM:
            return Problem(f"{path} may not be written by this user.")
        case errno.ENOTDIR | errno.EEXIST:
            return Problem(f"{path} should be a folder, but something else is in its place.")
        case _:
            return Problem(f"{path}: {error.strerror or error}.")


def disk_full(path: Path) -> str:
    return f"The disk that holds {path} is full. Make room there, or choose another place with RAPPORT_HOME."


def failure(what: str, log: Path, since: int = 0) -> Problem:
    """`what` went wrong, with the last words in `log` after byte `since`; or that the disk is full, if that is why."""
    said = last_words(log, since)
    with suppress(OSError):
        if "No space left on device" in said or shutil.disk_usage(log.parent).free < TOO_LITTLE_TO_WRITE_A_LOG:
            return Problem(disk_full(log.parent.parent))
    return Problem(f"{what}. The end of {log}:\n{said}" if said else f"{what}. Its log: {log}")


def last_words(log: Path, since: int = 0, lines: int = 3) -> str:
    """The end of what a program wrote into its log after byte `since`, without the frames of a traceback."""
    try:
        with log.open("rb") as file:
            file.seek(max(since, log.stat().st_size - 20_000))
            written = file.read().decode(errors="replace").splitlines()
    except OSError:
        return ""
    told = [line for line in written if line.strip() and not line.startswith((" ", "Traceback", "\t"))]
    return "\n".join(f"  {line.strip()}" for line in told[-lines:])
