"""What every kind of channel knows to do: take one message to one address, and say what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from rapport.core.registry import Registry
from rapport.messaging.models import Channel, Conversation, Message


@dataclass(frozen=True)
class Receipt:
    """They took it."""

    provider_id: str = ""  # how they call it; delivery receipts name it


class TryLater(Exception):
    """They did not take it, and will later. `seconds` is what they asked for, if they did."""

    def __init__(self, seconds: float | None = None, detail: str = ""):
        super().__init__(detail)
        self.seconds, self.detail = seconds, detail


class Refused(Exception):
    """They did not take it, and never will. `reason` is a stable name, `detail` what they said, nothing personal."""

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class Unclear(Exception):
    """It was on its way when the line broke: they may have taken it."""

    def __init__(self, detail: str = ""):
        super().__init__(detail)
        self.detail = detail


class Adapter(Protocol):
    name: str  # of the kind of channel: `ChannelKind`
    window: timedelta | None  # how long after their last words we may write freely; None: always
    can_write_first: bool  # to somebody who never wrote here

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        """Take `message` to `to`, outside of any transaction. Raises `TryLater`, `Refused` or `Unclear`."""


adapters: Registry[Adapter] = Registry()


def window_closes_at(conversation: Conversation) -> datetime | None:
    """Until when we may write freely in a conversation; None where the channel knows no such limit."""
    adapter = adapters.find(conversation.channel.kind)
    if adapter is None or adapter.window is None:
        return None
    return (conversation.last_in_at or conversation.begun_at) + adapter.window


def stands_against(message: Message) -> str:
    """Why the channel would not take a message that is being written, as far as we know beforehand; "" if nothing."""
    adapter = adapters.find(message.channel.kind)
    return adapter.stands_against(message) if hasattr(adapter, "stands_against") else ""
