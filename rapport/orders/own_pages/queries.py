"""What a customer may know of their orders. Notes and steps' notes are among us, and not asked for here.

The page of an order is what people open most: its questions are prepared, and seven.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from rapport.core import keyset
from rapport.core.prepared import prepared
from rapport.core.registry import Visitor
from rapport.orders import steps
from rapport.orders.models import Delay, Order, OrderFile, OrderItem, OrderStep, StepKind
from rapport.orders.rail import Stop, rail
from rapport.promises.models import Promise

PER_PAGE = 20
LATEST = ("-placed_at",)
ON_HOME = 3


@dataclass(frozen=True)
class TheirOrder:
    order: Order
    items: list[OrderItem]
    stops: list[Stop]
    delay: Delay | None  # the latest that they were told of
    earlier: list[datetime]  # days that were promised before, oldest first
    files: list[OrderFile]
    is_late: bool

    @property
    def promised_at(self) -> datetime | None:
        """The moment that staff see, too; None when no day is promised."""
        promise = self.order.promise
        return promise.due_at if promise and promise.state in (*Promise.OPEN_STATES, *Promise.KEPT_STATES) else None

    @property
    def knows_why(self) -> bool:
        """They were told of a delay that has not ended in delivery."""
        return self.delay is not None and self.order.is_open


def their_order(pk: UUID, visitor: Visitor, *, at: datetime) -> TheirOrder | None:
    """The order `pk` if it is theirs, as it stands at the moment `at`; six or seven queries."""
    order = next(iter(_orders(pk, visitor.customer_id)), None)
    if order is None:
        return None
    taken, delay = _steps(pk), next(iter(_told(pk)), None)
    return TheirOrder(
        order=order,
        items=_items(pk),
        stops=rail(order, taken, steps.all_kinds(), now=at),
        delay=delay,
        earlier=_earlier(order, delay),
        files=[] if visitor.is_guest else _files(pk),
        is_late=order.is_late(at),
    )


@prepared
def _orders(pk: UUID, customer: UUID) -> QuerySet[Order]:
    return Order.objects.filter(pk=pk, customer=customer).select_related("promise__renegotiated_from")


@prepared
def _items(order: UUID) -> QuerySet[OrderItem]:
    return OrderItem.objects.filter(order=order).order_by("position", "id")


@prepared
def _steps(order: UUID) -> QuerySet[OrderStep]:
    return OrderStep.objects.filter(order=order).order_by("at", "id")


@prepared
def _told(order: UUID) -> QuerySet[Delay]:
    return Delay.objects.filter(order=order, told_at__isnull=False).order_by("-told_at")[:1]


@prepared
def _files(order: UUID) -> QuerySet[OrderFile]:
    return OrderFile.objects.filter(order=order, is_for_customer=True).order_by("-at", "-id")


def file_of(order: UUID, pk: UUID, visitor: Visitor) -> OrderFile | None:
    """A file beside one of their orders that was meant for them."""
    theirs = OrderFile.objects.filter(order__customer=visitor.customer_id, is_for_customer=True)
    return theirs.filter(order=order, pk=pk).first()


def _earlier(order: Order, delay: Delay | None) -> list[datetime]:
    """The day that stood before the present one. One that ran out untold hangs on the order itself."""
    promise = order.promise
    if promise is None:
        return []
    if promise.renegotiated_from:
        return [promise.renegotiated_from.due_at]
    if promise.first_due_at < promise.due_at:
        return [promise.first_due_at]
    return [missed.due_at for missed in order.missed.order_by("due_at")] if delay else []


def their_orders(customer: UUID, *, after: str = "") -> keyset.KeysetPage:
    """A page of their orders, the latest first, from the cursor `after` on. One query. Raises `BadCursor`."""
    rows = Order.objects.filter(customer=customer).select_related("promise")
    if after:
        rows = keyset.behind(rows, keyset.values_of(after, LATEST), order=LATEST)
    found = list(rows.order_by("-placed_at", "-id")[: PER_PAGE + 1])  # as the index `order_of_customer` has them
    return keyset.page_of(found, order=LATEST, size=PER_PAGE)


def home(visitor: Visitor) -> dict:
    """What is on its way to them. One query, or two when anything is."""
    found = _open(visitor.customer_id)
    kinds: dict[str, StepKind] = steps.all_kinds() if found else {}
    shown = [(order, kinds.get(order.step)) for order in found[:ON_HOME]]
    return {"orders": shown, "more": len(found) > ON_HOME}


@prepared
def _open(customer: UUID) -> QuerySet[Order]:
    rows = Order.objects.filter(Q(customer=customer), outcome=Order.Outcome.OPEN).select_related("promise")
    return rows.order_by("-placed_at", "-id")[: ON_HOME + 1]
