"""An address of a customer that somebody here stops, or opens again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.messaging.models import Suppression
from rapport.messaging.outgoing import suppressing
from rapport.timeline.actions import record


@transaction.atomic
def stop(customer: Any, kind: str, address: str, *, by, at: datetime) -> Suppression:
    """Nothing goes to `address` any more, for any purpose. Twice is once."""
    if suppressing.is_stopped_by_hand(kind, address):
        return suppressing.suppress(kind, address, Suppression.Because.BY_HAND, by=by, at=at)
    row = suppressing.suppress(kind, address, Suppression.Because.BY_HAND, by=by, at=at)
    record(customer, "address.stopped", by=by, at=at, channel_kind=kind)
    return row


@transaction.atomic
def free(customer: Any, kind: str, against: Sequence[Suppression], *, by, at: datetime) -> None:
    """Messages go there again. Raises `TheirOwnWish` where only what they asked for themselves stands against it."""
    ours = [one for one in against if one.because not in suppressing.THEIRS]
    if against and not ours:
        raise suppressing.TheirOwnWish
    for one in ours:
        suppressing.lift(one, by=by, at=at)
    if ours:
        record(customer, "address.freed", by=by, at=at, channel_kind=kind)
