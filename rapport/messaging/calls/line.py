"""What every kind of telephone line knows to do: say what happens on it, and call for us."""

import hmac
from abc import ABC, abstractmethod
from collections.abc import Iterable
from hashlib import sha256

from rapport.messaging.accounts import secrets_of
from rapport.messaging.channels import wire
from rapport.messaging.channels.adapters import Refused
from rapport.messaging.channels.events import Call, Rang
from rapport.messaging.channels.provider import is_one_of, signing_keys
from rapport.messaging.models import Channel

SIGNATURE = "x-rapport-signature"


class Line(ABC):
    name: str

    def is_genuine(self, channel: Channel, call: Call) -> bool:
        """Signed as GitHub and Meta do: HMAC-SHA256 of the raw bytes, in hexadecimal."""
        given = call.headers.get(SIGNATURE, "")
        return is_one_of(given, [signature(key, call.body) for key in signing_keys(channel, "signing")])

    def answer(self, channel: Channel, call: Call) -> tuple[str, str]:
        return "", "text/plain"

    @abstractmethod
    def read(self, channel: Channel, body: bytes) -> Iterable[Rang]:
        """What was told in `body`."""

    def can_call(self, channel: Channel) -> bool:
        """Whether it calls for us when somebody presses a number."""
        return bool(base_of(channel))

    @abstractmethod
    def call(self, channel: Channel, extension: str, number: str, key: str) -> str:
        """Ring at `extension`, then at `number`; how the line calls that call (`key` where it lets us say).

        Raises `TryLater`, `Refused` or `Unclear`.
        """

    def recording(self, channel: Channel, where: str) -> bytes:
        return wire.fetch(where)

    def look(self, channel: Channel) -> str:
        """Ask who we are there. Raises as `call` does."""
        return str(channel)


def signature(key: str, body: bytes) -> str:
    return "sha256=" + hmac.new(key.encode(), body, sha256).hexdigest()


def base_of(channel: Channel) -> str:
    return str(channel.settings.get("base_url") or "").rstrip("/")


def secret(channel: Channel, name: str) -> str:
    found = secrets_of(channel).get(name)
    if not found:
        raise Refused("channel_locked", "no key")
    return found
