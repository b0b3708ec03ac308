"""What a provider's call, or what was fetched from them, tells: words that came, what became of ours, who said stop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from rapport.messaging.models import Message


@dataclass(frozen=True)
class FileThere:
    """A file that the provider keeps for us."""

    where: str  # an id or an address; the adapter knows
    name: str = ""
    content_type: str = ""


@dataclass(frozen=True)
class Where:
    """On a public page or thread, and what an answer hangs on."""

    thread: str
    is_public: bool = False
    visibility: str = ""
    url: str = ""


@dataclass(frozen=True)
class Came:
    """Words from somebody. `sent_at` is by their clock and decides nothing."""

    sender: str
    text: str
    external_id: str
    sender_name: str = ""
    html: str = ""
    answers: tuple[str, ...] = ()  # what it replies to, as they call it; the nearest last
    files: tuple[FileThere, ...] = ()
    where: Where | None = None
    language: str = ""
    account: str = ""  # whose it is, when one call may be for several of our accounts
    is_automatic: bool = False


@dataclass(frozen=True)
class Went:
    """How far a message of ours got."""

    provider_id: str
    state: str
    at: datetime
    reason: str = ""
    detail: str = ""
    account: str = ""
    ours: str = ""  # our own id of it, where they give back what we told them


@dataclass(frozen=True)
class WentUntil:
    """All that we wrote to somebody before a moment got that far."""

    peer: str
    state: str
    until: datetime
    account: str = ""


@dataclass(frozen=True)
class Stopped:
    """They told the provider that they want no more; or, when it `is_over`, that we may write again."""

    sender: str
    is_over: bool = False
    account: str = ""


@dataclass(frozen=True)
class Rang:
    """What happened to a telephone call: one of `RINGING` … `LEFT_MESSAGE`. Which way it goes is said of a new one."""

    call_id: str
    what: str
    at: datetime | None = None  # by their clock
    peer: str = ""  # the number at the other end, as they write it
    direction: str = ""  # "in", "out"; empty: of a call that is known already
    agent: str = ""  # whose telephone: an extension, a number, an e-mail address
    recording: FileThere | None = None
    account: str = ""


RINGING, ANSWERED, TRANSFERRED, ENDED, MISSED = "ringing", "answered", "transferred", "ended", "missed"
LEFT_MESSAGE = "voicemail"
Event = Came | Went | WentUntil | Stopped | Rang
SENT, DELIVERED = Message.State.SENT, Message.State.DELIVERED
OPENED, FAILED = Message.State.OPENED, Message.State.FAILED


@dataclass(frozen=True)
class Call:
    """A call of a provider, as it came."""

    method: str
    urls: tuple[str, ...]  # as they may have written our address
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    query: Mapping[str, str] = field(default_factory=dict)


def at_seconds(value: Any, otherwise: datetime) -> datetime:
    """A moment of theirs, in seconds or milliseconds of Unix time; `otherwise` where it says nothing sensible."""
    try:
        seconds = float(value)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 10**11 else seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return otherwise


def listed(data: Any, key: str) -> list[dict]:
    """The objects in a list of theirs; what is not of that form is passed over."""
    found = data.get(key) if isinstance(data, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def part_of(data: Any, *keys: str) -> dict:
    """The object within objects; {} when there is none."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}
