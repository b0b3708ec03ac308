"""Who may hear what: signed by the web, believed by the streams, good for a minute or two. Standard library only."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

GOOD_FOR_SECONDS = 120
PURPOSE = b"rapport.streams.ticket"
LONGEST = 4000


class BadTicket(Exception):
    """It is not ours, or its time is over."""


@dataclass(frozen=True)
class Ticket:
    topics: tuple[str, ...]
    owner: str  # whose streams are counted together
    here: str = ""  # under which name it is known that they are there, while the stream is open


def write(secret: str, topics: Iterable[str], *, owner: str, here: str = "", now: float) -> str:
    said = {"t": list(topics), "o": owner, "h": here, "e": int(now) + GOOD_FOR_SECONDS}
    body = _in_letters(json.dumps(said, separators=(",", ":")).encode())
    return f"{body}.{_seal(secret, body)}"


def read(secret: str, ticket: str, *, now: float) -> Ticket:
    """Raises `BadTicket`, and says no more than that."""
    body, _, seal = ticket.partition(".")
    if len(ticket) > LONGEST or not hmac.compare_digest(seal.encode(), _seal(secret, body).encode()):
        raise BadTicket
    said = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    if said["e"] < now:
        raise BadTicket
    return Ticket(tuple(said["t"]), said["o"], said["h"])


def _seal(secret: str, body: str) -> str:
    key = hmac.new(secret.encode(), PURPOSE, sha256).digest()
    return _in_letters(hmac.new(key, body.encode(), sha256).digest())


def _in_letters(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
