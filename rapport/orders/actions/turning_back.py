"""What was noted by mistake: a step taken back, a cancelled order reinstated. The story keeps both."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from rapport.orders import summaries
from rapport.orders.locking import locked, tell_the_story
from rapport.orders.models import Delay, Order, OrderStep, StepKind
from rapport.orders.refusals import FurtherAlong, NotCancelled
from rapport.orders.steps import kind_of
from rapport.promises import actions as promises
from rapport.promises.models import Promise


@transaction.atomic
def step_back(order: Order, step, *, at: datetime, by) -> Order:
    """Take back the latest step of `order`, whose id is `step`; what was promised and ended with it is owed again.

    Raises `FurtherAlong` when it is not the latest, or already taken back.
    """
    order = locked(order)
    taken = order.steps.filter(kind=order.step).last()
    if taken is None or str(taken.pk) != str(step):
        raise FurtherAlong
    return _go_back(order, taken, "stepped_back", at=at, by=by)


@transaction.atomic
def reinstate(order: Order, *, at: datetime, by) -> Order:
    """Call a cancelled order on again, at the step where it stood, with what was promised for it.

    An open order is answered unchanged. Raises `NotCancelled`.
    """
    order = locked(order)
    if order.is_open:
        return order
    if order.outcome != Order.Outcome.CANCELLED:
        raise NotCancelled
    return _go_back(order, order.steps.filter(kind=order.step).last(), "reinstated", at=at, by=by)


@transaction.atomic
def dismiss_delay(order: Order, *, at: datetime, by) -> None:
    """It comes in time after all, and nobody had told the customer otherwise. Without such a delay nothing changes."""
    order = locked(order)
    delay = order.delays.filter(told_at=None).first()
    if delay:
        Delay.objects.filter(pk=delay.pk).delete()
        tell_the_story(order, "on_time", by=by, at=at, cause=delay.cause)


def _go_back(order: Order, taken: OrderStep, verb: str, *, at: datetime, by) -> Order:
    before = order.steps.exclude(pk=taken.pk).last()
    if before is None:
        raise FurtherAlong
    was_delivered = kind_of(before.kind).meaning == StepKind.Meaning.DELIVERED
    order.step, order.step_at = before.kind, before.at
    order.outcome = Order.Outcome.DELIVERED if was_delivered else Order.Outcome.OPEN
    order.finished_at = before.at if was_delivered else None
    order.save(update_fields=["step", "step_at", "outcome", "finished_at"])
    ended = _ended_with(order, taken)
    taken.delete()
    tell_the_story(order, verb, by=by, at=at, step=taken.kind, step_name=kind_of(taken.kind).name)
    for promise in ended:
        promises.reopen(promise, at=at, by=by)
    summaries.refresh([order.customer_id])
    return order


def _ended_with(order: Order, taken: OrderStep) -> list[Promise]:
    """The promises for `order` that were kept by the delivery `taken`, or ended with that cancellation."""
    own = Q(pk=order.promise_id) | Q(pk__in=order.missed.values("pk"))
    kept = Q(state__in=Promise.KEPT_STATES, done_at=taken.at)
    called_off = Q(state__in=[Promise.State.WITHDRAWN, Promise.State.BROKEN], closed_at=taken.at)
    return list(Promise.objects.filter(own).filter(kept | called_off).order_by("pk"))
