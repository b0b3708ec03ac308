"""Products as a table that other programs, and Rapport's own import, can read."""

from pathlib import Path

from rapport.core import keyset
from rapport.core.tabular.writing import open_writer
from rapport.orders.models import Product

HEADINGS = (
    *("product code", "sku", "name", "category", "price", "currency", "active", "available from"),
    *("availability", "expected on", "alternatives"),
)


def export_products(path: Path) -> int:
    """Write all products to `path`, by name; answers how many. The headings are those that an import recognises."""
    written = 0
    rows = Product.objects.prefetch_related("codes", "alternatives__other__codes")
    with open_writer(path, HEADINGS) as writer:
        for page in keyset.pages(rows, order=("name", "id"), size=1000):
            for product in page:
                writer.row(_cells(product))
            written += len(page)
    return written


def _cells(product: Product) -> list[str]:
    return [
        _code(product),
        product.sku,
        product.name,
        product.category,
        "" if product.price is None else f"{product.price.normalize():f}",
        product.currency,
        "yes" if product.is_active else "no",
        product.available_from.isoformat() if product.available_from else "",
        product.availability,
        product.expected_on.isoformat() if product.expected_on else "",
        ",".join(_code(other) for other in product.instead),
    ]


def _code(product: Product) -> str:
    """By which an import finds it again: its code elsewhere, else its own number."""
    return next((code.code for code in product.codes.all()), product.sku) or str(product.pk)
