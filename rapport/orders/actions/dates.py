"""The promised day of an order: giving it, noting that it will not hold, and telling the customer."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.names import clean
from rapport.orders.locking import locked, tell_the_story
from rapport.orders.models import Delay, Order
from rapport.orders.refusals import AlreadyPromised, NothingPromised, OrderFinished
from rapport.promises import actions as promises
from rapport.promises.actions import Told
from rapport.promises.business_time import Calendar
from rapport.promises.calendars import calendar_of
from rapport.promises.models import Promise
from rapport.staff.models import Business

TELL_WITHIN = timedelta(hours=1)  # when business has closed or the promised moment is nearly there


@transaction.atomic
def promise_date(order: Order, *, at: datetime, by, due_on: date, told: Told | None = None) -> Promise:
    """Promise that `order` comes on `due_on`. Raises `OrderFinished`, `AlreadyPromised`, `DueIsPast`."""
    order = locked(order)
    if not order.is_open:
        raise OrderFinished
    if order.promise and order.promise.is_open:
        raise AlreadyPromised
    return give_a_day(order, at=at, by=by, due_on=due_on, told=told)


@transaction.atomic
def note_delay(order: Order, *, at: datetime, by, cause: str, expected_on: date | None = None) -> Delay:
    """Note that `order` will be late, before the customer knows; Today then asks to tell them.

    They should hear the same business day and before the promised moment (DOMAIN 8). Noted again, the news replaces
    what nobody has told yet. Raises `OrderFinished`, `NothingPromised`.
    """
    order = _promised(order)
    delay = order.delays.filter(told_at=None).first()
    if delay is None:
        delay = Delay(order=order, known_at=at, noted_by=by, tell_by=_tell_by(order, at))
    delay.cause, delay.expected_on = clean(cause), expected_on
    delay.save()
    tell_the_story(
        order,
        "delayed",
        by=by,
        at=at,
        cause=delay.cause,
        due_at=order.promise.due_at.isoformat(),
        expected_on=expected_on.isoformat() if expected_on else None,
    )
    return delay


@transaction.atomic
def tell_delay(order: Order, *, at: datetime, by, told: Told, cause: str, due_on: date | None) -> Promise:
    """Write down that the customer was told of the new day `due_on`; the answer is the promise for it.

    Told before the old day ran out, the promise has moved. Later, the old one stays late until delivery, and a new
    one is made. Without a day, as long as nobody is sure of one, they know of the delay and the old promise stands.
    Raises `OrderFinished`, `NothingPromised`, `DueIsPast`.
    """
    order = _promised(order)
    old, cause = order.promise, clean(cause)[:300]
    is_late = old.is_late(at) or told.at >= old.due_at
    if due_on is None:
        if is_late:
            promises.tell(old, at=at, by=by, told=told)
        new = old
    elif is_late:
        promises.tell(old, at=at, by=by, told=told)
        order.missed.add(old)
        new = give_a_day(order, at=at, by=by, due_on=due_on, told=told)
    else:
        new = promises.renegotiate(old, at=at, by=by, told=told, reason=cause, due_on=due_on)
        order.promise = new
        order.save(update_fields=["promise"])
    delay = order.delays.filter(told_at=None).first() or Delay(
        order=order, known_at=told.known_at or told.at, noted_by=by, tell_by=_tell_by(order, told.at)
    )
    delay.cause, delay.expected_on, delay.promise = cause, due_on, new
    delay.told_at, delay.told_by = told.at, by
    delay.save()
    return new


def give_a_day(order: Order, *, at: datetime, by, due_on: date, told: Told | None = None) -> Promise:
    """Promise `due_on` for an order whose row is locked or new; the sentence is in the business's language."""
    with translation.override(Business.objects.current().language):
        about = _("order %(number)s") % {"number": order.number}
        text = _what(order)
    order.promise = promises.promise(
        order.customer,
        text,
        at=at,
        kind="delivery",
        by=by,
        owner=order.seller if order.seller and order.seller.is_active else by,
        due_on=due_on,
        location=order.location,
        about=about,
        told=told,
    )
    order.save(update_fields=["promise"])
    return order.promise


def follow(promise: Promise) -> None:
    """Let the order of `promise`, which was moved on a page of its own, point to the newest date."""
    for order in Order.objects.select_for_update(of=("self",)).filter(promise=promise):
        newest = promise
        while later := Promise.objects.filter(renegotiated_from=newest).first():
            newest = later
        if newest != promise:
            order.promise = newest
            order.save(update_fields=["promise"])
            order.delays.filter(told_at=None).update(told_at=newest.made_at, told_by=newest.made_by, promise=newest)


def _what(order: Order) -> str:
    """What is to be delivered, in words that can be checked: "Walnut sideboard and 2 more"."""
    if order.line_count < 2:
        return order.headline[:280] or _("Deliver order %(number)s") % {"number": order.number}
    more = ngettext("%(what)s and %(count)d more", "%(what)s and %(count)d more", order.more_lines)
    return more % {"what": order.headline[:260], "count": order.more_lines}


def _promised(order: Order) -> Order:
    order = locked(order)
    if not order.is_open:
        raise OrderFinished
    if order.promise is None or not order.promise.is_open:
        raise NothingPromised
    return order


def _tell_by(order: Order, known_at: datetime) -> datetime:
    return tell_by(known_at, order.promise.due_at, calendar_of(order.location))


def tell_by(known_at: datetime, due_at: datetime | None, calendar: Calendar) -> datetime:
    """The end of business on the day we knew, or the next when it was over; before a promised moment still ahead."""
    here = calendar.local_date(known_at)
    closing = calendar.close_of(here)
    if closing is None or closing <= known_at:
        closing = calendar.close_of(calendar.next_open_day(here))
    if due_at is None or due_at <= known_at:
        return closing
    return max(min(closing, due_at - TELL_WITHIN), known_at)
