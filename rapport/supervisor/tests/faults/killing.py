"""Killing one process of a running site, and waiting for the site to be itself again."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psutil
import psycopg

from rapport.core.stalled import LIVING
from rapport.supervisor.tests.faults.programs import Book
from rapport.supervisor.tests.houses import House, Running, gone, wait_until

BACK_WITHIN_SECONDS = 20
BUSY = "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$"
LIVING_WORKERS = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = {LIVING}"
A_BACKEND = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
ORDER BY state = 'active' DESC LIMIT 1
"""


@dataclass
class Killer:
    """Kills by exact number, says whom, and keeps how long the site took to answer again."""

    house: House
    running: Running
    book: Book
    dice: random.Random
    patience: float = BACK_WITHIN_SECONDS
    took: list[tuple[str, float]] = field(default_factory=list)

    def wait_a_moment(self) -> None:
        time.sleep(self.dice.uniform(0.2, 1.6))

    def kill(self, name: str) -> None:
        killed_at = time.monotonic()
        is_replaced: Callable[[], bool] = getattr(self, f"_{name}")()
        self._wait_until_back(name, killed_at, is_replaced)

    def kill_the_supervisor(self) -> Running:
        """And start another at the same place, as a person would."""
        everybody = self.running.everybody
        killed_at = time.monotonic()
        self.running.process.kill()
        self.running.process.wait()
        wait_until(lambda: gone(everybody), "everybody to leave after the supervisor", self.patience)
        assert self.house.is_cleanly_shut_down()
        self.running = self.house.up("--no-demo", "--port", str(self.running.port))
        self._wait_until_back("supervisor", killed_at, lambda: True)
        return self.running

    def _wait_until_back(self, name: str, killed_at: float, is_replaced: Callable[[], bool]) -> None:
        left = killed_at + self.patience - time.monotonic()
        wait_until(is_replaced, f"another {name}", left)
        since = time.monotonic()
        left = killed_at + self.patience - since
        wait_until(lambda: self.book.answered_since(since), f"an answer after the {name} was killed", left)
        self.took.append((name, self.book.answered_since(since) - killed_at))

    # ---- each kills, and answers how to see that somebody has taken the place

    def _serving(self) -> Callable[[], bool]:
        before = serving(self.running)
        victim = self.dice.choice(before)
        victim.kill()

        def is_replaced() -> bool:
            now = serving(self.running)
            return victim not in now and len(now) == len(before) and self.running.answers()

        return is_replaced

    def _web(self) -> Callable[[], bool]:
        is_replaced = self._child("rapport.core.cli", "web")
        return lambda: is_replaced() and self.running.answers()

    def _worker(self) -> Callable[[], bool]:
        is_replaced = self._child("rapport.core.cli", "worker")
        return lambda: is_replaced() and self.running.sql(LIVING_WORKERS)[0][0] == 1

    def _mailbox(self) -> Callable[[], bool]:
        return self._child("rapport.core.cli", "mailbox")

    def _leash(self) -> Callable[[], bool]:
        return self._child("-I")

    def _child(self, *words: str) -> Callable[[], bool]:
        victim = self.running.child(*words)
        family = [victim, *victim.children(recursive=True)]
        victim.kill()

        def is_replaced() -> bool:
            with suppress(StopIteration, psutil.Error):
                return self.running.child(*words) != victim and gone(family)
            return False

        return is_replaced

    def _database(self) -> Callable[[], bool]:
        victim = self.running.postmaster
        victim.kill()
        return lambda: self._postmaster_number() not in (None, victim.pid) and self.running.answers()

    def _database_with_a_busy_backend(self) -> Callable[[], bool]:
        busy = a_busy_backend(self.house.now()["database_url"])
        is_replaced = self._database()
        return lambda: gone([busy]) and is_replaced()

    def _backend(self) -> Callable[[], bool]:
        """PostgreSQL ends all others with it, and starts anew under the same number."""
        victim = psutil.Process(self.running.sql(A_BACKEND)[0][0])
        victim.kill()
        return lambda: gone([victim]) and self.running.answers()

    def _postmaster_number(self) -> int | None:
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            return self.running.postmaster.pid
        return None


def serving(running: Running) -> list[psutil.Process]:
    """The web's processes that answer; their parent only looks after them."""
    with suppress(psutil.Error, StopIteration):
        children = running.child("rapport.core.cli", "web").children()
        return sorted((child for child in children if not gone([child])), key=lambda child: child.pid)
    return []


def a_busy_backend(url: str) -> psutil.Process:
    """A backend so busy that it does not notice the death of its postmaster."""
    connection = psycopg.connect(url, autocommit=True)

    def work() -> None:
        with suppress(psycopg.Error):
            connection.execute(BUSY)

    threading.Thread(target=work, daemon=True).start()
    backend = psutil.Process(connection.info.backend_pid)
    wait_until(lambda: backend.cpu_percent(0.1) > 0, "the backend to be busy", BACK_WITHIN_SECONDS)
    return backend
