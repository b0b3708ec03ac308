"""The telephone as a channel: one adapter, and behind it the line that the house has."""

from collections.abc import Iterable

from rapport.core.registry import Registry
from rapport.messaging.calls.ari import Ari
from rapport.messaging.calls.line import Line
from rapport.messaging.calls.pbx import Pbx
from rapport.messaging.calls.twilio import Twilio
from rapport.messaging.channels.adapters import Receipt, Refused, adapters
from rapport.messaging.channels.events import Call, Rang
from rapport.messaging.channels.provider import Provider
from rapport.messaging.models import Channel, ChannelKind, Message


class Phone(Provider):
    name = ChannelKind.PHONE
    base_url = ""
    longest = 0
    is_urgent = True  # somebody is ringing

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        raise Refused("no_adapter")

    def stands_against(self, message: Message) -> str:
        return "no_adapter"

    def look(self, channel: Channel) -> str:
        return self._line(channel).look(channel)

    def is_genuine(self, channel: Channel, call: Call) -> bool:
        line = line_of(channel)
        return line is not None and line.is_genuine(channel, call)

    def answer(self, channel: Channel, call: Call) -> tuple[str, str]:
        return self._line(channel).answer(channel, call)

    def read(self, channel: Channel, body: bytes) -> Iterable[Rang]:
        return self._line(channel).read(channel, body)

    def recording(self, channel: Channel, where: str) -> bytes:
        return self._line(channel).recording(channel, where)

    def _line(self, channel: Channel) -> Line:
        line = line_of(channel)
        if line is None:
            raise Refused("channel_locked", "no line")
        return line


lines: Registry[Line] = Registry()
for _line in (Pbx(), Twilio(), Ari()):
    lines.add(_line)
PHONE = Phone()
adapters.add(PHONE)


def line_of(channel: Channel) -> Line | None:
    """None for a line that tells us nothing: its calls are noted by hand."""
    name = channel.settings.get("provider", "")
    return lines.find(name) if name else None
