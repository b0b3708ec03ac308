"""What orders do about what others record."""

from datetime import datetime

from rapport.orders import actions
from rapport.orders.actions.dates import follow
from rapport.orders.models import Order
from rapport.promises.models import Promise
from rapport.timeline.models import Entry
from rapport.timeline.reactions import on


@on("promise.renegotiated")
def follow_the_date(entry: Entry) -> None:
    """A delivery date may be moved on the promise's own page; its order then shows the new one. Twice is once."""
    old = Promise.objects.filter(pk=entry.facts.get("old_promise_id"), kind="delivery").first()
    if old:
        follow(old)


@on("promise.kept", "promise.kept_late")
def deliver_what_was_kept(entry: Entry) -> None:
    """A delivery that was marked kept on the promise's own page has reached the customer: so has its order.

    Delivering an order keeps its promise too; then nothing is left to do here. Twice is once.
    """
    kept = Order.objects.open().filter(promise__kind="delivery", promise__state__in=Promise.KEPT_STATES)
    for order in kept.filter(promise=entry.facts.get("promise_id")):
        actions.take_step(order, "delivered", at=max(entry.recorded_at, entry.at), done_at=entry.at, by=entry.by)


@on("promise.reopened")
def go_back_with_the_promise(entry: Entry) -> None:
    """A delivery that was opened again on the promise's own page did not reach the customer: nor did its order.

    So it is with a promise that ended because the order was cancelled. Twice is once.
    """
    owed = Order.objects.filter(promise=entry.facts.get("promise_id"), promise__kind="delivery")
    owed = owed.filter(promise__state__in=Promise.OPEN_STATES, outcome__in=["delivered", "cancelled"])
    for order in owed:
        step = order.steps.filter(kind=order.step, at=datetime.fromisoformat(entry.facts["ended_at"])).last()
        if step:
            actions.step_back(order, step.pk, at=entry.at, by=entry.by)
