"""`bin/rapport up`: everything a site needs, started in order, kept running, and stopped in order."""

import argparse
import os
import signal
import socket
import sys
import time
import webbrowser
from contextlib import closing, suppress
from typing import Any

from rapport.supervisor import given_database, processes, release
from rapport.supervisor.children import Child, Leash, end_gently, rotate, run_to_end
from rapport.supervisor.home import Home
from rapport.supervisor.hosting import EmbeddedDatabase
from rapport.supervisor.lock import Lock
from rapport.supervisor.signals import Signals, Stopped
from rapport.supervisor.site_environment import (
    MARK,
    Place,
    mailbox_port,
    site_environment,
    streams_place,
    wants_mailbox,
)
from rapport.supervisor.words import Problem, say

CLI = [sys.executable, "-m", "rapport.core.cli"]
SECONDS_TO_GET_READY = 180
SECONDS_TO_END = 3
WORKER_SETTLES_SECONDS = 2
TOLD = (
    "RAPPORT_ADDRESS",
    "RAPPORT_HOSTS",
    "RAPPORT_MODE",
    "RAPPORT_MAILBOX_PORT",
    "RAPPORT_STREAMS_PORT",
)  # to commands beside us


def up(options: argparse.Namespace) -> int:
    home = Home.of_environment()
    home.prepare()
    lock = Lock(home)
    if not lock.take("up"):
        raise Problem(_who_is_there(lock))
    with Signals() as signals:
        site = Site(home, lock, signals, options)
        try:
            site.start()
            site.keep()
        except Stopped:
            say("Stopping …")
        finally:
            site.stop()
    return 0


