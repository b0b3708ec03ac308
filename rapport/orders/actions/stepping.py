"""How an order comes along, and how it ends."""

from datetime import datetime

from django.db import transaction

from rapport.core.names import clean
from rapport.orders import summaries
from rapport.orders.locking import locked, tell_the_story
from rapport.orders.models import Order, OrderStep, StepKind
from rapport.orders.refusals import AnEndOfItsOwn, NoSuchStep, NotDelivered, OrderFinished, StepInTheFuture
from rapport.orders.steps import kind_of
from rapport.promises import actions as promises
from rapport.promises.actions import Told
from rapport.promises.models import Promise


@transaction.atomic
def take_step(
    order: Order, kind: str, *, at: datetime, by=None, note: str = "", done_at: datetime | None = None
) -> OrderStep:
    """Note that `order` came to the step `kind` (a key of `steps.all_kinds()`), now or at `done_at`.

    A step that means delivery keeps what was promised, in time or late, with the delivery as evidence. The step it
    already stands at is answered unchanged. Raises `OrderFinished`, `NoSuchStep`, `StepInTheFuture`, `AnEndOfItsOwn`.
    """
    order = locked(order)
    if order.step == kind:
        return order.steps.filter(kind=kind).last()
    if not order.is_open:
        raise OrderFinished
    found = _kind(kind)
    done_at = done_at or at
    if done_at > at:
        raise StepInTheFuture
    if found.meaning in (StepKind.Meaning.CANCELLED, StepKind.Meaning.RETURNED):
        raise AnEndOfItsOwn

    note = clean(note)
    if found.meaning == StepKind.Meaning.DELIVERED:
        return _deliver(order, found, at=at, by=by, note=note, done_at=done_at)
    step = _add(order, found.key, at=done_at, by=by, note=note)
    tell_the_story(order, "step", by=by, at=done_at, body=note, step=found.key, step_name=found.name)
    return step


@transaction.atomic
def cancel(order: Order, *, at: datetime, by, reason: str, told: Told, by_customer: bool) -> OrderStep:
    """Call `order` off. `told` is how the customer said that they no longer want it, or how we told them that we can't.

    What was promised ends with it: withdrawn when the customer wished it, broken when it was us. Cancelling a cancelled
    order answers the first cancellation. Raises `OrderFinished` once it was delivered.
    """
    order = locked(order)
    if order.outcome == Order.Outcome.CANCELLED:
        return order.steps.filter(kind="cancelled").last()
    if not order.is_open:
        raise OrderFinished

    reason = clean(reason)
    step = _add(order, "cancelled", at=at, by=by, note=reason, outcome=Order.Outcome.CANCELLED, by_customer=by_customer)
    tell_the_story(order, "cancelled", by=by, at=at, reason=reason, by_customer=False, customer_wished=by_customer)
    for promise in _owed(order):
        if by_customer:
            promises.withdraw(promise, at=at, by=by, told=told)
        else:
            promises.break_(promise, at=at, by=by, reason=reason, told=told)
    summaries.refresh([order.customer_id])
    return step


@transaction.atomic
def take_back(order: Order, *, at: datetime, by, reason: str) -> OrderStep:
    """The customer gave back what they had received. The promise stays kept: it was delivered.

    Taking back twice answers the first return. Raises `NotDelivered`.
    """
    order = locked(order)
    if order.outcome == Order.Outcome.RETURNED:
        return order.steps.filter(kind="returned").last()
    if order.outcome != Order.Outcome.DELIVERED:
        raise NotDelivered

    reason = clean(reason)
    step = _add(order, "returned", at=at, by=by, note=reason, outcome=Order.Outcome.RETURNED, by_customer=True)
    tell_the_story(order, "returned", by=by, at=at, reason=reason)
    summaries.refresh([order.customer_id])
    return step


def _deliver(order: Order, kind: StepKind, *, at: datetime, by, note: str, done_at: datetime) -> OrderStep:
    step = _add(order, kind.key, at=done_at, by=by, note=note, outcome=Order.Outcome.DELIVERED)
    entry = tell_the_story(
        order,
        "delivered",
        by=by,
        at=done_at,
        body=note,
        promised_at=order.promise.due_at.isoformat() if order.promise else None,
        late=order.promise.due_at < done_at if order.promise else None,
    )
    for promise in _owed(order):
        promises.keep(promise, at=at, by=by, done_at=done_at, evidence_entry=entry)
    summaries.refresh([order.customer_id])
    return step


def _owed(order: Order) -> list[Promise]:
    """What is still promised for this order, words that ran out included; in order of their keys, for locking."""
    owed = list(order.missed.open())
    if order.promise:
        owed.append(Promise.objects.get(pk=order.promise_id))
    return sorted((promise for promise in owed if promise.is_open), key=lambda promise: promise.pk)


def _add(
    order: Order, kind: str, *, at: datetime, by, note: str, outcome: str = Order.Outcome.OPEN, by_customer=False
) -> OrderStep:
    order.step, order.step_at, order.outcome = kind, at, outcome
    order.finished_at = None if outcome == Order.Outcome.OPEN else at
    order.save(update_fields=["step", "step_at", "outcome", "finished_at"])
    return OrderStep.objects.create(order=order, kind=kind, at=at, by=by, note=note[:300], by_customer=by_customer)


def _kind(key: str) -> StepKind:
    try:
        kind = kind_of(key)
    except StepKind.DoesNotExist:
        raise NoSuchStep from None
    if kind.retired_at:
        raise NoSuchStep
    return kind
