"""Orders and products as programs see them."""

from django.db.models import QuerySet

from rapport.core.api.schemas import Money
from rapport.core.money import round_amount
from rapport.orders.api.schemas import ItemOut, OrderOut, ProductOut, StepOut, WishOut
from rapport.orders.models import Order, OrderItem, Product, Wish


def shown(orders: QuerySet) -> QuerySet:
    """`orders` with all that `show_order` reads: two queries more, whatever their number."""
    return orders.select_related("promise").prefetch_related("items", "steps")


def show_order(order: Order) -> OrderOut:
    def money(amount) -> Money:
        return Money.model_construct(amount=round_amount(amount, order.currency), currency=order.currency)

    return OrderOut.model_construct(
        id=order.pk,
        number=order.number,
        customer=order.customer_id,
        placed_at=order.placed_at,
        items=[_item(item, order, money) for item in order.items.all()],
        steps=[
            StepOut.model_construct(kind=step.kind, at=step.at, by=step.by_id, note=step.note)
            for step in order.steps.all()
        ],
        step=order.step,
        outcome=str(order.outcome),
        finished_at=order.finished_at,
        promise=order.promise_id,
        promised_at=order.promise.due_at if order.promise else None,
        net=money(order.net),
        freight=money(order.freight),
        total=money(order.total),
        seller=order.seller_id,
        tracking_url=order.tracking_url,
        note=order.note,
        source=order.source,
        code=order.code,
        imported=order.imported,
    )


def _item(item: OrderItem, order: Order, money) -> ItemOut:
    return ItemOut.model_construct(
        product=item.product_id,
        name=item.name,
        quantity=item.quantity.normalize(),
        unit_price=Money.of(item.unit_price, order.currency),
        discount=item.discount.normalize(),
        net=money(item.net),
    )


def show_product(product: Product) -> ProductOut:
    price = None
    if product.price is not None:
        price = Money.of(product.price, product.currency)
    return ProductOut.model_construct(
        id=product.pk,
        sku=product.sku,
        name=product.name,
        category=product.category,
        price=price,
        is_active=product.is_active,
        available_from=product.available_from,
        availability=str(product.availability),
        expected_on=product.expected_on,
        alternatives=[row.other_id for row in product.alternatives.all()],
    )


def show_wish(wish: Wish) -> WishOut:
    return WishOut.model_construct(
        id=wish.pk,
        customer=wish.customer_id,
        product=wish.product_id,
        asked_at=wish.asked_at,
        by=wish.by_id,
        by_customer=wish.by_customer,
        told_at=wish.told_at,
        ended_at=wish.ended_at,
        held_back=wish.held_back,
    )
