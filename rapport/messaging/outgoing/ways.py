"""By which connection a message of a channel leaves: SMTP, a provider, a folder, or the adapter of another channel."""

import threading
from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone

from rapport.messaging import health
from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, adapters
from rapport.messaging.models import Channel, ChannelKind, Message
from rapport.messaging.outgoing import addresses
from rapport.messaging.outgoing.reasons import sentence_of

LOCKED = "channel_locked"  # not this message's fault: the others would fare the same until somebody sees to it
OnWire = Callable[[], Callable[[], None]]  # begins to note it; what it answers waits until that is durable


class OutOfOrder(TryLater):
    """Nothing can leave by this channel for now, whichever message it is: no connection, a wrong password."""


class Way(Protocol):
    def put(self, message: Message, on_wire: OnWire) -> Receipt:
        """Take one message over. Raises `TryLater`, `OutOfOrder`, `Refused` or `Unclear`."""

    def close(self) -> None: ...


class ByAdapter:
    """Channels beside e-mail: noted first, then handed to their adapter."""

    def __init__(self, channel: Channel):
        self.adapter: Any = adapters.find(channel.kind)

    def put(self, message: Message, on_wire: OnWire) -> Receipt:
        if self.adapter is None:
            raise Refused("no_adapter")
        on_wire()()
        try:
            receipt = self.adapter.send(message, message.channel, addresses.to_of(message))
        except Refused as problem:
            if problem.reason != LOCKED:
                raise
            health.fails(message.channel, sentence_of(LOCKED), timezone.now(), way=health.OUT)
            raise OutOfOrder(None, problem.detail) from problem
        if message.channel.failing_way == health.OUT:
            health.works(message.channel, timezone.now(), way=health.OUT)
        return receipt

    def close(self) -> None:
        """Nothing is kept open."""


class Ways:
    """For `with`: what was opened for a channel stays open until the end. Two lanes use it in turn, by its `turn`."""

    def __init__(self) -> None:
        self._open: dict[UUID, Way] = {}
        self.turn = threading.Lock()

    def __enter__(self) -> "Ways":
        return self

    def __exit__(self, *problem) -> None:
        for way in self._open.values():
            way.close()

    def of(self, channel: Channel) -> Way:
        if channel.pk not in self._open:
            self._open[channel.pk] = self._new(channel)
        return self._open[channel.pk]

    def _new(self, channel: Channel) -> Way:
        if channel.kind != ChannelKind.EMAIL:
            return ByAdapter(channel)
        from rapport.messaging.outgoing.mailing import way_of

        return way_of(channel)
