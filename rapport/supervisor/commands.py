"""Every other word of `bin/rapport`: it borrows a running site's database, or starts it for its own time."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from rapport.supervisor import given_database, processes, release
from rapport.supervisor.children import Leash, run_to_end
from rapport.supervisor.home import Home
from rapport.supervisor.hosting import EmbeddedDatabase
from rapport.supervisor.lock import Lock
from rapport.supervisor.signals import Signals, Stopped
from rapport.supervisor.site_environment import environment
from rapport.supervisor.up import CLI
from rapport.supervisor.words import Problem, say, say_aside

NEEDS_THE_SITE = 75  # how the command line answers when it is only asked (RAPPORT_ONLY_ASK)
MAKES_ITS_OWN_TABLES = ("migrate", "manage", "restore")
TAKES_THEM_AS_THEY_ARE = ("backup", "doctor")  # one backs up before a new release changes the tables
WANTS_TO_BE_ALONE = ("restore",)
BEARS_BAD_NEWS = ("doctor",)  # runs without a database, too, and is told why there is none
ADMIN = "RAPPORT_DATABASE_ADMIN_URL"  # for who puts another database in the place of the site's
AT_REST = "RAPPORT_AT_REST"
DATABASE_PROBLEM = "RAPPORT_DATABASE_PROBLEM"
SECONDS_TO_START_OR_STOP = 120


def run(words: list[str]) -> int:
    """Run a command as if it had been called directly: same input and output, same signals, same exit code."""
    say_aside()
    home = Home.of_environment()
    if words[:1] and words[0] in WANTS_TO_BE_ALONE and "--help" not in words:
        _refuse_company(home, words[0])
    if url := given_database.given_url():
        _become(words, _beside(home, url))
    with Signals() as signals:
        # A home at rest is woken only by a well-formed command that needs the site; others run, or fail, right here.
        if not _is_awake(home):
            answer = _run_along(words, environment(home, None) | {"RAPPORT_ONLY_ASK": "1"}, signals)
            if answer != NEEDS_THE_SITE:
                return answer
        try:
            with database_for_command(" ".join(words[:1]), home, signals) as database:
                if database.is_borrowed:
                    if words[0] in WANTS_TO_BE_ALONE:
                        _refuse_company(home, words[0])
                    _become(words, _beside(home, database.url))
                return _run_as_host(words, home, database, signals)
        except Stopped:
            return 128 + signals.asked_to_stop
        except Problem as problem:
            if words[0] not in BEARS_BAD_NEWS:
                raise
            return _run_along(words, environment(home, None) | {DATABASE_PROBLEM: str(problem)}, signals)


def _refuse_company(home: Home, word: str) -> None:
    now = Lock(home).read()
    if not processes.is_alive(now.get("pid", 0)):
        return
    if now.get("what") == "up":
        raise Problem(f"Rapport is running on {home.path} (process {now['pid']}). Stop it, then {word}.")
    raise Problem(f"The command “{now.get('what')}” (process {now['pid']}) is using {home.path}. Wait for it to end.")


@dataclass(frozen=True)
class DatabaseForCommand:
    url: str
    leash: Leash | None = None  # None: the database is another's
    admin_url: str = ""

    @property
    def is_borrowed(self) -> bool:
        return self.leash is None


@contextmanager
def database_for_command(what: str, home: Home, signals: Signals) -> Iterator[DatabaseForCommand]:
    """A database that stays up within the `with`: the given one, a running site's, or the home's own, started for it.

    Several commands at once share one: who started it waits, at the end, for the others.
    """
    if url := given_database.given_url():
        yield DatabaseForCommand(url)
        return
    home.prepare()
    lock = Lock(home)
    if url := _be_host_or_guest(lock, what, signals):
        yield DatabaseForCommand(url)
        return
    database = leash = None
    try:
        home.keep_a_secret()
        leash = Leash()
        database = EmbeddedDatabase(home, leash, signals)
        database.start()
        yield DatabaseForCommand(database.url, leash, database.postgres.admin_url)
        _wait_for_guests(lock, signals)
    finally:
        signals.stopping = True
        if database:
            database.stop()
        if leash:
            leash.let_go()
        lock.release()


def _be_host_or_guest(lock: Lock, what: str, signals: Signals) -> str | None:
    """The address of another's database, or None once we hold the lock ourselves."""
    patience = time.monotonic() + SECONDS_TO_START_OR_STOP
    while not lock.take(what):
        if url := lock.be_a_guest():
            return url
        if time.monotonic() > patience:
            raise Problem(f"“{lock.read().get('what', 'something')}” is busy with {lock.home.path}; try again later.")
        signals.pause(0.1)
    return None


def _wait_for_guests(lock: Lock, signals: Signals) -> None:
    if not lock.close_the_door():
        say("Another command still uses the database; waiting for it to end …")
        while not lock.close_the_door():
            signals.pause(0.2)


def _run_as_host(words: list[str], home: Home, database: DatabaseForCommand, signals: Signals) -> int:
    ours = environment(home, database.url) | {AT_REST: "1"}
    if words[0] in MAKES_ITS_OWN_TABLES:
        release.forget(home)
    elif words[0] not in TAKES_THEM_AS_THEY_ARE and not release.is_current(home):
        run_to_end(
            [*CLI, "migrate"], home.log("migrate"), database.leash, signals,
            environment=ours, saying="Bringing the database to this release …",
        )  # fmt: skip
        release.note(home)
    if words[0] in WANTS_TO_BE_ALONE:
        ours[ADMIN] = database.admin_url
    else:
        Lock(home).tell(database_url=database.url)
    return _run_along(words, ours, signals, database.leash)


def _run_along(words: list[str], ours: dict[str, str], signals: Signals, leash: Leash | None = None) -> int:
    """In our own process group, so that it can read from the terminal and hears its Ctrl-C."""
    child = subprocess.Popen([*CLI, *words], env=ours)
    if leash:
        leash.hold(child.pid, "process")
    while child.poll() is None:
        try:
            signals.pause(0.5)
        except Stopped:
            if signals.asked_to_stop != signal.SIGINT or not _has_terminal():
                child.send_signal(signals.asked_to_stop)
            signals.asked_to_stop = 0
    if leash:
        leash.forget(child.pid)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def _beside(home: Home, database_url: str) -> dict[str, str]:
    """For a command beside a running site: it knows what `up` chose, so that the links it prints lead there."""
    ours = environment(home, database_url)
    if _is_awake(home):
        ours = Lock(home).read().get("chosen", {}) | ours
    return ours


def _has_terminal() -> bool:
    with suppress(OSError):
        return os.tcgetpgrp(0) == os.getpgrp()
    return False


def _become(words: list[str], ours: dict[str, str]) -> None:
    os.execve(CLI[0], [*CLI, *words], ours)  # noqa: S606


def _is_awake(home: Home) -> bool:
    return processes.is_alive(Lock(home).read().get("pid", 0))
