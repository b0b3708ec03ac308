"""What orders do about what others record."""

from rapport.orders.actions.dates import follow
from rapport.promises.models import Promise
from rapport.timeline.models import Entry
from rapport.timeline.reactions import on


@on("promise.renegotiated")
def follow_the_date(entry: Entry) -> None:
    """A delivery date may be moved on the promise's own page; its order then shows the new one. Twice is once."""
    old = Promise.objects.filter(pk=entry.facts.get("old_promise_id"), kind="delivery").first()
    if old:
        follow(old)
