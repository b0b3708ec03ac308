# ruff: noqa: S608 – the only names put into statements are those of tables and columns
"""A whole import of orders undone: what it brought goes, what it changed is as before; what people did since stays."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.links import links_to
from rapport.core.models import Import
from rapport.core.personal.guarded import opened
from rapport.core.tabular.staging import Staging, staging
from rapport.orders import summaries
from rapport.orders.importing import undoing_products
from rapport.orders.importing.undoing_products import GOODS
from rapport.orders.models import Order, OrderImportChange, OrderItem, OrderStep
from rapport.promises.models import Promise
from rapport.timeline.models import Entry

LISTED = 100
REMOVED, EDITED, USED = "removed", "edited", "used"
NEW = {"id": "uuid", "customer_id": "uuid", "promise_id": "uuid", "fate": "text"}
CHANGED = {"id": "uuid", "customer_id": "uuid", "promise_id": "uuid", "before": "jsonb", "fate": "text"}
SNAPSHOT = """jsonb_build_object(
  'order', to_jsonb(o),
  'items', (
    SELECT coalesce(jsonb_agg(to_jsonb(i) ORDER BY i.id), '[]') FROM orders_orderitem i WHERE i.order_id = o.id),
  'steps', (
    SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.id), '[]') FROM orders_orderstep s WHERE s.order_id = o.id),
  'promise', (SELECT to_jsonb(p) FROM promises_promise p WHERE p.id = o.promise_id))"""
# A promise becomes overdue by the clock, which nobody did.
BUT_FOR_THE_CLOCK = """CASE WHEN {0} #>> '{{promise,state}}' = 'overdue'
  THEN jsonb_set({0}, '{{promise,state}}', '"open"') ELSE {0} END"""


def note_before(merged: Staging, import_id: UUID, at: datetime) -> None:
    """Keep the orders that are about to be changed as they stand."""
    merged.execute(
        "INSERT INTO orders_orderimportchange (id, import_id, order_id, before, outcome, at)"
        f" SELECT uuidv7(), %s, o.id, {SNAPSHOT}, '', %s FROM {{stage}} m JOIN orders_order o ON o.id = m.order_id"
        " WHERE m.fate = 'changed'",
        [import_id, at],
    )


def note_after(import_id: UUID) -> None:
    """And as they stand now that they were."""
    _run(
        f"UPDATE orders_orderimportchange c SET after = {SNAPSHOT} FROM orders_order o"
        " WHERE c.import_id = %s AND o.id = c.order_id",
        [import_id],
    )


def foresee(import_: Import) -> dict[str, int]:
    """How many would be removed, restored, and kept, and why. Changes nothing."""
    with transaction.atomic(), _stages() as (new, changed, goods):
        _settle(new, changed, goods, import_)
        return _counted(new, changed, goods)


@contextmanager
def _stages() -> Iterator[tuple[Staging, Staging, Staging]]:
    with staging("new", NEW) as new, staging("changed", CHANGED) as changed, staging("goods", GOODS) as goods:
        yield new, changed, goods


@transaction.atomic
def undo(import_: Import, by: Any, progress: Callable[[float, str], None]) -> dict[str, int]:
    """Undo it. An order that was here before the import is as before; one that people changed since stays."""
    progress(0.0, _("Looking what became of them since"))
    at = timezone.now()
    with _stages() as (new, changed, goods):
        new.rows("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"orders.import {import_.source}"])
        _settle(new, changed, goods, import_)
        counted = _counted(new, changed, goods)
        touched = [key for (key,) in new.rows(TOUCHED)]
        progress(0.2, _("Putting back what it changed"))
        with opened():
            for statement in PUT_BACK:
                changed.execute(statement)
            progress(0.5, _("Removing what it brought"))
            for statement in REMOVE:
                new.execute(statement)
        undoing_products.put_back(goods)
        _tell(changed, by, at)
        for stage in (new, changed):
            stage.execute(LEFT, {"import_id": import_.pk, "at": at})
        OrderImportChange.objects.filter(import_id=import_.pk, outcome="").delete()
        undoing_products.keep(goods, import_.pk, at)
        progress(0.9, _("Adding up what each customer bought"))
        summaries.refresh(sorted(touched))
    return counted | {"failed": 0}


def left(import_: Import, user: Any) -> list[dict[str, str]]:
    """Which orders and products were left as they are, and why: the first hundred."""
    kept = OrderImportChange.objects.filter(import_id=import_.pk, order__in=Order.objects.visible_to(user))
    kept = kept.exclude(outcome="").select_related("order").order_by("outcome", "id")[:LISTED]
    orders = [
        {
            "name": change.order.number,
            "url": change.order.get_absolute_url(),
            "why": change.get_outcome_display(),
            "reason": "",
        }
        for change in kept
    ]
    return orders + undoing_products.left(import_, user, LISTED - len(orders))


def _settle(new: Staging, changed: Staging, goods: Staging, import_: Import) -> None:
    """What became of the orders that it brought, of those that it changed, and of the products."""
    known = {"import_id": import_.pk, "at": import_.taken_in_at, "source": import_.source}
    new.execute(
        f"INSERT INTO {{stage}} SELECT o.id, o.customer_id, o.promise_id, CASE WHEN {' OR '.join(_hanging())}"
        f" THEN '{USED}' WHEN {EDITED_SINCE} THEN '{EDITED}' ELSE '{REMOVED}' END FROM orders_order o"
        " WHERE o.imported AND o.source = %(source)s AND o.created_at = %(at)s",
        known,
    )
    now, then = (BUT_FOR_THE_CLOCK.format(state) for state in ("now.state", "c.after"))
    changed.execute(
        f"INSERT INTO {{stage}} SELECT o.id, o.customer_id, o.promise_id, c.before, CASE WHEN {now} = {then} AND"
        f" NOT ({DONE_SINCE}) THEN 'restored' ELSE '{EDITED}' END FROM orders_orderimportchange c JOIN orders_order o"
        f" ON o.id = c.order_id CROSS JOIN LATERAL (SELECT {SNAPSHOT} AS state) now"
        " WHERE c.import_id = %(import_id)s AND c.outcome = ''",
        known,
    )
    new.analyse()
    changed.analyse()
    undoing_products.settle(goods, import_)


def _counted(*stages: Staging) -> dict[str, int]:
    found = dict.fromkeys((REMOVED, "restored", EDITED, USED), 0)
    for stage in stages:
        for fate, number in stage.rows("SELECT fate, count(*) FROM {stage} GROUP BY 1"):
            found[fate] += number
    return found


# Every change of an order is told in its story; one by hand at the database's prompt leaves an old row.
DONE_SINCE = """EXISTS (SELECT FROM timeline_entry e WHERE e.subject_id IN (o.id, o.promise_id)
  AND (NOT e.imported OR e.facts->>'import_id' IS DISTINCT FROM %(import_id)s::text) AND e.recorded_at > %(at)s)"""
EDITED_SINCE = f"""{DONE_SINCE} OR EXISTS (SELECT FROM orders_orderevent v WHERE v.pgh_obj_id = o.id)
  OR EXISTS (SELECT FROM orders_orderitemevent v WHERE v.order_id = o.id)
  OR EXISTS (SELECT FROM orders_orderstep s WHERE s.order_id = o.id AND s.by_id IS NOT NULL)
  OR EXISTS (SELECT FROM promises_promise p WHERE p.id = o.promise_id AND NOT p.imported)"""


def _hanging() -> Iterator[str]:
    """SQL about the order `o`, for each way in which something can belong to it, its promise or its story."""
    written = (Order, OrderItem, OrderStep, OrderImportChange)
    for model, key in ((Order, "o.id"), (Promise, "o.promise_id")):
        for table, column in _links(model, written):
            yield f"EXISTS (SELECT FROM {table} h WHERE h.{column} = {key})"
    yield f"EXISTS (SELECT FROM {Order.missed.through._meta.db_table} h WHERE h.order_id = o.id)"
    for table, column in _links(Entry, ()):
        yield f"EXISTS (SELECT FROM {table} h JOIN timeline_entry e ON e.id = h.{column} WHERE e.subject_id = o.id)"


def _links(model: Any, written: tuple) -> Iterator[tuple[str, str]]:
    for link in links_to(model):
        other = link.related_model
        if not (other in written or link.many_to_many or hasattr(other, "pgh_tracked_model")):
            yield other._meta.db_table, link.field.column


TOUCHED = """
SELECT customer_id FROM {stage} WHERE fate = 'removed'
UNION SELECT customer_id FROM staged_changed WHERE fate = 'restored'
UNION SELECT (before->'order'->>'customer_id')::uuid FROM staged_changed WHERE fate = 'restored'
"""


def _columns(model: Any) -> list[str]:
    return [column.column for column in model._meta.concrete_fields if not column.primary_key]


def _back(model: Any, part: str, key: str) -> str:
    table, columns = model._meta.db_table, _columns(model)
    return (
        f"UPDATE {table} t SET {', '.join(f'{name} = b.{name}' for name in columns)} FROM {{stage}} c,"
        f" jsonb_populate_record(NULL::{table}, c.before->'{part}') b WHERE c.fate = 'restored' AND t.id = {key}"
    )


def _rows_back(model: Any, part: str) -> tuple[str, str]:
    table, names = model._meta.db_table, ["id", *_columns(model)]
    return (
        f"DELETE FROM {table} t USING {{stage}} c WHERE c.fate = 'restored' AND t.order_id = c.id",
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(f'b.{name}' for name in names)} FROM {{stage}} c,"
        f" jsonb_populate_recordset(NULL::{table}, c.before->'{part}') b WHERE c.fate = 'restored'",
    )


PUT_BACK = (
    _back(Promise, "promise", "(c.before->'promise'->>'id')::uuid"),
    _back(Order, "order", "c.id"),
    *_rows_back(OrderItem, "items"),
    *_rows_back(OrderStep, "steps"),
    "DELETE FROM promises_promise p USING {stage} c WHERE c.fate = 'restored' AND p.id = c.promise_id AND p.imported"
    " AND c.before->'promise' = 'null'",
)
REMOVE = (
    "DELETE FROM timeline_entry e USING {stage} n WHERE n.fate = 'removed' AND e.subject_id = n.id",
    *(
        f"DELETE FROM {model._meta.db_table} t USING {{stage}} n WHERE n.fate = 'removed' AND t.order_id = n.id"
        for model in (OrderItem, OrderStep, OrderImportChange)
    ),
    "DELETE FROM orders_order o USING {stage} n WHERE n.fate = 'removed' AND o.id = n.id",
    "DELETE FROM promises_promise p USING {stage} n WHERE n.fate = 'removed' AND p.id = n.promise_id",
)
LEFT = """
INSERT INTO orders_orderimportchange (id, import_id, order_id, outcome, at)
SELECT uuidv7(), %(import_id)s, id, fate, %(at)s FROM {stage} WHERE fate IN ('edited', 'used')
ON CONFLICT (import_id, order_id) DO UPDATE SET outcome = excluded.outcome, before = NULL, after = NULL
"""


def _tell(changed: Staging, by: Any, at: datetime) -> None:
    """One line in the story of each that is as before again."""
    changed.insert(
        Entry,
        {
            "customer": "o.customer_id",
            "kind": "'order.changed'",
            "at": "told.at",
            "recorded_at": "told.at",
            "by": "told.by",
            "subject_type": "'orders.order'",
            "subject_id": "o.id",
            "facts": "jsonb_build_object('order_id', o.id, 'number', o.number, 'what', o.headline,"
            " 'lines', o.line_count, 'net', round(o.net, 4)::text, 'currency', o.currency)",
        },
        "FROM {stage} c JOIN orders_order o ON o.id = c.id, (SELECT %s::timestamptz AS at, %s::uuid AS by) told"
        " WHERE c.fate = 'restored'",
        [at, by.pk if by else None],
    )


def _run(statement: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
