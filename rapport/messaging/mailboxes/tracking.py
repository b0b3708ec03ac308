"""What a provider tells about a mail that it sent for us. The same word may come twice, and in any order."""

import re
from datetime import datetime, timedelta
from typing import Any

from anymail.signals import EventType, RejectReason
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rapport.core.emails import email_key
from rapport.messaging.channels.events import part_of
from rapport.messaging.incoming import returned
from rapport.messaging.mime import Bounce
from rapport.messaging.models import Channel, ChannelKind, Message, Suppression
from rapport.messaging.outgoing import suppressing

State = Message.State
ON_THE_WAY = (State.SENDING, State.SENT, State.UNCERTAIN)
SOONEST_READ = timedelta(seconds=3)
MACHINES = re.compile(  # pictures fetched in advance, links looked at by mail filters
    r"googleimageproxy|yahoomailproxy|bot\b|crawler|spider|proofpoint|mimecast|barracuda|safelinks|preview|scanner|prefetch",
    re.IGNORECASE,
)
BOT_SIGNS = (  # where providers say so themselves: Mailgun, SendGrid, SparkPost
    (("event-data", "client-info"), "bot"),
    (("client-info",), "bot"),
    ((), "sg_machine_open"),
    (("msys", "track_event"), "is_prefetched"),
)
NO_SIGN = (None, False, "", "false", "False")
DEAD = {RejectReason.INVALID, RejectReason.BOUNCED}


@transaction.atomic
def apply(channel: Channel, event: Any) -> None:
    """Settle the message that an event of anymail is about. One that we don't know is left alone."""
    message = _message(channel, event.message_id) or _message(channel, _our_id(event))
    if message is None:
        return
    at = event.timestamp or timezone.now()
    match event.event_type:
        case EventType.DELIVERED:
            suppressing.delivered(ChannelKind.EMAIL, event.recipient or "")
            _mark(message, ON_THE_WAY, state=State.DELIVERED, delivered_at=at)
        case EventType.OPENED | EventType.CLICKED:
            if is_by_machine(event, message, at):
                return
            _mark(message, (*ON_THE_WAY, State.DELIVERED), state=State.OPENED, opened_at=at)
        case EventType.BOUNCED | EventType.REJECTED | EventType.FAILED | EventType.DEFERRED:
            returned.settle(message, _bounce(event, message))
        case EventType.COMPLAINED:
            if not _is_known_as_spam(message):
                returned.called_spam(message)
        case EventType.UNSUBSCRIBED:
            suppressing.suppress(ChannelKind.EMAIL, _address(event, message), Suppression.Because.UNSUBSCRIBED, at=at)


def _message(channel: Channel, their_id: str | None) -> Message | None:
    """By the provider's name for it, or by the Message-ID that it kept. Locked."""
    if not their_id:
        return None
    bare = their_id.strip("<>")
    named = Q(channel=channel, provider_id__in=[their_id, bare]) | Q(message_id=f"<{bare}>")
    ours = Message.objects.filter(named, channel=channel, direction=Message.Direction.OUT)
    return ours.select_for_update(of=("self",)).select_related("customer", "conversation").first()


def _our_id(event: Any) -> str:
    """The Message-ID that we gave it, where the call repeats our headers: who sends by SMTP hears no other name."""
    told = event.esp_event if isinstance(event.esp_event, dict) else {}
    about = told.get("mail") or told.get("data") or {}
    headers = about.get("headers") or [] if isinstance(about, dict) else []
    names = ((one.get("name", ""), one.get("value", "")) for one in headers if isinstance(one, dict))
    return next((str(value) for name, value in names if str(name).lower() == "message-id"), "")


def is_by_machine(event: Any, message: Message, at: datetime) -> bool:
    """Whether a program opened it: those that fetch every picture in advance, and scanners that follow every link.

    Nobody reads within seconds of the delivery; and who hides that they read does not want it known.
    """
    if MACHINES.search(event.user_agent or "") or (event.user_agent or "").strip() == "Mozilla/5.0":
        return True
    told = event.esp_event if isinstance(event.esp_event, dict) else {}
    if any(part_of(told, *path).get(name) not in NO_SIGN for path, name in BOT_SIGNS):
        return True
    got = message.delivered_at or message.sent_at
    return got is not None and timedelta(0) <= at - got < SOONEST_READ


def _mark(message: Message, states: tuple, **changed: Any) -> None:
    Message.objects.filter(pk=message.pk, state__in=states).update(**changed)


def _bounce(event: Any, message: Message) -> Bounce:
    """In the words of a mail server's report, of which each provider has its own dialect."""
    is_delayed = event.event_type == EventType.DEFERRED
    is_dead = event.event_type == EventType.BOUNCED and event.reject_reason in DEAD
    refused = event.reject_reason in (RejectReason.BLOCKED, RejectReason.SPAM)
    return Bounce(
        recipient=_address(event, message),
        action="delayed" if is_delayed else "failed",
        status="4.0.0" if is_delayed else "5.1.1" if is_dead else "5.7.1" if refused else "5.0.0",
        diagnostic=(event.mta_response or event.description or "")[:200],
        original_message_id=message.message_id,
    )


def _address(event: Any, message: Message) -> str:
    """One that we wrote to, never another that somebody names."""
    written = [one["address"] for one in message.recipients if one.get("address")]
    wanted = email_key(event.recipient or "")
    return next((one for one in written if email_key(one) == wanted), written[0] if written else "")


def _is_known_as_spam(message: Message) -> bool:
    return (
        message.customer is not None
        and message.customer.entries.filter(kind="message.reported", facts__message_id=str(message.pk)).exists()
    )
