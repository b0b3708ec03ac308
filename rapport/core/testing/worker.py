"""`worker`: the real worker in a process of its own, on the database of the test. It may be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection

STEPS = 600


def database_url() -> str:
    """The address of this test's database, for another process."""
    database = connection.settings_dict
    host = database["OPTIONS"].get("host") or database["HOST"] or ""
    url = f"postgresql://{database['USER']}:{database['PASSWORD'] or ''}@/{database['NAME']}?host={host}"
    return url + (f"&port={database['PORT']}" if database["PORT"] else "")


def wait_until(holds: Callable[[], object], what: str) -> None:
    for _step in range(STEPS):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(f"never: {what}")


@dataclass
class Worker:
    process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "rapport.core.cli", "worker"],
            cwd=settings.BASE,
            env=os.environ | {"DATABASE_URL": database_url(), "RAPPORT_HOME": str(settings.HOME)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """As the machine would: no word to anybody."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture
def worker(run_jobs) -> Iterator[Worker]:
    """`worker.start()` when jobs should begin to run; `run_jobs` is asked for because it leaves no jobs behind."""
    worker = Worker()
    yield worker
    worker.stop()
