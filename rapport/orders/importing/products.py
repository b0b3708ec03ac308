"""Products of the files: read, merged by their codes, or made from the items that name them."""

import re
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from rapport.core.folding import search_key
from rapport.core.names import clean
from rapport.core.tabular import values
from rapport.core.tabular.columns import fold
from rapport.core.tabular.staging import Staging
from rapport.orders.importing import undoing_products
from rapport.orders.importing.columns import AVAILABILITIES, PRODUCT_FIELDS
from rapport.orders.importing.reading import Rows, Unreadable
from rapport.orders.models import Availability
from rapport.orders.telling import follow_availability

PRODUCT_COLUMNS = {
    "line": "integer",
    "code": "text",
    "sku": "text",
    "name": "text",
    "category": "text",
    "price": "numeric",
    "currency": "text",
    "is_active": "boolean",
    "available_from": "date",
    "availability": "text",  # "" where the file says nothing, "sold" where it only says that it is sold still
    "expected_on": "date",
    "alternatives": "text[]",
    "search_key": "text",
}
AVAILABLE = {fold(word): state for state, words in AVAILABILITIES.items() for word in words.split()}
SEPARATORS = re.compile(r"[,;|\n]")


class ProductRows(Rows):
    """Products, by their code or their own number."""

    fields = PRODUCT_FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._codes: set[str] = set()
        self._numbers: set[str] = set()

    def values(self, line, cells):
        sku = self.text("sku", cells, 60)
        code = self.text("code", cells, 120) or sku
        name = clean(self.text("name", cells, 300))
        if not code or not name:
            raise Unreadable(_("A product needs a code and a name."))
        if code in self._codes or (sku and sku in self._numbers):
            raise Unreadable(_("Product %(code)s is in the file twice.") % {"code": code})
        category, price = self.text("category", cells, 120), self.amount("price", cells)
        if price is not None and price < 0:
            raise Unreadable(_("A price can't be less than nothing."))
        availability, expected_on = self._availability(cells), self._date("expected_on", cells)
        if expected_on and not availability:
            availability = Availability.EXPECTED.value
        row = (
            line,
            code,
            sku,
            name,
            category,
            price,
            self.currency_of(cells),
            self._is_active(cells) and availability != Availability.DISCONTINUED,
            self._date("available_from", cells),
            availability,
            expected_on if availability == Availability.EXPECTED else None,
            self._alternatives(cells),
            product_key(name, sku, category),
        )
        self._codes.add(code)
        if sku:
            self._numbers.add(sku)
        return row

    def _is_active(self, cells: list[str]) -> bool:
        active, discontinued = self.columns.first("active", cells), self.columns.first("discontinued", cells)
        return (not active or values.truth(active)) and not values.truth(discontinued)

    def _date(self, field: str, cells: list[str]) -> date | None:
        text = values.filled(self.columns.first(field, cells))
        return self._day(text) if text else None

    def _availability(self, cells: list[str]) -> str:
        if told := values.filled(self.columns.first("availability", cells)):
            if found := AVAILABLE.get(fold(told)):
                return found
            raise Unreadable(_("“%(text)s” does not say whether it can be had.") % {"text": told[:40]})
        gone = values.filled(self.columns.first("discontinued", cells))
        if not gone:
            return ""
        return Availability.DISCONTINUED.value if values.truth(gone) else "sold"

    def _alternatives(self, cells: list[str]) -> list[str]:
        """Codes or numbers of other products."""
        told = self.text("alternatives", cells, 1000)
        return list(dict.fromkeys(filter(None, (part.strip() for part in SEPARATORS.split(told)))))


def product_key(name: str, sku: str = "", category: str = "") -> str:
    """What a product is found by."""
    return search_key(" ".join(filter(None, (name, sku, category))))


