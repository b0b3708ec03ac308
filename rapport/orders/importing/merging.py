# ruff: noqa: S608 – the only names put into statements are those of our own temporary tables
"""From the staging tables into the orders: a handful of statements for any number of rows.

Rows that are as they were last time are left alone. Orders that people here have since carried on keep what was done:
a file may finish an open order, never reopen a finished one.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rapport.core.tabular.staging import Staging
from rapport.orders.importing import undoing

# Orders that a promise belongs to: called-off ones promise nothing any more.
PROMISING = "(m.outcome IN ('open', 'delivered') OR (m.outcome = 'returned' AND m.delivered_at IS NOT NULL))"
MERGED_COLUMNS = {
    "order_id": "uuid",
    "promise_id": "uuid",
    "fate": "text",  # new, changed, same
    "hash": "text",
    "customer_id": "uuid",
    "code": "text",
    "placed_at": "timestamptz",
    "due_at": "timestamptz",
    "shipped_at": "timestamptz",
    "delivered_at": "timestamptz",
    "fallen_at": "timestamptz",
    "outcome": "text",
    "step": "text",
    "step_at": "timestamptz",
    "freight": "numeric",
    "currency": "text",
    "gross": "numeric",
    "net": "numeric",
    "headline": "text",
    "line_count": "integer",
    "tracking_url": "text",
    "note": "text",
}


def settle_items(items: Staging, source: str) -> None:
    """Find each line's product and name, and what its discount means."""
    items.execute("ALTER TABLE {stage} ADD product_id uuid")
    items.execute(
        """
        UPDATE {stage} i SET
          product_id = p.id,
          name = coalesce(nullif(i.name, ''), p.name, i.product_code),
          discount = CASE WHEN i.is_percent OR (i.is_percent IS NULL AND d.largest > 1) THEN i.discount / 100
                          ELSE i.discount END
        FROM {stage} o
          LEFT JOIN orders_productcode c ON c.source = %(source)s AND c.code = o.product_code AND o.product_code <> ''
          LEFT JOIN orders_product n ON n.sku = o.product_code AND o.product_code <> '' AND c.id IS NULL
          LEFT JOIN orders_product p ON p.id = coalesce(c.product_id, n.id),
          (SELECT max(discount) AS largest FROM {stage} WHERE is_percent IS NULL) d
        WHERE o.line = i.line
        """,
        {"source": source},
    )


def keep_items(items: Staging, orders: Staging, source: str) -> None:
    """Files that say nothing about items leave those that orders already have."""
    items.execute("ALTER TABLE {stage} ADD product_id uuid")
    items.execute(
        f"""
        INSERT INTO {{stage}} (line, order_code, name, quantity, unit_price, discount, product_id)
        SELECT row_number() OVER (ORDER BY s.line, i.position), s.code, i.name, i.quantity, i.unit_price, i.discount,
          i.product_id
        FROM "{orders.table}" s
          JOIN orders_order o ON o.source = %(source)s AND o.code = s.code
          JOIN orders_orderitem i ON i.order_id = o.id
        """,
        {"source": source},
    )


def weigh(merged: Staging, orders: Staging, items: Staging, source: str, *, items_told: bool) -> None:
    """Compare each order with what is there: new, changed or the same; and add up its lines.

    The first half of a hash is of the order itself, the second of its items. Items that were not told are as last time.
    """
    merged.execute(
        f"""
        INSERT INTO {{stage}}
        SELECT coalesce(o.id, uuidv7()), o.promise_id,
          CASE WHEN o.id IS NULL THEN 'new' WHEN o.row_hash = h.hash THEN 'same' ELSE 'changed' END,
          h.hash, s.customer_id, s.code, s.placed_at, s.due_at, s.shipped_at, s.delivered_at, s.fallen_at, s.outcome,
          CASE WHEN s.outcome <> 'open' THEN s.outcome WHEN s.shipped_at IS NOT NULL THEN 'shipped' ELSE 'placed' END,
          coalesce(s.fallen_at, s.delivered_at, s.shipped_at, s.placed_at),
          round(s.freight, s.digits), s.currency, round(coalesce(i.gross, 0), s.digits),
          round(coalesce(i.net, 0), s.digits), coalesce(i.headline, ''), coalesce(i.line_count, 0),
          s.tracking_url, s.note
        FROM "{orders.table}" s
          LEFT JOIN (
            SELECT order_code, sum(quantity * unit_price) AS gross, sum(quantity * unit_price * (1 - discount)) AS net,
              (array_agg(name ORDER BY line))[1] AS headline, count(*) AS line_count,
              string_agg(concat_ws('|', product_code, name, trim_scale(quantity), trim_scale(unit_price),
                                   trim_scale(discount)), '\n' ORDER BY line) AS lines
            FROM "{items.table}" GROUP BY order_code
          ) i ON i.order_code = s.code
          LEFT JOIN orders_order o ON o.source = %(source)s AND o.code = s.code
          CROSS JOIN LATERAL (SELECT
              left(encode(sha256(convert_to(concat_ws('\n', s.code, s.customer_id, s.placed_at,
                '|', s.due_at, '|', s.shipped_at, '|', s.delivered_at, '|', s.fallen_at, '|', s.outcome,
                trim_scale(s.freight), s.currency, s.tracking_url, s.note), 'UTF8')), 'hex'), 32)
              || CASE WHEN %(items_told)s OR o.id IS NULL
                   THEN left(encode(sha256(convert_to(coalesce(i.lines, ''), 'UTF8')), 'hex'), 32)
                   ELSE right(o.row_hash, 32) END AS hash) h
        """,
        {"source": source, "items_told": items_told},
    )
    merged.execute("CREATE INDEX ON {stage} (order_id)")
    merged.analyse()


