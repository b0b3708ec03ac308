"""Every verb locks its order first, then looks, then writes."""

from datetime import datetime

from rapport.orders.models import Order
from rapport.timeline.actions import record
from rapport.timeline.models import Entry


def locked(order: Order) -> Order:
    """The order as it is now, locked until the transaction ends.

    Two queries: a row that was waited for comes back new, but what is joined to it would be from before the wait.
    """
    Order.objects.select_for_update().values_list("pk").get(pk=order.pk)
    return Order.objects.select_related("customer", "promise", "seller", "location").get(pk=order.pk)


def facts_of(order: Order, **more) -> dict:
    """What every entry about an order says; `more` adds to it."""
    facts = {
        "order_id": str(order.pk),
        "number": order.number,
        "what": order.headline,
        "lines": order.line_count,
        "net": str(order.net),
        "currency": order.currency,
    }
    return facts | more


def tell_the_story(order: Order, verb: str, *, by, at: datetime, body: str = "", by_customer=False, **more) -> Entry:
    """Record `order.<verb>` on the customer's timeline."""
    return record(
        order,
        f"order.{verb}",
        by=by,
        by_customer=by_customer,
        at=at,
        body=body,
        location=order.location,
        **facts_of(order, **more),
    )
