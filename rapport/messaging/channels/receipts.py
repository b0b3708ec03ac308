"""What providers tell of messages of ours: delivered, opened, failed. In any order, and as often as they like."""

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from rapport.messaging.channels.events import DELIVERED, FAILED, OPENED, Went, WentUntil
from rapport.messaging.models import Channel, Conversation, Message

State = Message.State
BEFORE = {  # from which states it goes to this one; a receipt that comes too late changes nothing
    DELIVERED: (State.SENT, State.UNCERTAIN),
    OPENED: (State.SENT, State.DELIVERED, State.UNCERTAIN),
    FAILED: (State.SENT, State.UNCERTAIN),
}


class NotYet(Exception):
    """The message is not known by that name, or is still on its way: perhaps in a moment."""


@transaction.atomic
def went(channel: Channel, told: Went) -> None:
    """Note how far a message got. Raises `NotYet`."""
    ours = Message.objects.filter(channel=channel, provider_id=told.provider_id, direction=Message.Direction.OUT)
    known = ours.values_list("pk", "state").first()
    if known is None or known[1] == State.SENDING:
        raise NotYet
    _note(Message.objects.filter(pk=known[0]), told)


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
