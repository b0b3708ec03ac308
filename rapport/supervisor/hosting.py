"""The home's own database, while we are the ones who run it."""

import signal
from collections.abc import Callable

from rapport.supervisor.children import Child, Leash
from rapport.supervisor.home import Home
from rapport.supervisor.postgres import Postgres
from rapport.supervisor.signals import Signals
from rapport.supervisor.words import say

SAY_SOMETHING_AFTER_SECONDS = 2
SAY_IT_AGAIN_AFTER_SECONDS = 30


class EmbeddedDatabase:
    """Starts PostgreSQL, keeps it running, and stops it with everything written to disk."""

    def __init__(self, home: Home, leash: Leash, signals: Signals) -> None:
        self.signals = signals
        self.postgres = Postgres(home.data, home.run, home.log("database"))
        self.url = self.postgres.url
        self.child = Child(
            "database", self.postgres.command, self.postgres.log, leash,
            is_ready=lambda child: self.postgres.answers(), environment=self.postgres.environment(),
            before=self.postgres.clear_the_way, held_as="database",
        )  # fmt: skip

    def start(self) -> None:
        """Returns when it answers and has the site's database. Recovery after a crash may take a while."""
        if not (self.postgres.folder / "PG_VERSION").exists():
            say("Making the database (once) …")
        self.postgres.prepare()
        self.child.start()
        self._wait("Waiting for the database to get ready …", self._gets_ready)
        self.postgres.make_database()

    def _gets_ready(self) -> bool:
        self.child.look()
        if reason := self.postgres.refuses:
            raise self.postgres.problem(f"The database started, but lets nobody in: {reason}", self.child.log_before)
        return self.child.ready

    def look(self) -> None:
        self.child.look()

    @property
    def is_ready(self) -> bool:
        return self.child.ready

    def stop(self) -> None:
        """A fast shutdown, for as long as its last checkpoint needs."""
        self.child.ask_to_end(signal.SIGINT)
        self._wait("Waiting for the database to write everything to disk …", self.child.has_ended)
        self.child.kill()

    def _wait(self, saying: str, until: Callable[[], bool]) -> None:
        patience = SAY_SOMETHING_AFTER_SECONDS
        while not self.signals.until(until, patience):
            say(saying)
            patience = SAY_IT_AGAIN_AFTER_SECONDS
