"""What becomes of a message that was not simply taken. Each is called in the transaction that frees its lane."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from rapport.messaging.channels.adapters import Refused, TryLater
from rapport.messaging.models import Conversation, Message
from rapport.messaging.outgoing.tasks import wake
from rapport.timeline.actions import record

MOST_ATTEMPTS = 30  # with an hour between them at the end: about a day
LONGEST = 300


def try_later(message: Message, problem: TryLater) -> None:
    """Not now: the same again after a pause, which grows. After about a day we give up, and say so."""
    if message.attempts >= MOST_ATTEMPTS:
        _change(message, state=Message.State.FAILED, reason="gave_up", detail=problem.detail[:LONGEST])
        return
    wait(message, problem)


def wait(message: Message, problem: TryLater) -> None:
    """The channel is out of order, or the other side busy: whatever the reason, nothing was sent."""
    after = timedelta(seconds=problem.seconds) if problem.seconds is not None else pause(message.attempts)
    send_after = timezone.now() + after
    _change(message, state=Message.State.QUEUED, send_after=send_after, detail=problem.detail[:LONGEST])
    wake(send_after)


def pause(attempts: int) -> timedelta:
    """Longer after each time: half a minute, a minute, two … up to an hour."""
    seconds = settings.SENDING_RETRY_SECONDS
    return timedelta(seconds=min(seconds * 2 ** min(attempts - 1, 12), max(3600, seconds)))


def fail(message: Message, problem: Refused) -> None:
    reason = getattr(problem, "reason", "") or "refused_there"
    _change(message, state=Message.State.FAILED, reason=reason[:40], detail=problem.detail[:LONGEST])


def broken(message: Message, detail: str) -> None:
    """A mistake of ours; with the next release it may be sent by hand."""
    _change(message, state=Message.State.FAILED, reason="our_mistake", detail=detail[:LONGEST])


def refuse(message: Message, held) -> None:
    """Something changed while it waited: it may not go any more."""
    _change(message, state=Message.State.REFUSED, reason=held.reason, detail=held.detail)
    tell_refused(message, held.reason)


def tell_refused(message: Message, reason: str = "") -> None:
    _tell(message, "message.refused", reason or message.reason, by=message.by)


def tell_failed(message: Message, reason: str) -> None:
    """For good: whoever counted on it hears that it did not get to them."""
    _tell(message, "message.failed", reason)


def _tell(message: Message, kind: str, reason: str, by=None) -> None:
    """On the story; of somebody who is forgotten nothing is told."""
    if message.customer_id and not message.customer.is_erased:
        record(message, kind, by=by, reason=reason, subject=message.subject, purpose=message.purpose)


def unclear(message: Message, detail: str = "", reason: str = "unclear") -> None:
    _change(message, state=Message.State.UNCERTAIN, reason=reason, detail=detail[:LONGEST])


def _change(message: Message, **values) -> None:
    values = {"reason": "", "detail": "", "lane": None} | values
    if values["state"] != Message.State.UNCERTAIN:
        values["claimed_at"] = None
    changed = Message.objects.filter(pk=message.pk, state__in=[Message.State.SENDING]).update(**values)
    if changed and values["state"] == Message.State.FAILED:
        tell_failed(message, values["reason"])
    if message.conversation_id:
        touch(message.conversation_id)


def touch(conversation_id) -> None:
    """Pages that show it look again."""
    Conversation.objects.filter(pk=conversation_id).update(version=F("version") + 1)