def merge_orders(
    merged: Staging, items: Staging, *, source: str, at: datetime, import_id: UUID | None = None
) -> dict[str, int]:
    """Write new and changed orders with all that belongs to them; answers how many had which fate.

    The lines of history remember an import in the browser by its `import_id`.
    """
    merged.execute(
        "SELECT 1 FROM orders_order o JOIN {stage} m ON m.order_id = o.id AND m.fate = 'changed'"
        " ORDER BY o.id FOR UPDATE OF o"
    )
    if import_id:
        undoing.note_before(merged, import_id, at)
    _promise(merged, at)
    _write_orders(merged, source, at)
    _write_items(merged, items)
    _write_steps(merged)
    _record(merged, at, import_id)
    return dict(merged.rows("SELECT fate, count(*) FROM {stage} GROUP BY fate"))


def _promise(merged: Staging, at: datetime) -> None:
    """The promised day of each order as a promise of imported history. A called-off order promises nothing more."""
    state = """CASE WHEN m.delivered_at IS NULL THEN CASE WHEN m.due_at < %(at)s THEN 'overdue' ELSE 'open' END
                    WHEN m.delivered_at <= m.due_at THEN 'kept' ELSE 'kept_late' END"""
    words = {
        "at": at,
        "text": _("Deliver order %(number)s"),
        "about": _("order %(number)s"),
        "evidence": _("Delivered"),
    }
    # In one statement, so that no plan has to look for each new promise among those it is just writing.
    merged.execute(
        f"""
        WITH fresh AS (
          UPDATE {{stage}} m SET promise_id = uuidv7()
          WHERE fate <> 'same' AND promise_id IS NULL AND due_at IS NOT NULL AND {PROMISING} RETURNING m.*
        )
        INSERT INTO promises_promise (id, customer_id, kind, is_internal, text, about, made_at, due_at, first_due_at,
          state, done_at, closed_at, evidence, imported, renegotiations, confirmed_by_customer, reason)
        SELECT m.promise_id, m.customer_id, 'delivery', false, replace(%(text)s, '%%(number)s', m.code),
          replace(%(about)s, '%%(number)s', m.code), m.placed_at, m.due_at, m.due_at, {state}, m.delivered_at,
          m.delivered_at, CASE WHEN m.delivered_at IS NULL THEN '' ELSE %(evidence)s END, true, 0, false, ''
        FROM fresh m
        """,
        words,
    )
    merged.execute(
        f"""
        UPDATE promises_promise p SET
          due_at = m.due_at, first_due_at = m.due_at, made_at = m.placed_at, state = {state}, done_at = m.delivered_at,
          closed_at = m.delivered_at, evidence = CASE WHEN m.delivered_at IS NULL THEN '' ELSE %(evidence)s END
        FROM {{stage}} m
        WHERE m.fate = 'changed' AND p.id = m.promise_id AND p.imported AND p.state IN ('open', 'overdue')
          AND m.due_at IS NOT NULL AND {PROMISING}
        """,
        words,
    )
    merged.execute(
        f"""
        UPDATE promises_promise p SET state = 'withdrawn', closed_at = m.fallen_at
        FROM {{stage}} m
        WHERE m.fate = 'changed' AND p.id = m.promise_id AND p.imported AND p.state IN ('open', 'overdue')
          AND NOT {PROMISING}
        """
    )


