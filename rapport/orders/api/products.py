from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query

from rapport.core import keyset
from rapport.core.api.etags import check_match
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, answer_one, answer_page
from rapport.core.api.schemas import ListQuery, PageOut, text
from rapport.orders import actions, queries
from rapport.orders.api.schemas import ProductIn, ProductOut, ProductPatch
from rapport.orders.api.showing import show_product
from rapport.orders.models import Product
from rapport.staff.models import Business

router = Router(tags=["Products"])


class ProductQuery(ListQuery):
    search: text(200) = ""
    active: bool | None = None


@router.get("", permission="orders.view_product", answers=PageOut[ProductOut])
def list_products(request: HttpRequest, asked: Query[ProductQuery]):
    """Products by name."""
    rows = queries.products(request.user, text=asked.search, show="all")
    if asked.active is not None:
        rows = rows.filter(is_active=asked.active)
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
    return _answer(request, get_object_or_404(Product.objects.visible_to(request.user), pk=product_id))


@router.patch("/{uuid:product_id}", permission="orders.change_product", answers=ProductOut, fails=(409, 412))
def change_product(request: HttpRequest, product_id: UUID, sent: ProductPatch):
    """Change what is sent and nothing else. Orders keep what they were sold as."""
    with transaction.atomic():
        rows = Product.objects.visible_to(request.user).select_for_update()
        product = get_object_or_404(rows, pk=product_id)
        before = show_product(product)
        check_match(request, before)
        wanted = ProductIn.model_construct(
            **dict(before) | {name: getattr(sent, name) for name in sent.model_fields_set}
        )
        if not wanted.name.strip():
            raise bad_field("name", "", "required")
        return _answer(request, actions.edit_product(product, **_facts(wanted, product.currency)))


def _facts(sent: ProductIn, currency: str) -> dict:
    if sent.price and sent.price.amount < 0:
        raise bad_field("price.amount", "", "out_of_range")
    facts = {name: getattr(sent, name) for name in ("name", "sku", "category", "is_active", "available_from")}
    price = {"price": sent.price.amount, "currency": sent.price.currency} if sent.price else {"currency": currency}
    return facts | price


def _answer(request: HttpRequest, product: Product, *, status: int = 200):
    location = f"/api/v1/products/{product.pk}" if status == 201 else ""
    return answer_one(request, show_product(product), status=status, location=location)
