"""Every action of every slice that touches a customer calls `record` once."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from rapport.timeline import reactions, recency, tasks
from rapport.timeline.models import Entry

INSERT = """
INSERT INTO timeline_entry (id, customer_id, kind, at, recorded_at, channel, by_id, by_customer, imported, subject_type,
  subject_id, body, facts, is_private)
SELECT line.id, line.customer, %(kind)s, %(at)s, %(recorded_at)s, %(channel)s, %(by_id)s, false, %(imported)s,
  line.type, line.subject, %(body)s, line.facts, false
FROM jsonb_to_recordset(%(lines)s::jsonb) line(id uuid, customer uuid, type text, subject uuid, facts jsonb)
"""


def record(
    subject: Any,
    kind: str,
    /,
    *,
    by=None,
    by_customer: bool = False,
    at: datetime | None = None,
    channel: str = "",
    body: str = "",
    location=None,
    imported: bool = False,
    private: bool = False,
    corrects: Entry | None = None,
    **facts,
) -> Entry:
    """Write one line on the timeline of `subject`, a customer or something that has one, in the caller's transaction.

    `facts` are JSON values as they are today: decimals and dates as strings, no secrets. Reactions to `kind` are
    deferred in the same transaction, unless the entry is `imported` history or corrects another one. Of somebody who
    is erased, or whose records are not to be used, the customer refuses it (`Customer.admit`), and with it the action.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs into the transaction of the action that changes the world")
    customer = getattr(subject, "customer", subject)
    customer.admit(kind)
    entry = Entry.objects.create(
        customer_id=customer.pk,
        kind=kind,
        at=at or timezone.now(),
        channel=channel,
        by=by,
        by_customer=by_customer,
        imported=imported,
        is_private=private,
        subject_type="" if subject is customer else subject._meta.label_lower,
        subject_id=None if subject is customer else subject.pk,
        location=location,
        body=body,
        corrects=corrects,
        facts=facts,
    )
    if recency.is_contact(kind) or corrects:
        recency.refresh([customer.pk])
    if not imported and not corrects:
        for reaction, _wanted in reactions.wanting(kind, [entry]):
            tasks.react.defer(entry_id=str(entry.pk), reaction=reaction)
    return entry


def record_all(
    kind: str,
    lines: Iterable[tuple[Any, dict]],
    *,
    at: datetime,
    by=None,
    channel: str = "",
    imported: bool = False,
    body: str = "",
) -> list[Entry]:
    """`record` for many (subject, facts), without `by` by Rapport alone: one INSERT, and one of jobs per reaction.

    `body` are words that all of them share.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record_all() belongs into the transaction of the action that changes the world")
    entries = [
        Entry(
            customer_id=getattr(subject, "customer_id", subject.pk),
            kind=kind,
            at=at,
            by=by,
            channel=channel,
            imported=imported,
            subject_type=subject._meta.label_lower if hasattr(subject, "customer_id") else "",
            subject_id=subject.pk if hasattr(subject, "customer_id") else None,
            facts=facts,
            body=body,
        )
        for subject, facts in lines
    ]
    _write(entries)
    if entries and recency.is_contact(kind):
        recency.spoken(kind, entries)
    if entries and not imported:
        for reaction, wanted in reactions.wanting(kind, entries):
            tasks.react.configure().batch_defer(*({"entry_id": str(e.pk), "reaction": reaction} for e in wanted))
    return entries


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "id": str(entry.pk),
        "customer": str(entry.customer_id),
        "type": entry.subject_type,
        "subject": str(entry.subject_id) if entry.subject_id else None,
        "facts": entry.facts,
    }


def _write(entries: list[Entry]) -> None:
    """One statement of few words: Django takes longer to write down each of thousands than PostgreSQL to take them."""
    if not entries:
        return
    one = entries[0]
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            {
                **{name: getattr(one, name) for name in ("kind", "at", "recorded_at", "channel", "by_id", "imported")},
                "body": one.body,
                "lines": json.dumps([_line(entry) for entry in entries]),
            },
        )
    for entry in entries:
        entry._state.adding, entry._state.db = False, connection.alias
