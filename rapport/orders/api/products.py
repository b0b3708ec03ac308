from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from rapport.core import keyset
from rapport.core.api.etags import check_match
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, answer_one, answer_page
from rapport.core.api.schemas import ListQuery, PageOut, text
from rapport.customers.models import Customer
from rapport.orders import actions, queries
from rapport.orders.api.schemas import ProductIn, ProductOut, ProductPatch, WishIn, WishOut
from rapport.orders.api.showing import show_product, show_wish
from rapport.orders.models import Availability, Product, Wish
from rapport.staff.models import Business

router = Router(tags=["Products"])
WRITTEN = ("name", "sku", "category", "is_active", "available_from", "availability", "expected_on")


class ProductQuery(ListQuery):
    search: text(200) = ""
    active: bool | None = None


@router.get("", permission="orders.view_product", answers=PageOut[ProductOut])
def list_products(request: HttpRequest, asked: Query[ProductQuery]):
    """Products by name."""
    rows = queries.products(request.user, text=asked.search, show="all")
    if asked.active is not None:
        rows = rows.filter(is_active=asked.active)
    rows = rows.prefetch_related("alternatives")
    page = keyset.page(rows, order=("name", "id"), after=asked.cursor, size=asked.limit)
    return answer_page(page, show_product, ProductOut)


@router.post("", permission="orders.add_product", answers=ProductOut, status=201, fails=(409,))
def add_product(request: HttpRequest, sent: ProductIn):
    """Add something to sell."""
    product = actions.add_product(**_facts(sent, Business.objects.current().currency))
    return _answer(request, product, status=201)


@router.get("/{uuid:product_id}", permission="orders.view_product", answers=ProductOut)
def get_product(request: HttpRequest, product_id: UUID):
    """One product."""
    return _answer(request, _product(request, product_id))


@router.patch("/{uuid:product_id}", permission="orders.change_product", answers=ProductOut, fails=(409, 412))
def change_product(request: HttpRequest, product_id: UUID, sent: ProductPatch):
    """Change what is sent and nothing else. Orders keep what they were sold as."""
    with transaction.atomic():
        rows = Product.objects.visible_to(request.user).select_for_update()
        product = get_object_or_404(rows, pk=product_id)
        before = show_product(product)
        check_match(request, before)
        told = {name: getattr(sent, name) for name in sent.model_fields_set}
        if told.get("availability", Availability.EXPECTED) != Availability.EXPECTED:
            told.setdefault("expected_on", None)  # what is there, or never comes again, has no day on which it comes
        wanted = ProductIn.model_construct(**dict(before) | told)
        if not wanted.name.strip():
            raise bad_field("name", "", "required")
        return _answer(request, actions.edit_product(product, **_facts(wanted, product.currency)))


def _facts(sent: ProductIn, currency: str) -> dict:
    if sent.price and sent.price.amount < 0:
        raise bad_field("price.amount", "", "out_of_range")
    facts = {name: getattr(sent, name) for name in WRITTEN}
    if sent.availability != Availability.EXPECTED and sent.expected_on:
        raise bad_field("expected_on", _("Say this only of what is out of stock."), "out_of_place")
    facts["alternatives"] = _alternatives(sent.alternatives)
    price = {"price": sent.price.amount, "currency": sent.price.currency} if sent.price else {"currency": currency}
    return facts | price


def _alternatives(ids: list[UUID]) -> list[Product]:
    found = Product.objects.in_bulk(ids)
    for place, key in enumerate(ids):
        if key not in found:
            raise bad_field(f"alternatives.{place}", "", "unknown")
    return [found[key] for key in ids]


@router.get("/{uuid:product_id}/wishes", permission="orders.view_wish", answers=PageOut[WishOut])
def list_wishes(request: HttpRequest, product_id: UUID, asked: Query[ListQuery]):
    """Who asked to be told when it is there again, the latest first."""
    rows = queries.wishes(request.user, _product(request, product_id))
    page = keyset.page(rows, order=("-asked_at", "-id"), after=asked.cursor, size=asked.limit)
    return answer_page(page, show_wish, WishOut)


@router.post("/{uuid:product_id}/wishes", permission="orders.add_wish", answers=WishOut, status=201, fails=(409,))
def add_wish(request: HttpRequest, product_id: UUID, sent: WishIn):
    """A customer asks to be told when it is there again. Asked twice, it is one wish."""
    product = _product(request, product_id)
    customer = Customer.objects.visible_to(request.user).filter(pk=sent.customer).first()
    if customer is None:
        raise bad_field("customer", "", "unknown")
    wish = actions.wish(customer, product, at=timezone.now(), by=request.user)
    return answer_one(request, show_wish(wish), status=201, location=f"/api/v1/products/{product.pk}/wishes")


@router.post("/{uuid:product_id}/wishes/{uuid:wish_id}/end", permission="orders.change_wish", answers=WishOut)
def end_wish(request: HttpRequest, product_id: UUID, wish_id: UUID):
    """They no longer want to be told. Sending it twice is safe."""
    wish = get_object_or_404(Wish.objects.visible_to(request.user), pk=wish_id, product=product_id)
    return answer_one(request, show_wish(actions.end_wish(wish, at=timezone.now(), by=request.user)))


def _product(request: HttpRequest, product_id: UUID) -> Product:
    return get_object_or_404(Product.objects.visible_to(request.user), pk=product_id)


def _answer(request: HttpRequest, product: Product, *, status: int = 200):
    location = f"/api/v1/products/{product.pk}" if status == 201 else ""
    return answer_one(request, show_product(product), status=status, location=location)
