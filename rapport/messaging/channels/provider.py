"""What adapters of providers share: where they are asked, with which keys, and how their calls are proved genuine."""

import hmac
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256

from rapport.messaging.accounts import secrets_of
from rapport.messaging.channels.adapters import Receipt, Refused
from rapport.messaging.channels.events import Call, Event, FileThere
from rapport.messaging.models import Channel, Message, PostCopy


class Provider:
    """An adapter (see `Adapter`) that also takes calls or fetches, and may publish."""

    name: str
    base_url: str
    window: timedelta | None = None
    can_write_first = True
    longest: int
    has_calls = True  # they call us
    is_polled = False  # we ask them
    can_publish = False
    is_urgent = False  # what they tell is worked through before they are answered
    thanks = ("", "text/plain")  # what their calls are answered with

    def base(self, channel: Channel) -> str:
        return (channel.settings.get("base_url") or self.base_url).rstrip("/")

    def token(self, channel: Channel) -> str:
        token = secrets_of(channel).get("token")
        if not token:
            raise Refused("channel_locked", "no key")
        return token

    def check(self, message: Message) -> None:
        if against := self.stands_against(message):
            raise Refused(against)

    def stands_against(self, message: Message) -> str:
        """A name of `reasons`, or "": what we know of beforehand."""
        return "text_too_long" if len(message.text) > self.longest else ""

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        raise NotImplementedError

    def look(self, channel: Channel) -> str:
        """Ask who we are there: the name of the account. Raises as `send` does."""
        raise NotImplementedError

    def is_genuine(self, channel: Channel, call: Call) -> bool:
        return False

    def greeting(self, channel: Channel, call: Call) -> str | None:
        """The answer to their first question at our address, if they ask one."""
        return None

    def answer(self, channel: Channel, call: Call) -> tuple[str, str]:
        """The words that a call of theirs is answered with, and their content type."""
        return self.thanks

    def event_id(self, call: Call) -> str:
        return digest(call.body)

    def read(self, channel: Channel, body: bytes) -> Iterable[Event]:
        """What was told in `body`. What is not known is passed over."""
        raise NotImplementedError

    def poll(self, channel: Channel, after: str) -> Iterator[tuple[str, bytes]]:
        """What is new there since the event `after`, oldest first."""
        raise NotImplementedError

    def fetch(self, channel: Channel, file: FileThere) -> bytes:
        raise NotImplementedError

    def longest_post(self, channel: Channel, *, has_picture: bool = False) -> int:
        return self.longest

    def publish(self, copy: PostCopy, channel: Channel) -> tuple[Receipt, str]:
        """Put a post where everybody can read it: its id and its address there."""
        raise NotImplementedError


def signing_keys(channel: Channel, *names: str) -> list[str]:
    """The keys by which calls may be signed: the present one, and the one before it while it is being changed."""
    found = secrets_of(channel)
    return [key for name in names for key in (found.get(name), found.get(f"{name}_before")) if key]


def is_one_of(given: str, wanted: Iterable[str]) -> bool:
    """Compared in constant time: how long it takes tells nothing of a key."""
    return any(hmac.compare_digest(given.encode(), one.encode()) for one in wanted)


def digest(body: bytes) -> str:
    return sha256(body).hexdigest()


def files_of(message: Message) -> list[tuple[str, str, bytes]]:
    """Name, kind and bytes of what goes with a message."""
    found = []
    for one in message.files.all():
        with one.file.open("rb") as file:
            found.append((one.name, one.content_type, file.read()))
    return found


def answered(message: Message) -> Message | None:
    """The last words of theirs that a message of ours answers, with its place."""
    theirs = message.conversation.messages.filter(direction=Message.Direction.IN).exclude(provider_id="")
    return theirs.select_related("place").order_by("-at", "-pk").first()


def public_thread(message: Message) -> str:
    """The comment that a message of ours answers where everybody reads it; "" when it is between the two of us."""
    theirs = answered(message)
    place = getattr(theirs, "place", None)
    return place.thread if place and place.is_public else ""
