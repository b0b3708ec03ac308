"""What is for sale, and whether it can be had. It touches no customer, so no timeline tells of it; history keeps who
changed what. Who has to hear of a change is told by a job (`telling`)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from rapport.core.folding import search_key
from rapport.core.names import clean
from rapport.orders import telling
from rapport.orders.models import Alternative, Availability, Product
from rapport.orders.refusals import NotItsOwnAlternative, SkuTaken


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
    availability: str = Availability.IN_STOCK,
    expected_on: date | None = None,
    alternatives: Sequence[Product] = (),
) -> Product:
    """Add something to sell. Raises `SkuTaken`."""
    product = Product()
    _write(product, name, sku, category, price, currency, is_active, available_from)
    _say_whether_it_can_be_had(product, availability, expected_on)
    product.save(force_insert=True)
    _offer_instead(product, alternatives)
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
    availability: str | None = None,
    expected_on: date | None = None,
    alternatives: Sequence[Product] | None = None,
) -> Product:
    """Change what is said about a product; orders keep what they were sold as. Raises `SkuTaken`.

    Without `availability` or `alternatives` these stay as they are.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    before = _can_be_had(product)
    _write(product, name, sku, category, price, currency, is_active, available_from)
    if availability is None:
        availability, expected_on = product.availability, product.expected_on
    _say_whether_it_can_be_had(product, availability, expected_on)
    product.save()
    if alternatives is not None:
        _offer_instead(product, alternatives)
    _follow(product, before)
    return product


@transaction.atomic
def say_availability(
    product: Product,
    availability: str,
    *,
    expected_on: date | None = None,
    alternatives: Sequence[Product] | None = None,
) -> Product:
    """Say whether `product` can be had, and when it comes again (None: nobody knows); a discontinued one is not sold.

    Saying the same again changes nothing and tells nobody. What is back is for sale again only if it was.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    before = _can_be_had(product)
    _say_whether_it_can_be_had(product, availability, expected_on)
    if before != _can_be_had(product):
        product.save()
    if alternatives is not None:
        _offer_instead(product, alternatives)
    _follow(product, before)
    return product


def _write(product: Product, name, sku, category, price, currency, is_active, available_from) -> None:
    product.name, product.sku, product.category = clean(name), clean(sku), clean(category)
    product.price, product.currency = price, currency
    product.is_active, product.available_from = is_active, available_from
    product.search_key = search_key(" ".join(filter(None, (product.name, product.sku, product.category))))
    if product.sku and Product.objects.filter(sku=product.sku).exclude(pk=product.pk).exists():
        raise SkuTaken


def _say_whether_it_can_be_had(product: Product, availability: str, expected_on: date | None) -> None:
    product.availability = availability
    product.expected_on = expected_on if availability == Availability.EXPECTED else None
    product.is_active = product.is_active and availability != Availability.DISCONTINUED


def _can_be_had(product: Product) -> tuple:
    return product.availability, product.expected_on, product.is_active, product.available_from


def _offer_instead(product: Product, alternatives: Sequence[Product]) -> None:
    others = list(dict.fromkeys(other.pk for other in alternatives))
    if product.pk in others:
        raise NotItsOwnAlternative
    if others == list(product.alternatives.values_list("other", flat=True)):
        return
    product.alternatives.all().delete()
    Alternative.objects.bulk_create(
        Alternative(product=product, other_id=other, position=position) for position, other in enumerate(others)
    )


def _follow(product: Product, before: tuple) -> None:
    if _can_be_had(product) != before:
        telling.follow_availability.defer(product_id=str(product.pk))
