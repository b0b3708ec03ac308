"""Verbs of the timeline. Every action of every slice that touches a customer calls `record` once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rapport.timeline import reactions, tasks
from rapport.timeline.models import Entry


def record(
    subject: Any,
    kind: str,
    *,
    by=None,
    by_customer: bool = False,
    at: datetime | None = None,
    channel: str = "",
    body: str = "",
    location=None,
    imported: bool = False,
    corrects: Entry | None = None,
    **facts,
) -> Entry:
    """Write one line on the timeline of `subject`, a customer or something that has one, inside the caller's transaction.

    `facts` are JSON values as they are today: decimals and dates as strings, no secrets. Reactions to `kind` are
    deferred in the same transaction, unless the entry is `imported` history.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs into the transaction of the action that changes the world")
    customer = getattr(subject, "customer", subject)
    entry = Entry.objects.create(
        customer_id=customer.pk,
        kind=kind,
        at=at or timezone.now(),
        channel=channel,
        by=by,
        by_customer=by_customer,
        imported=imported,
        subject_type="" if subject is customer else subject._meta.label_lower,
        subject_id=None if subject is customer else subject.pk,
        location=location,
        body=body,
        corrects=corrects,
        facts=facts,
    )
    if not imported:
        for reaction in reactions.to(kind):
            tasks.react.defer(entry_id=str(entry.pk), reaction=reaction)
    return entry
