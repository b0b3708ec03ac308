"""Customers who go to someone else all at once: their colleague leaves, their branch closes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from rapport.customers.models import Customer
from rapport.timeline.actions import record_all
from rapport.timeline.models import Entry


@transaction.atomic
def hand_over_all(field: str, former, *, to, by, at: datetime) -> int:
    """Give every customer whose `field` ("account_manager", "location") is `former` to `to`, or to nobody; answers how
    many.

    A fixed number of statements, however many customers.
    """
    rows = Customer.objects.filter(**{field: former}).order_by("pk")
    customers = list(rows.only("pk").select_for_update(of=("self",)))
    to_id = to.pk if to else None
    _give(customers, field, to_id, at)
    change = {"field": field, "old": str(former), "new": str(to) if to else ""}
    facts = {"changes": [change], "former_id": str(former.pk), "to_id": str(to_id) if to else None}
    record_all("customer.edited", [(customer, facts) for customer in customers], at=at, by=by)
    return len(customers)


@transaction.atomic
def hand_back_all(field: str, *, transaction: int, by, at: datetime) -> int:
    """Give back what `by` handed over in one transaction, unless it went on since; answers how many."""
    entries = Entry.objects.filter(transaction=transaction, kind="customer.edited", by=by, facts__has_key="former_id")
    handed = {entry.customer_id: entry.facts for entry in entries if entry.facts["changes"][0]["field"] == field}
    if not handed:
        return 0
    facts: dict[str, Any] = next(iter(handed.values()))
    rows = Customer.objects.filter(pk__in=handed, **{field: facts["to_id"]}).order_by("pk")
    customers = list(rows.only("pk").select_for_update(of=("self",)))
    _give(customers, field, facts["former_id"], at)
    change = facts["changes"][0]
    back = {"changes": [{"field": field, "old": change["new"], "new": change["old"]}]}
    record_all("customer.edited", [(customer, back) for customer in customers], at=at, by=by)
    return len(customers)


def _give(customers: list[Customer], field: str, pk, at: datetime) -> None:
    ids = [customer.pk for customer in customers]
    Customer.objects.filter(pk__in=ids).update(**{f"{field}_id": pk, "version": F("version") + 1, "updated_at": at})
