"""The processes that make up a running site, and how they are kept running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from rapport.supervisor import leash, processes
from rapport.supervisor.signals import Signals
from rapport.supervisor.words import Problem, failure, problem_with, say

DEATHS_BEFORE_READY = 3
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0  # the site is to be back within 20 s, whoever dies how often
SETTLED_AFTER_SECONDS = 10.0  # who ran that long starts again without delay
LARGEST_LOG = 20 * 2**20


class Leash:
    """Our end of `leash.py`: it ends everything held, should we be killed."""

    def __init__(self) -> None:
        self._held: dict[int, str] = {}
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", leash.__file__], stdin=subprocess.PIPE, start_new_session=True, env={},
            cwd="/", bufsize=0,
        )  # fmt: skip

    def hold(self, pid: int, kind: str) -> None:
        self._held[pid] = kind
        self._tell(f"+{kind} {pid}")

    def forget(self, pid: int) -> None:
        if self._held.pop(pid, None):
            self._tell(f"-{pid}")

    def mend(self) -> None:
        """Start again if someone ended it."""
        if self._process.poll() is not None:
            self._start()
            for pid, kind in self._held.items():
                self._tell(f"+{kind} {pid}")

    def _tell(self, line: str) -> None:
        with suppress(BrokenPipeError):  # mended at the next look
            self._process.stdin.write(f"{line}\n".encode())

    def let_go(self) -> None:
        """Nothing is left to hold."""
        self._process.stdin.close()
        self._process.wait()


class Child:
    """One process that is started again whenever it dies.

    Dying three times in a row before it was ever ready is a `Problem`; later it is restarted without limit, after a
    pause that doubles. `may_start` is asked, and `before` runs, ahead of each start.
    """

    def __init__(
        self,
        name: str,
        command: Callable[[], list[str]],
        log: Path,
        leash: Leash,
        *,
        is_ready: Callable[["Child"], bool],
        environment: dict[str, str] | None = None,
        before: Callable[[], None] = lambda: None,
        may_start: Callable[[], bool] = lambda: True,
        held_as: str = "group",
    ) -> None:
        self.name, self.command, self.log, self.leash = name, command, log, leash
        self.is_ready, self.environment, self.held_as = is_ready, environment, held_as
        self.before, self.may_start = before, may_start
        self.process: subprocess.Popen | None = None
        self.ready = self.was_ready = False
        self.deaths = 0
        self.started_at = self.start_at = 0.0
        self.log_before = 0

    def start(self) -> None:
        self.before()
        rotate(self.log)
        self.process, self.log_before = start(self.command(), self.log, self.environment)
        self.leash.hold(self.process.pid, self.held_as)
        self.started_at = time.monotonic()

    def look(self) -> None:
        """Notice whether it died or became ready, and start it when it is due."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at and self.may_start():
                self.start()
        elif self.process.poll() is not None:
            self._died(now)
        elif not self.ready and self.is_ready(self):
            self.ready = self.was_ready = True

    def _died(self, now: float) -> None:
        how, was_up = _ending(self.process.returncode), now - self.started_at
        self._forget()
        self.deaths = 1 if self.ready and was_up > SETTLED_AFTER_SECONDS else self.deaths + 1
        self.ready = False
        if not self.was_ready and self.deaths >= DEATHS_BEFORE_READY:
            raise self.problem(f"The {self.name} {how} {self.deaths} times before it was ready")
        pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(self.deaths - 1, 10))
        self.start_at = now + pause
        if self.was_ready:
            say(f"The {self.name} {how}; starting it again.")

    def problem(self, what: str) -> Problem:
        return failure(what, self.log, self.log_before)

    def ask_to_end(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        """Whatever is left of it, its own children included."""
        if self.process is not None:
            processes.end_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self._forget()

    def _forget(self) -> None:
        processes.end_group(self.process.pid, signal.SIGKILL)
        self.leash.forget(self.process.pid)
        self.process = None


def start(command: list[str], log: Path, environment: dict[str, str] | None = None) -> tuple[subprocess.Popen, int]:
    """Start a process in a group of its own that writes into `log`; also says how long the log was before."""
    try:
        with log.open("ab") as file:
            before = file.tell()
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True
            )
            return process, before
    except OSError as error:
        raise problem_with(Path(error.filename or log), error) from None


def run_to_end(
    command: list[str],
    log: Path,
    leash: Leash,
    signals: Signals,
    *,
    environment: dict[str, str],
    saying: str,
    after: float = 1.0,
) -> None:
    """Run one step and wait for it; `saying` is printed when it takes longer than `after` seconds.

    Raises `Problem` with its last words when it fails.
    """
    step, since = start(command, log, environment)
    leash.hold(step.pid, "group")
    try:
        if not signals.until(lambda: step.poll() is not None, after):
            say(saying)
            while step.poll() is None:
                signals.pause(0.5)
    finally:
        end_gently([step], signals, seconds=3)
        leash.forget(step.pid)
    if step.returncode:
        raise failure(f"{saying.rstrip(' …')} failed", log, since)


def end_gently(running: list[subprocess.Popen], signals: Signals, seconds: float) -> None:
    """SIGTERM, and SIGKILL to the groups of those that are still there after `seconds`."""
    was_stopping, signals.stopping = signals.stopping, True
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    signals.until(lambda: all(process.poll() is not None for process in running), seconds)
    for process in running:
        processes.end_group(process.pid, signal.SIGKILL)
        process.wait()
    signals.stopping = was_stopping


def rotate(log: Path) -> None:
    """Keep one older log when it has grown large. Its writers append, so they go on at the start of the empty file."""
    with suppress(OSError):
        if log.stat().st_size > LARGEST_LOG:
            log.with_suffix(".log.1").write_bytes(log.read_bytes())
            os.truncate(log, 0)


def _ending(code: int) -> str:
    return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
