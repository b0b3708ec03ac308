"""What is for sale. It touches no customer, so no timeline tells of it; history keeps who changed what."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from rapport.core.folding import search_key
from rapport.core.names import clean
from rapport.orders.models import Product
from rapport.orders.refusals import SkuTaken


@transaction.atomic
def add_product(
    name: str,
    *,
    currency: str,
    price: Decimal | None = None,
    sku: str = "",
    category: str = "",
    is_active: bool = True,
    available_from: date | None = None,
) -> Product:
    """Add something to sell. Raises `SkuTaken`."""
    product = Product()
    _write(product, name, sku, category, price, currency, is_active, available_from)
    product.save(force_insert=True)
    return product


@transaction.atomic
def edit_product(
    product: Product,
    *,
    name: str,
    currency: str,
    price: Decimal | None = None,
    sku: str = "",
    category: str = "",
    is_active: bool = True,
    available_from: date | None = None,
) -> Product:
    """Change what is said about a product; orders keep what they were sold as. Raises `SkuTaken`."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    _write(product, name, sku, category, price, currency, is_active, available_from)
    product.save()
    return product


def _write(product: Product, name, sku, category, price, currency, is_active, available_from) -> None:
    product.name, product.sku, product.category = clean(name), clean(sku), clean(category)
    product.price, product.currency = price, currency
    product.is_active, product.available_from = is_active, available_from
    product.search_key = search_key(" ".join(filter(None, (product.name, product.sku, product.category))))
    if product.sku and Product.objects.filter(sku=product.sku).exclude(pk=product.pk).exists():
        raise SkuTaken
