# ruff: noqa: S608 – the only names put into statements are those of tables and columns
"""What an import of orders made of products, undone with it: those it brought go, those it changed are as before.

A product with which something is sold by now, or that somebody here changed since, stays as it is.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from rapport.core.links import links_to
from rapport.core.models import Import
from rapport.core.tabular.staging import Staging
from rapport.orders.models import Alternative, OrderItem, Product, ProductCode, ProductImportChange
from rapport.orders.telling import follow_availability

GOODS = {"id": "uuid", "before": "jsonb", "fate": "text"}
# Without keys of rows: a file that names the same alternatives once more writes them anew.
SNAPSHOT = """jsonb_build_object(
  'product', to_jsonb(p),
  'codes', (
    SELECT coalesce(jsonb_agg(jsonb_build_array(k.source, k.code) ORDER BY k.source, k.code), '[]')
    FROM orders_productcode k WHERE k.product_id = p.id),
  'instead', (
    SELECT coalesce(jsonb_agg(jsonb_build_array(a.other_id, a.position) ORDER BY a.position, a.other_id), '[]')
    FROM orders_alternative a WHERE a.product_id = p.id))"""


def note_before(products: Staging, import_id: UUID, at: datetime) -> None:
    """Keep the products that a file describes as they stand; those that it brings stand nowhere yet."""
    products.execute(
        "INSERT INTO orders_productimportchange (id, import_id, product_id, before, outcome, at)"
        f" SELECT uuidv7(), %s, s.product_id, CASE WHEN NOT s.is_new THEN {SNAPSHOT} END, '', %s"
        " FROM {stage} s LEFT JOIN orders_product p ON p.id = s.product_id ON CONFLICT DO NOTHING",
        [import_id, at],
    )


def note_brought(keys: list[UUID], import_id: UUID, at: datetime) -> None:
    """Products that were made because an item named them."""
    ProductImportChange.objects.bulk_create(
        ProductImportChange(import_id=import_id, product_id=key, at=at) for key in keys
    )


def note_after(stage: Staging, import_id: UUID) -> None:
    """And as they stand now. What is as it was is forgotten again."""
    stage.execute(
        f"UPDATE orders_productimportchange c SET after = {SNAPSHOT} FROM orders_product p"
        " WHERE c.import_id = %s AND p.id = c.product_id",
        [import_id],
    )
    stage.execute("DELETE FROM orders_productimportchange WHERE import_id = %s AND before = after", [import_id])


def settle(goods: Staging, import_: Import) -> None:
    """What became of them. `staged_new` and `staged_changed` say what will be done to orders, and so to their items."""
    goods.execute(
        f"INSERT INTO {{stage}} SELECT p.id, c.before, CASE WHEN c.before IS NULL AND ({' OR '.join(_hanging())})"
        f" THEN 'used' WHEN {SNAPSHOT} <> c.after OR {NUMBER_IS_TAKEN} THEN 'edited'"
        " WHEN c.before IS NULL THEN 'removed' ELSE 'restored' END"
        " FROM orders_productimportchange c JOIN orders_product p ON p.id = c.product_id"
        " WHERE c.import_id = %(import_id)s AND c.outcome = ''",
        {"import_id": import_.pk},
    )
    goods.analyse()
    while goods.execute(OFFERED_BY_WHAT_STAYS):
        pass


def put_back(goods: Staging) -> None:
    """Once the orders are undone."""
    for statement in (CODES_BACK, NOTHING_INSTEAD, INSTEAD_BACK):
        goods.execute(statement)
    back = goods.rows(PRODUCTS_BACK)
    for statement in REMOVE:
        goods.execute(statement)
    if news := [{"product_id": str(key)} for key, is_other in back if is_other]:
        follow_availability.batch_defer(*news)


def keep(goods: Staging, import_id: UUID, at: datetime) -> None:
    """Remember which were left as they are, and why."""
    goods.execute(
        "UPDATE orders_productimportchange c SET outcome = s.fate, before = NULL, after = NULL, at = %s"
        " FROM {stage} s WHERE c.import_id = %s AND c.product_id = s.id AND s.fate IN ('edited', 'used')",
        [at, import_id],
    )
    ProductImportChange.objects.filter(import_id=import_id, outcome="").delete()


def left(import_: Import, user: Any, most: int) -> list[dict[str, str]]:
    """Which products were left as they are, and why."""
    kept = ProductImportChange.objects.filter(import_id=import_.pk, product__in=Product.objects.visible_to(user))
    kept = kept.exclude(outcome="").select_related("product").order_by("outcome", "id")[:most]
    return [
        {
            "name": str(change.product),
            "url": change.product.get_absolute_url(),
            "why": change.get_outcome_display(),
            "reason": "",
        }
        for change in kept
    ]


def _hanging() -> Iterator[str]:
    """SQL about the product `p`, for each way in which something can be sold or noted with it."""
    for link in links_to(Product):
        model = link.related_model
        if model in (Alternative, ProductCode, ProductImportChange) or hasattr(model, "pgh_tracked_model"):
            continue
        but = UNDONE_WITH_ITS_ORDER if model is OrderItem else ""
        yield f"EXISTS (SELECT FROM {model._meta.db_table} h WHERE h.{link.field.column} = p.id{but})"
    yield SOLD_BEFORE_ANOTHER_IMPORT


UNDONE_WITH_ITS_ORDER = """
  AND NOT EXISTS (SELECT FROM staged_new n WHERE n.id = h.order_id AND n.fate = 'removed')
  AND NOT EXISTS (SELECT FROM staged_changed n WHERE n.id = h.order_id AND n.fate = 'restored')"""
# An order may get it back by the undo of that import.
SOLD_BEFORE_ANOTHER_IMPORT = """p.id IN (
  SELECT (i->>'product_id')::uuid FROM orders_orderimportchange h, jsonb_array_elements(h.before->'items') i
  WHERE h.import_id <> %(import_id)s AND h.outcome = '' AND i->>'product_id' IS NOT NULL)"""
NUMBER_IS_TAKEN = """EXISTS (
  SELECT FROM orders_product q WHERE q.sku <> '' AND q.sku = c.before->'product'->>'sku' AND q.id <> p.id)"""
OFFERED_BY_WHAT_STAYS = """
UPDATE {stage} s SET fate = 'used' FROM orders_alternative a
WHERE s.fate = 'removed' AND a.other_id = s.id
  AND NOT EXISTS (SELECT FROM {stage} o WHERE o.id = a.product_id AND o.fate IN ('removed', 'restored'))
