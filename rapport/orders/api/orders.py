from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from rapport.core import keyset
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, answer_one, answer_page
from rapport.core.api.schemas import ListQuery, Money, PageOut
from rapport.customers.models import Customer
from rapport.orders import actions
from rapport.orders.actions import Line
from rapport.orders.api.schemas import CancellationIn, ItemIn, OrderIn, OrderOut, StepIn
from rapport.orders.api.showing import show_order, shown
from rapport.orders.models import Order, Product
from rapport.staff.models import Business

router = Router(tags=["Orders"])
of_customer = Router(tags=["Customers"])


class OrderQuery(ListQuery):
    outcome: Order.Outcome | None = None


@router.get("", permission="orders.view_order", answers=PageOut[OrderOut])
def list_orders(request: HttpRequest, asked: Query[OrderQuery]):
    """Orders, the newest first."""
    return _page(Order.objects.visible_to(request.user), asked)


@of_customer.get("/{uuid:customer_id}/orders", permission="orders.view_order", answers=PageOut[OrderOut])
def list_orders_of_customer(request: HttpRequest, customer_id: UUID, asked: Query[OrderQuery]):
    """What one customer ordered, the newest first."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    return _page(Order.objects.filter(customer=customer), asked)


@router.post("", permission="orders.add_order", answers=OrderOut, status=201, fails=(409,))
def place_order(request: HttpRequest, sent: OrderIn):
    """Take down an order, and promise the day on which it comes if there is one."""
    now = timezone.now()
    at = sent.placed_at or now
    if at > now:
        raise bad_field("placed_at", _("An order cannot be from the future."))
    customer = Customer.objects.visible_to(request.user).filter(pk=sent.customer).first()
    if customer is None:
        raise bad_field("customer", _("There is no such customer."), "not_found")
    currency = sent.currency or Business.objects.current().currency
    order = actions.place(
        customer,
        _lines(sent.items, currency),
        at=at,
        by=request.user,
        currency=currency,
        promised_on=sent.promised_on,
        told=sent.told and sent.told.as_told(now),
        freight=_amount(sent.freight, currency, "freight"),
        note=sent.note,
        number=sent.number,
    )
    return _answer(request, order.pk, status=201)


@router.get("/{uuid:order_id}", permission="orders.view_order", answers=OrderOut)
def get_order(request: HttpRequest, order_id: UUID):
    """One order."""
    return _answer(request, order_id)


@router.post("/{uuid:order_id}/steps", permission="orders.change_order", answers=OrderOut, status=201, fails=(409,))
def take_step(request: HttpRequest, order_id: UUID, sent: StepIn):
    """Note that an order came to a step. A step that means delivery keeps what was promised. Twice is harmless."""
    order = _visible(request, order_id)
    actions.take_step(order, sent.kind, at=timezone.now(), by=request.user, note=sent.note, done_at=sent.at)
    return _answer(request, order_id, status=201)


@router.post("/{uuid:order_id}/cancel", permission="orders.change_order", answers=OrderOut, fails=(409,))
def cancel_order(request: HttpRequest, order_id: UUID, sent: CancellationIn):
    """Call an order off; what was promised with it ends too. Twice is harmless."""
    at = timezone.now()
    actions.cancel(
        _visible(request, order_id),
        at=at,
        by=request.user,
        reason=sent.reason,
        told=sent.told.as_told(at),
        by_customer=sent.by_customer,
    )
    return _answer(request, order_id)


def _page(rows, asked: OrderQuery):
    if asked.outcome:
        rows = rows.filter(outcome=asked.outcome)
    page = keyset.page(shown(rows), order=("-placed_at", "-id"), after=asked.cursor, size=asked.limit)
    return answer_page(page, show_order, OrderOut)


def _visible(request: HttpRequest, order_id: UUID) -> Order:
    return get_object_or_404(Order.objects.visible_to(request.user), pk=order_id)


def _answer(request: HttpRequest, order_id: UUID, *, status: int = 200):
    order = get_object_or_404(shown(Order.objects.visible_to(request.user)), pk=order_id)
    location = f"/api/v1/orders/{order.pk}" if status == 201 else ""
    return answer_one(request, show_order(order), status=status, location=location)


def _lines(items: list[ItemIn], currency: str) -> list[Line]:
    """The items with their products, found by two queries at most."""
    by_id = Product.objects.in_bulk([item.product for item in items if item.product])
    by_sku = {p.sku: p for p in Product.objects.filter(sku__in=[item.sku for item in items if item.sku])}
    lines = []
    for place, item in enumerate(items):
        product = by_id.get(item.product) if item.product else by_sku.get(item.sku)
        if product is None and (item.product or item.sku):
            field = f"items.{place}.{'product' if item.product else 'sku'}"
            raise bad_field(field, _("There is no such product."), "not_found")
        price = item.unit_price
        if price is not None:
            price = _amount(price, currency, f"items.{place}.unit_price")
        lines.append(Line(item.name, product, item.quantity, price, item.discount))
    return lines


def _amount(said: Money | Decimal, currency: str, field: str) -> Decimal:
    amount = said.amount if isinstance(said, Money) else said
    if isinstance(said, Money) and said.currency != currency:
        raise bad_field(field, _("Must be in the currency of the order."), "currency")
    if amount < 0 or amount >= 10**12:
        raise bad_field(field, _("Must be at least 0, and less than a million million."), "out_of_range")
    return amount
