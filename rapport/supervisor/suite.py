"""`bin/test`: everything that the tests need, then the tests. The last line is pytest's own summary."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from subprocess import PIPE, STDOUT

from rapport.core.testing.database import TEMPLATE
from rapport.supervisor.postgres import NAME as DATABASE
from rapport.supervisor.testing import throwaway_postgres
from rapport.supervisor.words import Problem, complain, say, speak_any_language

CLI = [sys.executable, "-m", "rapport.core.cli"]


def main(words: list[str]) -> int:
    speak_any_language()
    try:
        with tempfile.TemporaryDirectory(prefix="rapport-test-") as home, throwaway_postgres() as url:
            environment = os.environ | {"DATABASE_URL": url, "RAPPORT_HOME": home}
            with database_to_copy(environment) as name:
                find_browser()
                find_curl()
            return run_tests(words, environment | {TEMPLATE: name})
    except Problem as problem:
        complain(str(problem))
        return 1


def run_tests(words: list[str], environment: dict[str, str]) -> int:
    beside = (os.cpu_count() or 1) + 1  # one more than there are processors: many tests wait for other processes
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(beside), "--dist", "worksteal", *words]
    with subprocess.Popen(command, env=environment) as tests:
        signal.signal(signal.SIGTERM, lambda *_: tests.terminate())
        while True:
            with suppress(KeyboardInterrupt):  # pytest heard it too, and ends by itself
                return tests.wait()


def find_browser() -> None:
    """A Chromium: Playwright's, the machine's, or Debian's package where we may install it. Its tests fail without."""
    if _has_browser():
        return
    _install("chromium", "the browser tests")
    if _has_browser():
        return
    say("No Chromium here, and none could be installed: the browser tests will fail.")
    say("Install one: apt install chromium, or .venv/bin/python -m playwright install chromium")


def find_curl() -> None:
    """The examples of docs/api.md call it, as their readers do."""
    if not shutil.which("curl"):
        _install("curl", "the examples of the API")


def _install(package: str, purpose: str) -> None:
    apt = ["apt-get"] if os.geteuid() == 0 else ["sudo", "-n", "apt-get"]
    if shutil.which("apt-get") and shutil.which(apt[0]):
        say(f"Installing Debian's {package} for {purpose} …")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "--yes", "--no-install-recommends", package]):
            subprocess.run([*apt, *words], stdin=subprocess.DEVNULL, capture_output=True, env=environment, check=False)


def _has_browser() -> bool:
    from playwright.sync_api import sync_playwright

    from rapport.core.testing.browser import chromium_path

    with sync_playwright() as playwright:
        return chromium_path(playwright) is not None


@contextmanager
def database_to_copy(environment: dict[str, str]) -> Iterator[str]:
    """The throw-away server's own, migrated once; every worker of pytest begins with a copy. Messages are compiled."""
    with subprocess.Popen([*CLI, "migrate"], env=environment, stdout=PIPE, stderr=STDOUT, text=True) as migrating:
        yield DATABASE
        said, _ = migrating.communicate()
    if migrating.returncode:
        raise Problem(f"The database for the tests could not be made:\n{said.strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
