"""Real homes, real processes: what a person at a terminal would do and see."""

import json
import os
import pwd
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import psutil
import psycopg

from rapport.supervisor.database_user import DatabaseUser
from rapport.supervisor.home import CHECKOUT
from rapport.supervisor.postgres import _programs

IS_ROOT = os.geteuid() == 0
EVERY_USER = ["root", "ordinary"] if IS_ROOT else ["ordinary"]
PATIENCE_SECONDS = 120
OURS = ("RAPPORT_", "DATABASE_", "DJANGO_", "PYTEST_", "PYTHON", "PG", "LC_", "LANG")


def someone_else() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def environment(**changes: str) -> dict[str, str]:
    """A plain terminal's, with the environment that the tests run in already installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"RAPPORT_VENV": sys.prefix, "RAPPORT_PYTHON": sys.executable, "LANG": "C.UTF-8"} | changes


def as_user(who: str, *words: str) -> list[str]:
    """The command line, run by root or by an ordinary user, who may need a key to enter where the checkout lies."""
    if who == "root" or not IS_ROOT:
        return list(words)
    other = someone_else()
    return DatabaseUser(other.pw_uid, other.pw_gid).command(
        Path("/usr/bin/env"), *words, within=(CHECKOUT, Path(sys.base_prefix))
    )


@dataclass
class House:
    """One home, and who runs it."""

    home: Path
    who: str = EVERY_USER[0]
    changes: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.home / "data"

    def command(self, *words: str) -> list[str]:
        return as_user(self.who, str(CHECKOUT / "bin" / "rapport"), *words)

    def environment(self) -> dict[str, str]:
        return environment(RAPPORT_HOME=str(self.home), **self.changes)

    def run(self, *words: str, **more) -> subprocess.CompletedProcess:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*words),
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            **more,
        )

    def begin(self, *words: str, **more) -> subprocess.Popen:
        return subprocess.Popen(
            self.command(*words), env=self.environment(), text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
        )  # fmt: skip

    def up(self, *words: str, patience: float = PATIENCE_SECONDS) -> "Running":
        log = Path(f"{self.home}.out")
        with log.open("w") as file:
            process = subprocess.Popen(
                self.command("up", "--port", "0", "--no-browser", *words),
                env=self.environment(), stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip
        running = Running(self, process, log)
        running.wait_for_welcome(patience)
        return running

    def now(self) -> dict:
        with suppress(OSError, ValueError):
            return json.loads((self.home / "run" / "now.json").read_text())
        return {}

    def is_cleanly_shut_down(self) -> bool:
        said = subprocess.run(
            [_programs() / "pg_controldata", self.data], capture_output=True, text=True, check=True, env={"LC_ALL": "C"}
        )
        state = re.search(r"cluster state: +(.*)", said.stdout)[1]
        return state == "shut down" and not (self.data / "postmaster.pid").exists()

    def processes(self) -> list[psutil.Process]:
        """Everybody who works for this home."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                    continue
                if process.environ().get("RAPPORT_HOME") == str(self.home) or process.cwd() == os.path.realpath(
                    self.data
                ):
                    found.append(process)
        return found


class Running:
    """A site that is up."""

    def __init__(self, house: House, process: subprocess.Popen, log: Path) -> None:
        self.house, self.process, self.log = house, process, log

    def wait_for_welcome(self, patience: float) -> None:
        def is_over() -> bool:
            return "Press Ctrl-C" in self.said or self.process.poll() is not None

        wait_until(is_over, f"{self.log} to say welcome", patience)
        assert self.process.poll() is None, self.said
        self.port = int(re.search(r"Rapport is ready: http://localhost:(\d+)", self.said)[1])

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    @property
    def everybody(self) -> list[psutil.Process]:
        me = psutil.Process(self.process.pid)
        return [me, *me.children(recursive=True)]

    def child(self, *words: str) -> psutil.Process:
        """The supervisor's own child whose command line has these words."""
        return next(
            child
            for child in psutil.Process(self.process.pid).children()
            if all(word in child.cmdline() for word in words)
        )

    @property
    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.house.data / "postmaster.pid").read_text().split()[0]))

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/ready", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def sql(self, query: str) -> list[tuple]:
        with psycopg.connect(self.house.now()["database_url"], connect_timeout=5, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


def wait_until(condition, what: str, seconds: float = PATIENCE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s in vain for {what}"
        time.sleep(0.05)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)
