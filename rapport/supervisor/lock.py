"""Who runs the database of a home: one `up`, or one command; the others are guests of it."""

import fcntl
import json
import os
from contextlib import suppress
from typing import Any

from rapport.supervisor.home import Home
from rapport.supervisor.words import problem_with


class Lock:
    """Held by the one process that starts the database. The system lets go of it whatever way the holder ends."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._held: int | None = None
        self._guests: int | None = None

    def take(self, what: str) -> bool:
        """Become the host, unless someone else is. `what` is "up", or the command in the person's words."""
        held = self._open("lock")
        if not _flock(held, fcntl.LOCK_EX):
            os.close(held)
            return False
        self._held = held
        self.tell(what=what)
        return True

    def tell(self, **facts: Any) -> None:
        """Let guests and the next `up` know what runs here."""
        facts = (self.read() if "what" not in facts else {"pid": os.getpid()}) | facts
        draft, final = self.home.run / "now.new", self.home.run / "now.json"
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(facts, file)
            draft.replace(final)
        except OSError as error:
            raise problem_with(final, error) from None

    def read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            return json.loads((self.home.run / "now.json").read_text())
        return {}

    def be_a_guest(self) -> str | None:
        """The host's database, which stays up for as long as this process lives; None when it is not to be had."""
        guests = self._open("guests")
        now = self.read()
        if now.get("database_url") and _flock(guests, fcntl.LOCK_SH) and self.read() == now:
            os.set_inheritable(guests, True)  # it outlives the exec of the command
            return now["database_url"]
        os.close(guests)
        return None

    def close_the_door(self) -> bool:
        """Let no more guests in; False while there are some."""
        if self._guests is None:
            self._guests = self._open("guests")
        return _flock(self._guests, fcntl.LOCK_EX)

    def release(self) -> None:
        (self.home.run / "now.json").unlink(missing_ok=True)
        for number in (self._guests, self._held):
            if number is not None:
                os.close(number)
        self._guests = self._held = None

    def _open(self, name: str) -> int:
        path = self.home.run / name
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise problem_with(path, error) from None


def _flock(number: int, kind: int) -> bool:
    try:
        fcntl.flock(number, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
