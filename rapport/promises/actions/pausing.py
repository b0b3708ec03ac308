"""A promise whose clock stood still while we waited for the customer: for their answer, or for a day they agreed to."""

from datetime import datetime

from django.db import transaction

from rapport.promises.calendars import calendar_of
from rapport.promises.kinds import kind_of
from rapport.promises.locking import locked, refuse_settled
from rapport.promises.models import Promise, Telling
from rapport.promises.refusals import AlreadyLate, DueIsPast
from rapport.promises.reminders import moments
from rapport.promises.tellings import Told, write_down


@transaction.atomic
def stood_still(promise: Promise, *, due_at: datetime, told: Told, by, at: datetime) -> Promise:
    """Let `promise` be due at `due_at`, as if the time of waiting had not been; `told` is what we asked of them.

    No renegotiation: the delay is theirs or agreed, so the first date moves along and no rate suffers. Whoever waits
    records that on the timeline. Raises `AlreadyLate` for what was late before the waiting, and `DueIsPast`.
    """
    promise = locked(promise)
    refuse_settled(promise)
    if told.at >= promise.due_at:
        raise AlreadyLate
    if due_at <= at:
        raise DueIsPast
    promise.first_due_at += due_at - promise.due_at
    promise.due_at = due_at
    promise.target_due_at = due_at if promise.target_due_at else None
    when = moments(kind_of(promise.kind), promise.made_at, due_at, calendar_of(promise.location))
    promise.ask_at, promise.at_risk_at, promise.urgent_at = when.ask_at, when.at_risk_at, when.urgent_at
    promise.state = Promise.State.OPEN
    promise.save()
    write_down(promise, told, Telling.About.MOVED, by=by, at=at)
    return promise