class Site:
    def __init__(self, home: Home, lock: Lock, signals: Signals, options: argparse.Namespace) -> None:
        self.home, self.lock, self.signals, self.options = home, lock, signals, options
        self.leash: Leash | None = None
        self.database: EmbeddedDatabase | None = None
        self.children: list[Child] = []

    # ---- start

    def start(self) -> None:
        processes.end(processes.marked(MARK, os.path.realpath(self.home.path)), signal.SIGKILL, 5)
        self.place = Place.free(self.options.host, self.options.port)
        self.lock.tell(address=self.place.address)
        self.home.keep_a_secret()
        self.leash = Leash()
        url = self._start_database()
        port = mailbox_port() if wants_mailbox() else None
        self.streams = streams_place(self.place)
        self.environment = site_environment(self.home, url, self.place, port, self.streams)

        self._bring_to_this_release()
        if not self.options.no_demo:
            self._run("demo", "--if-empty", saying="Looking after the demo business …")
        self.lock.tell(
            database_url=url, chosen={name: self.environment[name] for name in TOLD if name in self.environment}
        )
        self._start_children(port)
        hints = self._ways_in()
        self._wait_until_ready()
        self._welcome(hints)

    def _start_database(self) -> str:
        if url := given_database.given_url():
            given_database.check(url)
            return url
        self.database = EmbeddedDatabase(self.home, self.leash, self.signals)
        self.database.start()
        return self.database.url

    def _bring_to_this_release(self) -> None:
        """A given database is looked at each time: others may use it too."""
        if self.database and release.is_current(self.home):
            return
        self._run("migrate", saying="Bringing the database to this release …")
        if self.database:
            release.note(self.home)

    def _run(self, *words: str, saying: str) -> None:
        run_to_end(
            [*CLI, *words], self.home.log(words[0]), self.leash, self.signals,
            environment=self.environment, saying=saying,
        )  # fmt: skip

    def _start_children(self, port: int | None) -> None:
        host_header = self.environment["RAPPORT_HOSTS"].split(",")[0].lstrip(".*") or "localhost"
        self._add(
            "web", "--host", self.place.host, "--port", str(self.place.port),
            is_ready=lambda child: self.place.answers("/health/ready", host_header),
        )  # fmt: skip
        self._add(
            "worker",
            is_ready=lambda child: time.monotonic() > child.started_at + WORKER_SETTLES_SECONDS,
            may_start=self._has_database,
        )
        self._add(
            "streams", "--host", self.streams.host, "--port", str(self.streams.port),
            is_ready=lambda child: self.streams.answers("/streams/health", host_header),
        )  # fmt: skip
        if port:
            self._add("mailbox", "--port", str(port), is_ready=lambda child: _listens(port))
        for child in self.children:
            child.start()

    def _add(self, name: str, *words: str, **how: Any) -> None:
        command = [*CLI, name, *words]
        self.children.append(
            Child(name, lambda: command, self.home.log(name), self.leash, environment=self.environment, **how)
        )

    def _ways_in(self) -> list[str]:
        """Who can sign in; or, where others could come first, the link by which only the owner gets in."""
        asked = [] if self.options.no_demo else self._ask("demo", "--sign-ins", saying="Asking who can sign in …")
        if self.environment["RAPPORT_FIRST_RUN"] != "open":
            asked += self._ask("setup-link", "--if-needed", saying="Asking whether somebody works here …")
        return asked

    def _ask(self, *words: str, saying: str) -> list[str]:
        log = self.home.run / "answer"
        log.unlink(missing_ok=True)
        log.touch(mode=0o600)  # it may hold the password of the demo's people, or the link that makes an owner
        try:
            run_to_end(
                [*CLI, *words], log, self.leash, self.signals, environment=self.environment, saying=saying, after=60
            )
            return log.read_text(errors="replace").splitlines()
        finally:
            log.unlink(missing_ok=True)

    def _wait_until_ready(self) -> None:
        def ready() -> bool:
            self._look()
            return all(child.was_ready for child in self.children)

        if not self.signals.until(ready, SECONDS_TO_GET_READY):
            late = next(child for child in self.children if not child.was_ready)
            raise late.problem(f"The {late.name} did not get ready within {SECONDS_TO_GET_READY} seconds")

    def _welcome(self, hints: list[str]) -> None:
        address = self.environment["RAPPORT_ADDRESS"]
        self.lock.tell(ready=True, address=address)
        say(f"\nRapport is ready: {address}")
        for line in hints:
            say(line)
        say("\nPress Ctrl-C to stop.")
        has_screen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        if not self.options.no_browser and has_screen and sys.stdout.isatty():
            with suppress(webbrowser.Error):
                webbrowser.open(address)

    # ---- keep

    def keep(self) -> None:
        logs_due = 0.0
        while True:
            self._look()
            if time.monotonic() > logs_due:
                logs_due = time.monotonic() + 60
                for log in self.home.logs.glob("*.log"):
                    rotate(log)
            self.signals.pause(0.25)

    def _look(self) -> None:
        self.leash.mend()
        if self.database:
            self.database.look()
        for child in self.children:
            child.look()

    def _has_database(self) -> bool:
        """The web waits for it by itself, and answers 503 meanwhile; the worker ends whenever it is gone."""
        return self.database is None or self.database.is_ready

    # ---- stop

    def stop(self) -> None:
        self.signals.stopping = True
        end_gently([child.process for child in self.children if child.process], self.signals, SECONDS_TO_END)
        if self.database:
            self.database.stop()
        if self.leash:
            self.leash.let_go()
        self.lock.release()


def _who_is_there(lock: Lock) -> str:
    for _ in range(20):  # the other may be just about to write it down
        now = lock.read()
        if now:
            break
        time.sleep(0.1)
    what, where, pid = now.get("what", "something"), lock.home.path, now.get("pid", "?")
    if what != "up":
        return f"The command “{what}” (process {pid}) is using {where}. Start again when it has ended."
    address = f" at {now['address']}" if "address" in now else ""
    return f"Rapport already runs on {where}{address} (process {pid})."


def _listens(port: int) -> bool:
    with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
        return True
    return False
