"""What providers tell of messages of ours: delivered, opened, failed. In any order, and as often as they like."""

from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from rapport.messaging.channels.adapters import Receipt
from rapport.messaging.channels.events import DELIVERED, FAILED, OPENED, SENT, Went, WentUntil
from rapport.messaging.models import Channel, Conversation, Message
from rapport.messaging.outgoing.failing import tell_failed
from rapport.messaging.outgoing.settling import settle

State = Message.State
BEFORE = {  # from which states it goes to this one; a receipt that comes too late changes nothing
    SENT: (),
    DELIVERED: (State.SENT,),
    OPENED: (State.SENT, State.DELIVERED),
    FAILED: (State.SENT,),
}


class NotYet(Exception):
    """The message is not known by that name, or is still on its way: perhaps in a moment."""


@transaction.atomic
def went(channel: Channel, told: Went) -> None:
    """Note how far a message got. Raises `NotYet`.

    What may have been sent when a worker died, and is told of by our own id, was sent: nobody has to ask any more.
    """
    ours = Message.objects.filter(channel=channel, direction=Message.Direction.OUT)
    message = ours.filter(provider_id=told.provider_id).first()
    if message is None and (key := _key(told.ours)):
        message = ours.filter(pk=key).first()
    if message is None or message.state == State.SENDING:
        raise NotYet
    if message.provider_id not in ("", told.provider_id):
        return  # a file that went with it: the words tell for both
    if message.state == State.UNCERTAIN:
        settle([message.pk], at=told.at, receipts={message.pk: Receipt(told.provider_id)})
    _note(Message.objects.filter(pk=message.pk), told)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@transaction.atomic
def went_until(channel: Channel, told: WentUntil) -> None:
    theirs = Q(conversation__peer=told.peer, sent_at__lte=told.until)
    before = Message.objects.filter(
        theirs, channel=channel, direction=Message.Direction.OUT, state__in=BEFORE[told.state]
    )
    keys = list(before.values_list("pk", flat=True))
    _note(Message.objects.filter(pk__in=keys), Went("", told.state, told.until))


def _note(messages, told: Went) -> None:
    moved = messages.filter(state__in=BEFORE[told.state])
    about = list(moved.values_list("conversation", flat=True))
    failed = list(moved.select_related("customer")) if told.state == FAILED else []
    values = {"state": told.state}
    if told.state in (DELIVERED, OPENED):
        values["delivered_at"] = Coalesce("delivered_at", told.at)
    if told.state == OPENED:
        values["opened_at"] = Coalesce("opened_at", told.at)
    if told.state == FAILED:
        values |= {"reason": told.reason[:40], "detail": told.detail[:300]}
    changed = moved.update(**values)
    if changed:
        Conversation.objects.filter(pk__in=about).update(version=F("version") + 1)
    for message in failed:
        tell_failed(message, told.reason[:40])