def merge_products(stage: Staging, source: str, *, import_id: UUID | None, at: datetime) -> None:
    """Bring products up to date by their code in `source`, else by their own number."""
    stage.execute("ALTER TABLE {stage} ADD product_id uuid, ADD is_new boolean, ADD hash text")
    stage.execute(
        """
        UPDATE {stage} s SET
          product_id = coalesce(c.product_id, p.id, uuidv7()), is_new = c.product_id IS NULL AND p.id IS NULL,
          hash = md5(concat_ws('|', s.code, s.sku, s.name, s.category, trim_scale(s.price), s.currency, s.is_active,
                               s.available_from, nullif(nullif(s.availability, ''), 'sold'), s.expected_on,
                               nullif(array_to_string(s.alternatives, ','), '')))
        FROM {stage} o
          LEFT JOIN orders_productcode c ON c.source = %(source)s AND c.code = o.code
          LEFT JOIN orders_product p ON o.sku <> '' AND p.sku = o.sku
        WHERE o.line = s.line
        """,
        {"source": source},
    )
    if import_id:
        undoing_products.note_before(stage, import_id, at)
    stage.execute(
        """
        INSERT INTO orders_product
          (id, sku, name, category, price, currency, is_active, available_from, availability, expected_on, search_key,
           row_hash)
        SELECT product_id, sku, name, category, price, currency, is_active, available_from,
          CASE WHEN availability IN ('', 'sold') THEN 'in_stock' ELSE availability END, expected_on, search_key, hash
        FROM {stage} WHERE is_new
        """
    )
    stage.execute(
        """
        INSERT INTO orders_productcode (id, product_id, source, code)
        SELECT uuidv7(), product_id, %(source)s, code FROM {stage} ON CONFLICT (source, code) DO NOTHING
        """,
        {"source": source},
    )
    changed = stage.rows(
        """
        UPDATE orders_product p SET
          sku = CASE WHEN s.sku = '' OR EXISTS (SELECT 1 FROM orders_product q WHERE q.sku = s.sku AND q.id <> p.id)
                     THEN p.sku ELSE s.sku END,
          name = s.name, category = s.category, price = s.price, currency = s.currency,
          is_active = s.is_active AND s.availability_now <> 'discontinued', available_from = s.available_from,
          availability = s.availability_now, search_key = s.search_key, row_hash = s.hash,
          expected_on = CASE WHEN s.availability_now <> 'expected' THEN NULL
                             WHEN s.availability IN ('', 'sold') THEN p.expected_on ELSE s.expected_on END
        FROM (
          SELECT t.*, w.availability AS was, w.expected_on AS was_expected_on, w.is_active AS was_active,
            CASE WHEN t.availability = 'sold' AND w.availability = 'discontinued' THEN 'in_stock'
                 WHEN t.availability IN ('', 'sold') THEN w.availability ELSE t.availability END AS availability_now
          FROM {stage} t JOIN orders_product w ON w.id = t.product_id
          WHERE NOT t.is_new AND w.row_hash <> t.hash
        ) s WHERE s.product_id = p.id
        RETURNING p.id,
          (p.availability, p.expected_on, p.is_active) IS DISTINCT FROM (s.was, s.was_expected_on, s.was_active)
        """
    )
    _offer_instead(stage, source)
    if news := [{"product_id": str(key)} for key, is_other in changed if is_other]:
        follow_availability.batch_defer(*news)


def _offer_instead(stage: Staging, source: str) -> None:
    """What the file names as alternatives; where it names none, those before stay. Unknown codes are left out."""
    stage.execute(
        "DELETE FROM orders_alternative a USING {stage} s WHERE a.product_id = s.product_id AND s.alternatives <> '{}'"
    )
    stage.execute(
        """
        INSERT INTO orders_alternative (id, product_id, other_id, position)
        SELECT uuidv7(), s.product_id, o.id, min(n.position)
        FROM {stage} s CROSS JOIN LATERAL unnest(s.alternatives) WITH ORDINALITY n(code, position)
          LEFT JOIN orders_productcode c ON c.source = %(source)s AND c.code = n.code
          JOIN orders_product o ON o.id = c.product_id OR c.id IS NULL AND o.sku = n.code
        WHERE o.id <> s.product_id GROUP BY s.product_id, o.id
        """,
        {"source": source},
    )


def add_missing_products(items: Staging, source: str, *, import_id: UUID | None, at: datetime) -> None:
    """Products that no file describes are made from the items that name them, by their code."""
    missing = items.rows(
        """
        SELECT DISTINCT ON (i.product_code) i.product_code, coalesce(nullif(i.name, ''), i.product_code)
        FROM {stage} i
        WHERE i.product_code <> ''
          AND NOT EXISTS (SELECT 1 FROM orders_productcode c WHERE c.source = %(source)s AND c.code = i.product_code)
          AND NOT EXISTS (SELECT 1 FROM orders_product p WHERE p.sku = i.product_code)
        ORDER BY i.product_code, i.line
        """,
        {"source": source},
    )
    if not missing:
        return
    codes, names = zip(*missing, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH named AS (
              SELECT uuidv7() AS id, *
              FROM unnest(%(codes)s::text[], %(names)s::text[], %(keys)s::text[]) n(code, name, key)
            ), added AS (
              INSERT INTO orders_product (id, sku, name, category, currency, is_active, search_key, row_hash)
              SELECT id, '', name, '', (SELECT coalesce(max(currency), 'EUR') FROM staff_business), true, key, ''
              FROM named
            )
            INSERT INTO orders_productcode (id, product_id, source, code)
            SELECT uuidv7(), id, %(source)s, code FROM named RETURNING product_id
            """,
            {"codes": list(codes), "names": list(names), "keys": [product_key(n) for n in names], "source": source},
        )
        brought = [key for (key,) in cursor.fetchall()]
    if import_id:
        undoing_products.note_brought(brought, import_id, at)
