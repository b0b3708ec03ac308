"""Booking a call, moving it, calling it off. Each is the customer's own deed, and a promise of ours."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.portal.callbacks.models import CallBack
from rapport.portal.callbacks.slots import LENGTH, free_slots, who_calls
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.staff.models import Business
from rapport.timeline.actions import record
from rapport.timeline.models import Entry

MOST_OPEN = 2  # of one customer, so that there is time for the others
CALLED_WITHIN = timedelta(days=1)  # a call so long after is still the one that was meant


class SlotTaken(Refusal):
    code = "callback_slot_taken"
    message = gettext_lazy("Somebody else has just taken this time. Choose another one.")


class TooMany(Refusal):
    code = "too_many_callbacks"
    message = gettext_lazy("We call you already at other times. Move one of them, or call it off first.")


class TooLate(Refusal):
    code = "callback_too_late"
    message = gettext_lazy("It is too late to change this call. Call us, or choose a new time.")


@transaction.atomic
def book(
    customer: Customer, begins_at: datetime, *, phone: str, about: str, at: datetime, person: Customer | None = None
) -> CallBack:
    """We call them at that time. The same time once more answers the first.

    Raises `SlotTaken` for what is not free (any more), and `TooMany`.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    standing = customer.callbacks.filter(ended_at=None, begins_at__gte=at)
    if same := standing.filter(begins_at=begins_at).first():
        return same
    if standing.count() >= MOST_OPEN:
        raise TooMany
    callback = CallBack(
        customer=customer, person=person or customer, phone=clean(phone)[:60], about=clean(about)[:200], made_at=at
    )
    _take(callback, begins_at, at)
    entry = _tell(callback, "booked", at, phone=callback.phone)
    callback.promise = _promise(callback, at, entry)
    callback.save(update_fields=["promise"])
    return callback


@transaction.atomic
def move(callback: CallBack, begins_at: datetime, *, at: datetime) -> CallBack:
    """They would rather be called at another time; the old one is free again. Raises `SlotTaken` and `TooLate`."""
    callback = _locked(callback)
    if callback.begins_at == begins_at:
        return callback
    if not callback.may_change(at):
        raise TooLate
    before = callback.begins_at
    _take(callback, begins_at, at)
    entry = _tell(callback, "moved", at, before=before.isoformat())
    owed = callback.promise.latest() if callback.promise else None
    if owed and owed.is_open and at < owed.due_at:
        callback.promise = promises.renegotiate(
            owed, at=at, by=None, told=entry, reason=_reason(), due_at=callback.ends_at
        )
    else:
        callback.promise = _promise(callback, at, entry)
    callback.save(update_fields=["promise"])
    return callback


@transaction.atomic
def cancel(callback: CallBack, *, at: datetime) -> CallBack:
    """They need no call any more. Twice changes nothing."""
    callback = _locked(callback)
    if callback.ended_at is not None:
        return callback
    callback.ended_at = at
    callback.save(update_fields=["ended_at"])
    entry = _tell(callback, "cancelled", at)
    owed = callback.promise.latest() if callback.promise else None
    if owed and owed.is_open:
        told = promises.Told("message", at, entry=entry, by_customer=True)
        promises.withdraw(owed, at=at, by=None, told=told)
    return callback


@transaction.atomic
def called(entry: Entry) -> None:
    """Somebody spoke with them on the telephone: what they were promised is kept. Twice changes nothing."""
    near = CallBack.objects.select_for_update(of=("self",)).filter(
        person=entry.customer_id,
        ended_at=None,
        begins_at__lte=entry.at + LENGTH,
        begins_at__gte=entry.at - CALLED_WITHIN,
    )
    for callback in near.select_related("promise").order_by("pk"):
        callback.ended_at = entry.at
        callback.save(update_fields=["ended_at"])
        owed = callback.promise.latest() if callback.promise else None
        if owed and owed.is_open:
            promises.keep(owed, at=entry.at, by=entry.by, evidence_entry=entry)


@transaction.atomic
def settled(promise_id, *, at: datetime) -> None:
    """The promise ended on its own page: the time is free again. Twice changes nothing."""
    CallBack.objects.filter(promise=promise_id, ended_at=None).update(ended_at=at)


@transaction.atomic
def moved_by_us(promise: Promise) -> None:
    """A colleague agreed on another time: the customer's page shows that one. Twice changes nothing."""
    callback = CallBack.objects.select_for_update().filter(promise=promise.renegotiated_from_id, ended_at=None).first()
    if callback is None:
        return
    callback.promise, callback.ends_at, callback.begins_at = promise, promise.due_at, promise.due_at - LENGTH
    try:
        with transaction.atomic():
            callback.save(update_fields=["promise", "ends_at", "begins_at"])
    except IntegrityError:  # two at one time: agreed with both by a person, who knows what they do
        callback.begins_at += timedelta(minutes=1)
        callback.save(update_fields=["promise", "ends_at", "begins_at"])


def _take(callback: CallBack, begins_at: datetime, at: datetime) -> None:
    """Take that time, unless somebody else has it; of two who ask at once the constraint lets one in."""
    colleague = who_calls(callback.customer)
    slot = next((one for one in free_slots(callback.customer, colleague, at=at) if one.begins_at == begins_at), None)
    if slot is None:
        raise SlotTaken
    callback.colleague, callback.begins_at, callback.ends_at = colleague, slot.begins_at, slot.ends_at
    try:
        with transaction.atomic():
            callback.save()
    except IntegrityError as problem:
        raise SlotTaken from problem


def _promise(callback: CallBack, at: datetime, source: Entry) -> Promise:
    with translation.override(Business.objects.current().language):
        words = _("Call %(phone)s: %(about)s") if callback.about else _("Call %(phone)s")
        text = words % {"phone": callback.phone, "about": callback.about}
    return promises.promise(
        callback.customer,
        text,
        at=at,
        kind="callback",
        owner=callback.colleague,
        due_at=callback.ends_at,
        about="" if callback.person_id == callback.customer_id else str(callback.person),
        source=source,
        told=promises.Told("message", at, entry=source, by_customer=True),
    )


def _tell(callback: CallBack, verb: str, at: datetime, **facts) -> Entry:
    return record(
        callback,
        f"callback.{verb}",
        by_customer=True,
        at=at,
        channel="message",
        body=callback.about if verb == "booked" else "",
        begins_at=callback.begins_at.isoformat(),
        ends_at=callback.ends_at.isoformat(),
        **facts,
    )


def _reason() -> str:
    with translation.override(Business.objects.current().language):
        return _("They chose another time")


def _locked(callback: CallBack) -> CallBack:
    """Their record before the call, as everybody locks them."""
    Customer.objects.select_for_update().values_list("pk").get(pk=callback.customer_id)
    rows = CallBack.objects.select_for_update(of=("self",)).select_related("promise", "customer")
    return rows.get(pk=callback.pk)
