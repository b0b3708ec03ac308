"""Programs that never stop writing through the API, and remember what they asked for and what they were answered."""

import json
import random
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any

ANSWER_SECONDS = 15  # longer than any outage may last
PATIENCE_SECONDS = 60
SHARE_WITH_A_KEY = 0.7
DAY = (date.today() + timedelta(days=30)).isoformat()


@dataclass
class Asked:
    """One thing that a program asked for. With a key it is asked for until it is answered, else once."""

    kind: str
    word: str  # stands in the thing itself, and nowhere else
    key: str
    status: int = 0  # 0: the line was cut
    answer: dict[str, Any] = field(default_factory=dict)
    tries: int = 0

    @property
    def is_answered(self) -> bool:
        return 200 <= self.status < 300


@dataclass
class Book:
    """What all programs asked for, and when they were answered well."""

    asked: list[Asked] = field(default_factory=list)
    good: list[tuple[float, float]] = field(default_factory=list)  # asked at, answered at
    surprises: list[str] = field(default_factory=list)  # answers that no outage excuses
    cut: int = 0
    refusals: list[float] = field(default_factory=list)  # seconds that each 503 took

    def answered_since(self, moment: float) -> float | None:
        """When the first request that began after `moment` was answered well."""
        return min((end for begin, end in self.good[-2000:] if begin > moment), default=None)


class Program(threading.Thread):
    """Adds customers, promises them things, writes notes to come back to, takes and delivers orders."""

    def __init__(
        self, number: int, seed: int, port: int, token: str, book: Book, closing: threading.Event, breath: float
    ) -> None:
        super().__init__(name=f"program-{number}", daemon=True)
        self.number, self.token, self.book, self.closing, self.breath = number, token, book, closing, breath
        self.dice = random.Random(seed * 100 + number)
        self.line = HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        self.count = 0

    def run(self) -> None:
        try:
            while not self.closing.is_set():
                self._serve_a_customer()
        except Exception as error:  # a thread's own death would go unnoticed
            self.book.surprises.append(f"{self.name}: {error!r}")
        finally:
            self.line.close()

    def _serve_a_customer(self) -> None:
        customer = self._ask("customer", "customers", lambda word: {"name": word})
        if not customer.is_answered:
            return
        who = {"customer": customer.answer["id"]}
        note = {"follow_up_on": DAY}
        self._ask("note", f"customers/{who['customer']}/notes", lambda word: {"body": word} | note)
        promise = self._ask("promise", "promises", lambda word: who | {"text": word, "due_on": DAY})
        if promise.is_answered and self.dice.random() < 0.5:
            self._keep(promise.answer["id"])
        chair = {"items": [{"name": "Chair", "unit_price": "120.00"}], "promised_on": DAY}
        order = self._ask("order", "orders", lambda word: who | chair | {"note": word})
        if order.is_answered:
            self._keep(order.answer["promise"])

    def _keep(self, promise: str) -> None:
        self._ask("keeping", f"promises/{promise}/keep", lambda word: {"evidence": word})

    def _ask(self, kind: str, path: str, body) -> Asked:
        self.count += 1
        word = f"{kind} {self.number} {self.count}"
        has_key = self.dice.random() < SHARE_WITH_A_KEY
        asked = Asked(kind, word, f"fault-{self.number}-{self.count}" if has_key else "")
        self.book.asked.append(asked)
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            self._send(asked, path, json.dumps(body(word)).encode())
            time.sleep(self.breath)
            if asked.is_answered:
                return asked
            time.sleep(0.2)
            if not has_key or time.monotonic() > until:
                return asked

    def _send(self, asked: Asked, path: str, body: bytes) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Host": "localhost"}
        if asked.key:
            headers["Idempotency-Key"] = asked.key
        asked.tries += 1
        begin = time.monotonic()
        try:
            self.line.request("POST", f"/api/v1/{path}", body, headers)
            response = self.line.getresponse()
            said = response.read()
        except (OSError, HTTPException) as error:
            self.line.close()  # the next request opens it again
            asked.status = 0
            self.book.cut += 1
            if isinstance(error, TimeoutError):
                self.book.surprises.append(f"{asked.word}: no answer within {ANSWER_SECONDS} s")
            return
        asked.status = response.status
        with suppress(ValueError):
            asked.answer = json.loads(said)
        if asked.is_answered:
            self.book.good.append((begin, time.monotonic()))
        elif asked.status == 503:
            self.book.refusals.append(time.monotonic() - begin)
        else:
            self.book.surprises.append(f"{asked.word}: {asked.status} {said[:300]!r}")
