"""Who listens to what, and what they have yet to be told. Plain Python: no network, no database.

What is pending for a listener is a set of (topic, kind): told twice before it is sent, it is sent once. So one that
reads slowly never needs more room than it has topics.
"""

import asyncio
import secrets
from collections import Counter, deque
from collections.abc import Iterator

from rapport.core.streams.tickets import Ticket

MOST = 5000  # streams of one process
MOST_OF_ONE = 12  # tabs of one person
KEPT = 20_000  # what was told last, for those whose line broke


class Full(Exception):
    """No more streams: of this process, or of this person."""

    def __init__(self, of_one: bool):
        super().__init__()
        self.of_one = of_one


class Listener:
    __slots__ = ("beats", "is_over", "pending", "ticket", "woken")

    def __init__(self, ticket: Ticket):
        self.ticket = ticket
        self.pending: dict[tuple[str, str], int] = {}
        self.woken = asyncio.Event()
        self.beats = self.is_over = False

    def tell(self, topic: str, kind: str, number: int) -> None:
        self.pending[topic, kind] = number
        self.woken.set()

    def beat(self) -> None:
        self.beats = True
        self.woken.set()

    def end(self) -> None:
        self.is_over = True
        self.woken.set()

    def take(self) -> tuple[list[tuple[int, str, str]], bool]:
        """What is to be sent now, oldest first, and whether a sign of life is due."""
        told = sorted((number, topic, kind) for (topic, kind), number in self.pending.items())
        beats, self.beats = self.beats, False
        self.pending.clear()
        self.woken.clear()
        return told, beats


class Hub:
    def __init__(self, *, most: int = MOST, most_of_one: int = MOST_OF_ONE, kept: int = KEPT) -> None:
        self.most, self.most_of_one = most, most_of_one
        self.epoch = secrets.token_hex(4)  # ids of another process, or of before a restart, are not ours
        self.number = 0
        self.told: deque[tuple[int, str, str]] = deque(maxlen=kept)
        self.by_topic: dict[str, set[Listener]] = {}
        self.listeners: set[Listener] = set()
        self.of_owner: Counter[str] = Counter()
        self.here: Counter[str] = Counter()
        self.changed_here: set[str] = set()  # whose coming or going is not written down yet
        self.is_listening = False  # to the database

    def join(self, ticket: Ticket, last: str = "") -> tuple[Listener, str]:
        """A new listener, and how it begins: "new", "resumed" (it gets what it missed), or "again" (look yourself)."""
        if len(self.listeners) >= self.most:
            raise Full(of_one=False)
        if self.of_owner[ticket.owner] >= self.most_of_one:
            raise Full(of_one=True)
        listener = Listener(ticket)
        how = self._resume(listener, last) if last else "new"
        self.listeners.add(listener)
        self.of_owner[ticket.owner] += 1
        for topic in ticket.topics:
            self.by_topic.setdefault(topic, set()).add(listener)
        if ticket.here:
            self.here[ticket.here] += 1
            self.changed_here.add(ticket.here)
        return listener, how

    def leave(self, listener: Listener) -> None:
        """Safe to repeat."""
        if listener not in self.listeners:
            return
        self.listeners.remove(listener)
        ticket = listener.ticket
        _less(self.of_owner, ticket.owner)
        for topic in ticket.topics:
            those = self.by_topic.get(topic, set())
            those.discard(listener)
            if not those:
                self.by_topic.pop(topic, None)
        if ticket.here:
            _less(self.here, ticket.here)
            self.changed_here.add(ticket.here)

    def hear(self, payload: str) -> None:
        """What the database said: a topic and a kind."""
        topic, _, kind = payload.partition(" ")
        self.number += 1
        self.told.append((self.number, topic, kind or "changed"))
        for listener in self.by_topic.get(topic, ()):
            listener.tell(topic, kind or "changed", self.number)

    def forget(self) -> None:
        """We were deaf for a while: what was told before says nothing about what was missed."""
        self.epoch, self.number = secrets.token_hex(4), 0
        self.told.clear()
        for listener in self.listeners:
            listener.tell("", "again", 0)

    def beat(self, part: int, parts: int) -> None:
        """A sign of life to one in `parts`, so that not all are written to at once."""
        for listener in list(self.listeners):
            if id(listener) // 64 % parts == part:
                listener.beat()

    def end_all(self) -> None:
        for listener in list(self.listeners):
            listener.end()

    def comings_and_goings(self) -> tuple[list[str], list[str]]:
        """Who came and who left since this was asked last."""
        changed, self.changed_here = self.changed_here, set()
        return [key for key in changed if key in self.here], [key for key in changed if key not in self.here]

    def _resume(self, listener: Listener, last: str) -> str:
        epoch, _, said = last.partition("-")
        if epoch != self.epoch or not (said.isascii() and said.isdigit()) or int(said) > self.number:
            return "again"
        if self.told and self.told[0][0] > int(said) + 1:
            return "again"
        for number, topic, kind in self._since(int(said)):
            if topic in listener.ticket.topics:
                listener.tell(topic, kind, number)
        return "resumed"

    def _since(self, number: int) -> Iterator[tuple[int, str, str]]:
        missed = self.number - number
        return iter(list(self.told)[-missed:] if missed else [])


def _less(counter: Counter[str], key: str) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
