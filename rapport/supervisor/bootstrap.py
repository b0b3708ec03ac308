"""Makes `.venv`, installs what Rapport needs, and goes on inside it. Any Python from 3.11 on, nothing installed.

`bin/rapport` runs this file for every word. What is installed is written down in the environment itself, so that
nothing is done, and no network needed, until the requirements or the Python change.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
if sys.path and sys.path[0] == str(Path(__file__).resolve().parent):
    sys.path[0] = str(CHECKOUT)

from rapport.supervisor.words import Problem, complain, last_words, problem_with, speak_any_language  # noqa: E402

FOR_DEVELOPERS = "with-test-tools"  # `bin/rapport with-test-tools -m pytest …`; bin/test and its like begin so
NO_NETWORK = (
    "NewConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "ConnectionError", "MaxRetryError",
    "name resolution", "Network is unreachable", "Connection refused", "No matching distribution found",
)  # fmt: skip


class Environment:
    """The virtual environment of this checkout, or the one that RAPPORT_VENV names."""

    def __init__(self) -> None:
        self.path = Path(os.path.abspath(os.environ.get("RAPPORT_VENV") or CHECKOUT / ".venv"))
        self.python = self.path / "bin" / "python"
        self.log = self.path / "install.log"
        self.unfinished = self.path / "unfinished"

    def install(self, name: str) -> None:
        """Bring it to `requirements/<name>.txt`, unless it is there already. Two at once: the second waits."""
        if self._has(name):
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with _alone_in(self.path):
                if not self._has(name):
                    self._install(name)
        except OSError as error:
            raise _cannot_write(self.path, error) from None

    def _has(self, name: str) -> bool:
        with suppress(OSError):
            return self._stamp(name).read_text() == self._wanted(name) and not self.unfinished.exists()
        return False

    def _stamp(self, name: str) -> Path:
        return self.path / f"installed-{name}"

    def _wanted(self, name: str) -> str:
        requirements = (CHECKOUT / "requirements" / f"{name}.txt").read_bytes()
        return f"{hashlib.sha256(requirements).hexdigest()} {os.path.realpath(self.python, strict=True)}"

    def _install(self, name: str) -> None:
        whole = self.python.exists() and not self.unfinished.exists() and self._is_same_python()
        print("Installing what Rapport needs (once, about a minute) …", file=sys.stderr, flush=True)
        self._stamp(name).unlink(missing_ok=True)
        if not whole:
            self._make()
        self.unfinished.touch()
        try:
            self._pip(name)
            self._stamp(name).write_text(self._wanted(name))
        finally:
            self.unfinished.unlink()  # it stays only when we are killed

    def _is_same_python(self) -> bool:
        """False when the system's Python was replaced by another version: its libraries are in another folder."""
        asked = subprocess.run([self.python, "-c", "import pip"], capture_output=True, check=False)
        return asked.returncode == 0

    def _make(self) -> None:
        for left in self.path.iterdir():
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
        command = [sys.executable, "-m", "venv", str(self.path)]
        made = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if made.returncode:
            said = made.stdout + made.stderr
            if "No space left on device" in said:
                raise Problem(_FULL.format(self.path))
            if "ensurepip" in said or "No module named venv" in said:
                version = f"{sys.version_info.major}.{sys.version_info.minor}"
                raise Problem(f"{sys.executable} comes without venv. On Debian: apt install python{version}-venv")
            raise Problem(f"Could not make {self.path}: {(said.strip().splitlines() or ['no reason given'])[-1]}")

    def _pip(self, name: str) -> None:
        command = [
            self.python, "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check",
            "--retries=2", "--timeout=20", "--progress-bar=off", "-r", CHECKOUT / "requirements" / f"{name}.txt",
        ]  # fmt: skip
        with self.log.open("wb") as log:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
        if not done.returncode:
            return
        said = self.log.read_text(errors="replace")
        if "No space left on device" in said:
            raise Problem(_FULL.format(self.path))
        if "DO NOT MATCH THE HASHES" in said:
            raise Problem(
                f"A downloaded library is not the one Rapport was made with; it was not installed. {self.log}"
            )
        if any(sign in said for sign in NO_NETWORK):
            raise Problem("The first start needs the network, to install libraries; no package index answers.")
        raise Problem(f"Installing what Rapport needs failed. The end of {self.log}:\n{last_words(self.log)}")


_FULL = "The disk that holds {} is full. Make room there, or choose another place with RAPPORT_VENV."


def go_on(environment: Environment, *words: str) -> None:
    """Become the environment's Python. Neither the person's Python set-up nor files of their folder reach it."""
    ours = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "__PYVENV_LAUNCHER__")}
    ours |= {"PYTHONPATH": str(CHECKOUT), "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}
    os.execve(environment.python, [str(environment.python), *words], ours)  # noqa: S606


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _cannot_write(path: Path, error: OSError) -> Problem:
    return Problem(str(problem_with(path, error)).replace("RAPPORT_HOME", "RAPPORT_VENV"))


def main(words: list[str]) -> int:
    speak_any_language()
    try:
        environment = Environment()
        environment.install("base")
        if words[:1] == [FOR_DEVELOPERS]:
            environment.install("test")
            go_on(environment, *words[1:])
        go_on(environment, "-m", "rapport.supervisor", *words)
    except Problem as problem:
        complain(str(problem))
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