"""
CODES_BACK = """
DELETE FROM orders_productcode k USING {stage} s
WHERE s.fate = 'restored' AND k.product_id = s.id AND NOT EXISTS (
  SELECT FROM jsonb_array_elements(s.before->'codes') c WHERE c->>0 = k.source AND c->>1 = k.code)
"""
NOTHING_INSTEAD = "DELETE FROM orders_alternative a USING {stage} s WHERE s.fate = 'restored' AND a.product_id = s.id"
INSTEAD_BACK = """
INSERT INTO orders_alternative (id, product_id, other_id, position)
SELECT uuidv7(), s.id, o.id, (n->>1)::smallint
FROM {stage} s, jsonb_array_elements(s.before->'instead') n JOIN orders_product o ON o.id = (n->>0)::uuid
WHERE s.fate = 'restored'
"""
COLUMNS = [field.column for field in Product._meta.concrete_fields if not field.primary_key]
PRODUCTS_BACK = f"""
UPDATE orders_product p SET {", ".join(f"{name} = b.{name}" for name in COLUMNS)}
FROM {{stage}} s JOIN orders_product w USING (id), jsonb_populate_record(NULL::orders_product, s.before->'product') b
WHERE s.fate = 'restored' AND p.id = s.id
RETURNING p.id,
  (p.availability, p.expected_on, p.is_active) IS DISTINCT FROM (w.availability, w.expected_on, w.is_active)
"""
REMOVE = (
    "DELETE FROM orders_alternative a USING {stage} s WHERE s.fate = 'removed' AND s.id IN (a.product_id, a.other_id)",
    "DELETE FROM orders_productcode k USING {stage} s WHERE s.fate = 'removed' AND k.product_id = s.id",
    "DELETE FROM orders_productimportchange c USING {stage} s WHERE s.fate = 'removed' AND c.product_id = s.id",
    "DELETE FROM orders_product p USING {stage} s WHERE s.fate = 'removed' AND p.id = s.id",
)
