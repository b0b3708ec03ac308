"""How often one customer may be written to, over everything: messages, surveys, reminders, campaigns."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count

from rapport.messaging.models import Budget, Message

S = Message.State
COUNTED = (S.QUEUED, S.SENDING, S.SENT, S.DELIVERED, S.OPENED, S.UNCERTAIN)


def used_up(customers: Iterable[UUID], purpose: str, at: datetime) -> dict[UUID, Budget]:
    """Who was written to often enough already, and by which budget. A query for the budgets, and one for each."""
    customers, found = list(customers), {}
    for budget in Budget.objects.filter(is_active=True).exclude(exempt__contains=[purpose]):
        written = spent(customers, budget, at)
        found |= {key: budget for key in customers if written[key] >= budget.most and key not in found}
    return found


def used_up_by_one(customer: UUID, purpose: str, at: datetime) -> Budget | None:
    """As `used_up`, before a message that counts is written: two that are written at the same moment count each other.

    Waits, where a budget applies, until whoever writes to the same customer is done. One query where none applies.
    """
    if not Budget.objects.filter(is_active=True).exclude(exempt__contains=[purpose]).exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20261125))", [f"budget:{customer}"])
    return used_up([customer], purpose, at).get(customer)


def spent(customers: Iterable[UUID], budget: Budget, at: datetime) -> Counter[UUID]:
    """How many messages that count went to each, in the days up to `at`, or wait to go."""
    rows = Message.objects.filter(
        customer__in=list(customers),
        direction=Message.Direction.OUT,
        state__in=COUNTED,
        at__gt=at - timedelta(days=budget.days),
    )
    rows = rows.exclude(purpose__in=budget.exempt) if budget.exempt else rows
    return Counter(dict(rows.order_by().values_list("customer").annotate(n=Count("pk"))))
