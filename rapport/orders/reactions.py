"""What orders do about what others record."""

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
    for order in Order.objects.open().filter(promise=entry.facts.get("promise_id"), promise__kind="delivery"):
        actions.take_step(order, "delivered", at=max(entry.recorded_at, entry.at), done_at=entry.at, by=entry.by)
