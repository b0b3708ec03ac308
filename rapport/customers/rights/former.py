"""Earlier values: what histories keep of rows that were changed or taken away since, once they are old."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.core.personal.guarded import opened
from rapport.core.personal.kinds import Held, Retention, record_kinds
from rapport.customers.models import Customer


def _histories() -> Iterator[Held]:
    return (held for kind in record_kinds for held in kind.holds if held.history)


def with_old_ones(before: datetime) -> QuerySet[Customer]:
    """Customers of whom a history keeps something older. Each history is read once, however many customers.

    One subquery for all: PostgreSQL hashes it whatever its size, while many in one condition it may read row by row.
    """
    first, *others = (
        held.history._base_manager.filter(pgh_created_at__lt=before).values_list("pgh_obj" if way == "pk" else way)
        for held in _histories()
        for way in (held.to_customer, *held.to_others)
    )
    return Customer.every.filter(pk__in=first.union(*others, all=True))


def drop(keys: Sequence[UUID], at: datetime, before: datetime) -> int:
    """Take away what was changed before that day; what holds now, and later changes, stay. Answers of how many."""
    with opened():
        for held in _histories():
            old = held.rows(keys, held.history).filter(pgh_created_at__lt=before)
            old.order_by()._raw_delete(old.db)
    return len(keys)


FORMER = Retention(
    36,
    _("Values that were changed before are deleted; who changed them is told no longer. What holds now stays."),
    with_old_ones,
    drop,
    "pk",
    "",
    _("A value that was put right is needed for a month, to answer questions; rarely for longer than its records."),
)
