"""What notices do about what happens elsewhere."""

from rapport.care.notices import delays
from rapport.timeline.models import Entry
from rapport.timeline.reactions import on


@on("order.delayed")
def draft_a_notice(entry: Entry) -> None:
    """A delay was noted. Running twice drafts once."""
    delays.of_a_delay(entry)


@on("promise.overdue")
def draft_an_apology(entry: Entry) -> None:
    """A promised day of delivery passed. Running twice drafts once."""
    if entry.facts.get("promise_kind") == "delivery":
        delays.of_a_day_that_passed(entry)


@on("promise.renegotiated", "promise.told_late")
def drop_what_is_told(entry: Entry) -> None:
    """Somebody told them, in whatever way: the draft about it is not needed any more."""
    delays.drop_what_is_told(entry.facts.get("old_promise_id") or entry.facts.get("promise_id"))


@on("order.delivered", "order.cancelled", "order.on_time")
def drop_what_came(entry: Entry) -> None:
    delays.drop_of_order(entry.facts.get("order_id"))
