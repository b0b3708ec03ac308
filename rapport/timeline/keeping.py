from django.db.models import Max

from rapport.core.registry import AfterRestore, Restored, after_restore
from rapport.core.transactions import go_on_above
from rapport.timeline.models import Entry


def go_on_in_order(restored: Restored) -> None:
    """Whoever reads entries in the order of commits goes on where they were, on whatever machine we are now."""
    go_on_above(Entry.every.aggregate(last=Max("transaction"))["last"] or 0)


after_restore.add(AfterRestore("timeline.order", go_on_in_order, order=5))