def _write_orders(merged: Staging, source: str, at: datetime) -> None:
    merged.execute(
        """
        INSERT INTO orders_order (id, number, customer_id, placed_at, currency, promise_id, step, step_at, outcome,
          finished_at, tracking_url, gross, net, freight, headline, line_count, note, source, code, row_hash, imported,
          created_at)
        SELECT order_id, code, customer_id, placed_at, currency, promise_id, step, step_at, outcome,
          CASE WHEN outcome <> 'open' THEN step_at END, tracking_url, gross, net, freight, headline, line_count, note,
          %(source)s, code, hash, true, %(at)s
        FROM {stage} WHERE fate = 'new'
        """,
        {"source": source, "at": at},
    )
    merged.execute(
        """
        UPDATE orders_order o SET
          customer_id = m.customer_id, placed_at = m.placed_at, currency = m.currency, promise_id = m.promise_id,
          tracking_url = coalesce(nullif(m.tracking_url, ''), o.tracking_url), gross = m.gross, net = m.net,
          freight = m.freight, headline = m.headline, line_count = m.line_count, note = m.note, row_hash = m.hash,
          step = CASE WHEN m.outcome = 'open' AND o.step <> 'placed' THEN o.step ELSE m.step END,
          step_at = CASE WHEN m.outcome = 'open' AND o.step <> 'placed' THEN o.step_at ELSE m.step_at END,
          outcome = CASE WHEN m.outcome = 'open' THEN o.outcome ELSE m.outcome END,
          finished_at = CASE WHEN m.outcome = 'open' THEN o.finished_at ELSE m.step_at END
        FROM {stage} m WHERE m.order_id = o.id AND m.fate = 'changed'
        """
    )


def _write_items(merged: Staging, items: Staging) -> None:
    merged.execute(
        "DELETE FROM orders_orderitem i USING {stage} m WHERE i.order_id = m.order_id AND m.fate = 'changed'"
    )
    merged.execute(
        f"""
        INSERT INTO orders_orderitem (id, order_id, product_id, position, name, quantity, unit_price, discount)
        SELECT uuidv7(), m.order_id, i.product_id, row_number() OVER (PARTITION BY m.order_id ORDER BY i.line), i.name,
          i.quantity, i.unit_price, i.discount
        FROM "{items.table}" i JOIN {{stage}} m ON m.code = i.order_code AND m.fate <> 'same'
        """
    )


def _write_steps(merged: Staging) -> None:
    """The dated steps that the file tells of; those that are there already stay as they are."""
    merged.execute(
        """
        INSERT INTO orders_orderstep (id, order_id, kind, at, by_customer, note)
        SELECT uuidv7(), m.order_id, t.kind, t.at, false, ''
        FROM {stage} m, LATERAL (VALUES
            (1, 'placed', m.placed_at), (2, 'shipped', m.shipped_at), (3, 'delivered', m.delivered_at),
            (4, m.outcome, m.fallen_at)) t(rank, kind, at)
        WHERE m.fate <> 'same' AND t.at IS NOT NULL AND (t.rank < 4 OR m.outcome IN ('cancelled', 'returned'))
          AND NOT EXISTS (SELECT 1 FROM orders_orderstep x WHERE x.order_id = m.order_id AND x.kind = t.kind)
        ORDER BY m.order_id, t.rank
        """
    )


def _record(merged: Staging, at: datetime, import_id: UUID | None) -> None:
    """One line of history per step that matters to a customer; nothing reacts to it."""
    told = {"now": at, "import_id": import_id and str(import_id)}
    merged.execute(
        """
        INSERT INTO timeline_entry (id, customer_id, kind, at, recorded_at, channel, by_customer, imported,
          subject_type, subject_id, body, facts)
        SELECT uuidv7(), m.customer_id, t.kind, t.at, %(now)s, '', false, true, 'orders.order', m.order_id, '',
          jsonb_strip_nulls(jsonb_build_object(
            'order_id', m.order_id, 'number', m.code, 'what', m.headline, 'lines', m.line_count,
            'net', round(m.net, 4)::text, 'currency', m.currency, 'promised_at', m.due_at,
            'import_id', %(import_id)s::text,
            'late', CASE WHEN t.kind = 'order.delivered' THEN m.delivered_at > m.due_at END))
        FROM {stage} m, LATERAL (VALUES
            (1, 'order.placed', m.placed_at), (2, 'order.delivered', m.delivered_at),
            (3, 'order.' || m.outcome, m.fallen_at)) t(rank, kind, at)
        WHERE t.at IS NOT NULL AND (t.rank < 3 OR m.outcome IN ('cancelled', 'returned'))
          AND (m.fate = 'new' OR (m.fate = 'changed' AND NOT EXISTS (
            SELECT 1 FROM timeline_entry e WHERE e.subject_id = m.order_id AND e.kind = t.kind)))
        ORDER BY m.order_id, t.rank
        """,
        told,
    )
    merged.execute(
        """
        INSERT INTO timeline_entry (id, customer_id, kind, at, recorded_at, channel, by_customer, imported,
          subject_type, subject_id, body, facts)
        SELECT uuidv7(), m.customer_id, 'order.changed', %(now)s, %(now)s, '', false, true,
          'orders.order', m.order_id, '',
          jsonb_strip_nulls(jsonb_build_object(
            'order_id', m.order_id, 'number', m.code, 'what', m.headline, 'lines', m.line_count,
            'net', round(m.net, 4)::text, 'currency', m.currency, 'import_id', %(import_id)s::text))
        FROM {stage} m WHERE m.fate = 'changed'
        """,
        told,
    )
