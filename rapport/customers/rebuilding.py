"""Derive keys again when the way they are made has changed; forget the words of names that nobody has any more."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, Func, OuterRef

from rapport.core.folding import KEY_VERSION
from rapport.customers.expressions import Words
from rapport.customers.models import Customer, NameWord
from rapport.customers.naming import KEY_FIELDS, NAME_FIELDS, refresh_keys
from rapport.staff.models import Business

BATCH = 1000
NAME_WORD_ALONE = Func(OuterRef("word"), template="ARRAY[%(expressions)s]", output_field=Words.output_field)


def refresh_stale_keys(batch: int = BATCH) -> int:
    """Bring the keys of every customer to the present version, in small transactions. Answers how many it wrote.

    Interrupted, it goes on where it was; two at once skip each other's rows.
    """
    language = Business.objects.current().language
    written, last = 0, UUID(int=0)
    while True:
        count, last = _refresh_batch(last, batch, language)
        written += count
        if not count:
            return written


def forget_old_words() -> int:
    """Take away the words that no customer's name has. Answers how many they were."""
    having = Customer.objects.alias(words=Words(F("search_key"))).filter(words__contains=NAME_WORD_ALONE)
    return NameWord.objects.filter(~Exists(having)).delete()[0]


@transaction.atomic
def _refresh_batch(after: UUID, size: int, language: str) -> tuple[int, UUID]:
    stale = Customer.objects.filter(pk__gt=after).exclude(key_version=KEY_VERSION).order_by("pk")
    rows = list(stale.only("pk", *NAME_FIELDS).select_for_update(skip_locked=True)[:size])
    if not rows:
        return 0, after
    for customer in rows:
        refresh_keys(customer, language)
    columns = ", ".join(f"{name} = fresh.{name}" for name in KEY_FIELDS)
    values = [[getattr(row, name) for row in rows] for name in KEY_FIELDS]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE customers_customer c SET {columns} FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[],"  # noqa: S608
            f" %s::smallint[]) AS fresh(id, {', '.join(KEY_FIELDS)}) WHERE c.id = fresh.id",
            [[row.pk for row in rows], *values],
        )
    return len(rows), rows[-1].pk
