"""What a channel hands in: words from outside, before anybody knows whose they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rapport.core.emails import email_key
from rapport.messaging.mime.mail import MailFile
from rapport.messaging.models import Channel, ChannelKind, Conversation, Message, RawMail

BY_NUMBER = frozenset({ChannelKind.PHONE, ChannelKind.SMS, ChannelKind.WHATSAPP})
BY_ADDRESS = frozenset({ChannelKind.EMAIL})


@dataclass(frozen=True)
class Arrived:
    """One message. `at` is when our side received it, never what the sender's clock says."""

    channel: Channel
    sender: str  # an e-mail address, a number as E.164, or the key of the provider
    text: str
    at: datetime
    sender_name: str = ""
    subject: str = ""
    html: str = ""  # safe to show
    quoted: str = ""
    signature: str = ""
    files: Sequence[MailFile] = ()
    external_id: str = ""  # Message-ID, or the provider's id: the same one twice is one message
    in_reply_to: Sequence[str] = ()
    references: Sequence[str] = ()  # oldest first
    number: int | None = None  # "[#12345]" in the subject
    tokens: Sequence[str] = ()  # of reply addresses of ours; a forged one is no harm
    recipients: Sequence[Mapping[str, str]] = ()  # {"way": "to"|"cc", "address", "name"}
    kind: str = Message.Kind.PLAIN
    automatic: str = ""  # the rule by which no machine may answer
    away_until: date | None = None
    authentication: Mapping[str, str] = field(default_factory=dict)
    defects: Sequence[str] = ()
    language: str = ""
    conversation: Conversation | None = None  # when the channel knows
    is_separate: bool = False  # the channel knows that it goes on with none
    customer: Any = None  # when the channel knows
    raw: RawMail | None = None
    is_history: bool = False  # from before: nobody waits for an answer any more
    is_ours: bool = False  # from one of our own addresses: nobody outside wrote it
    is_by_machine: bool = False  # a list, a newsletter, a no-reply: not somebody to get to know
    is_from_colleague: bool = False  # who passes something on; its customer is to be named

    @property
    def is_from_a_person(self) -> bool:
        return self.kind == Message.Kind.PLAIN

    @property
    def may_be_a_prospect(self) -> bool:
        return bool(self.sender) and not (self.is_ours or self.is_by_machine or self.is_from_colleague)

    @property
    def key(self) -> str:
        """By which two messages are from the same sender."""
        return sender_key(self.channel.kind, self.sender)


def sender_key(kind: str, sender: str) -> str:
    if kind in BY_ADDRESS:
        return email_key(sender) if sender else ""
    if kind in BY_NUMBER:
        return sender
    return sender.strip().casefold()
