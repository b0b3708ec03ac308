"""Giving our word, and giving it anew in time."""

from datetime import date, datetime

from django.db import transaction

from rapport.promises.business_time import Calendar, Due, due_for
from rapport.promises.calendars import calendar_of, end_of
from rapport.promises.kinds import kind_of
from rapport.promises.locking import locked, refuse_settled, tell_the_story
from rapport.promises.models import Kind, Promise, Telling
from rapport.promises.refusals import AlreadyLate, DueIsPast, ToldTooLate
from rapport.promises.reminders import moments
from rapport.promises.tellings import Told, as_told, write_down
from rapport.timeline.models import Entry


@transaction.atomic
def promise(
    customer,
    text: str,
    *,
    at: datetime,
    kind: str = "other",
    by=None,
    owner=None,
    due_at: datetime | None = None,
    due_on: date | None = None,
    location=None,
    about: str = "",
    source=None,
    told: Told | None = None,
) -> Promise:
    """Promise `text` to `customer` by `due_at`, by the end of business on `due_on`, or as the kind's level says.

    `by` is who gives their word (None: a service level does); `owner` has it in hand, usually the same person.
    The location decides whose opening hours count: given, the owner's, the customer's or the main one.
    Raises `DueIsPast`, and `NoOpenHours` when the calendar never opens.
    """
    kind = kind_of(kind)
    owner = owner or by
    location = location or getattr(owner, "location", None) or customer.location
    calendar = calendar_of(location)
    due = _due(kind, at, calendar, due_at, due_on)
    made = _give(
        kind,
        calendar,
        customer=customer,
        text=text,
        about=about,
        made_by=by,
        owner=owner,
        location=location,
        source=source,
        made_at=at,
        due_at=due.promise_due_at,
        target_due_at=due.target_due_at,
        first_due_at=due.promise_due_at,
    )
    if told:
        write_down(made, told, Telling.About.MADE, by=by, at=at)
    tell_the_story(made, "made", by=by, at=at, channel=told.channel if told else "")
    return made


@transaction.atomic
def renegotiate(
    promise: Promise,
    *,
    at: datetime,
    by,
    told: Told | Entry,
    reason: str,
    due_at: datetime | None = None,
    due_on: date | None = None,
) -> Promise:
    """Move `promise` to a date of which the customer was told before the old one passed; the answer is the new promise.

    `told` is the entry that shows it (a notice, a message, their own agreement, a recorded call), or a `Told`; without
    an entry of its own the one recorded here is kept as the record of the call. The new promise remembers the first
    date. Sent twice, the second answers with the promise the first made. Raises `AlreadyLate` after the due time,
    `ToldTooLate` when the customer learnt of it only then, `NotATelling`.
    """
    promise = locked(promise)
    if promise.state == Promise.State.RENEGOTIATED:
        return promise.renegotiated_to
    refuse_settled(promise)
    told = as_told(told, promise)
    if at >= promise.due_at:
        raise AlreadyLate
    if told.at >= promise.due_at:
        raise ToldTooLate

    kind, calendar = kind_of(promise.kind), calendar_of(promise.location)
    due = _due(kind, at, calendar, due_at, due_on)
    telling = write_down(promise, told, Telling.About.MOVED, by=by, at=at)
    promise.state = Promise.State.RENEGOTIATED
    promise.closed_at, promise.closed_by, promise.reason = at, by, reason
    promise.save(update_fields=["state", "closed_at", "closed_by", "reason"])
    moved = _give_again(promise, kind, calendar, by=by, at=at, due=due)
    entry = tell_the_story(
        moved,
        "renegotiated",
        by=by,
        at=told.at,
        channel="" if told.entry else told.channel,
        body="" if told.entry else told.words,
        old_due_at=promise.due_at.isoformat(),
        old_promise_id=str(promise.pk),
        reason=reason,
        times=moved.renegotiations,
        told_by=str(told.entry.pk) if told.entry else "",
    )
    if telling.entry is None:
        telling.entry = entry
        telling.save(update_fields=["entry"])
    return moved


def _due(kind: Kind, at: datetime, calendar: Calendar, due_at: datetime | None, due_on: date | None) -> Due:
    if due_on is not None:
        due_at = end_of(due_on, calendar)
    if due_at is None:
        return due_for(kind.level, at, calendar)
    if due_at <= at:
        raise DueIsPast
    return Due(target_due_at=due_at, promise_due_at=due_at)


def _give_again(promise: Promise, kind: Kind, calendar: Calendar, *, by, at: datetime, due: Due) -> Promise:
    return _give(
        kind,
        calendar,
        customer=promise.customer,
        text=promise.text,
        about=promise.about,
        made_by=by,
        owner=promise.owner,
        location=promise.location,
        source=promise.source,
        made_at=at,
        due_at=due.promise_due_at,
        target_due_at=due.target_due_at,
        first_due_at=promise.first_due_at,
        renegotiated_from=promise,
        renegotiations=promise.renegotiations + 1,
    )


def _give(kind: Kind, calendar: Calendar, **fields) -> Promise:
    when = moments(kind, fields["made_at"], fields["due_at"], calendar)
    return Promise.objects.create(
        kind=kind.key,
        is_internal=kind.is_internal,
        ask_at=when.ask_at,
        at_risk_at=when.at_risk_at,
        urgent_at=when.urgent_at,
        **fields,
    )
