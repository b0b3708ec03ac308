"""What a provider tells about a mail that it sent for us. The same word may come twice, and in any order."""

from typing import Any

from anymail.signals import EventType, RejectReason
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rapport.core.emails import email_key
from rapport.messaging.incoming import returned
from rapport.messaging.mime import Bounce
from rapport.messaging.models import Channel, ChannelKind, Message, Suppression
from rapport.messaging.outgoing import suppressing

State = Message.State
ON_THE_WAY = (State.SENDING, State.SENT, State.UNCERTAIN)
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
