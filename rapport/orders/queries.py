"""What pages about orders need, each with a fixed number of SQL queries."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from rapport.core.folding import search_key
from rapport.core.names import clean
from rapport.core.prepared import prepared
from rapport.customers.models import Customer
from rapport.customers.queries.search import search as search_customers
from rapport.orders import steps
from rapport.orders.actions.placing import Line
from rapport.orders.models import (
    Contract,
    Delay,
    Order,
    OrderFile,
    OrderItem,
    OrderStep,
    Product,
    PurchaseSummary,
    StepKind,
    Trial,
    Wish,
)
from rapport.orders.rail import Stop, next_step, progress, rail
from rapport.promises.models import Promise, Telling
from rapport.timeline.models import Entry

MOST_NAMESAKES = 200  # customers whose orders a search lists
MOST_ENTRIES = 60
LONGEST_NUMBER = 60
SHOWN_IN_PANEL = 4


@dataclass(frozen=True)
class OrderPage:
    """Everything the page of one order shows."""

    order: Order
    items: list[OrderItem]
    stops: list[Stop]
    next_step: StepKind | None
    latest: OrderStep | None  # the step that can be taken back
    kinds: dict[str, StepKind]
    delay: Delay | None  # noted, and not yet told
    is_silent: bool  # the promised moment passed, and the customer heard nothing
    words: list[Promise]  # earlier days that were promised, oldest first
    entries: list[Entry]
    files: list[OrderFile]


def order_page(order: Order, *, at: datetime) -> OrderPage:
    """The page of `order` at the moment `at`; eleven queries."""
    kinds = steps.all_kinds()
    items = list(order.items.select_related("product"))
    taken = list(order.steps.all())
    words = _earlier_words(order)
    promise_ids = [p.pk for p in words] + ([order.promise_id] if order.promise_id else [])
    delay = order.delays.filter(told_at=None).first() if order.is_open else None
    return OrderPage(
        order=order,
        items=items,
        stops=rail(order, taken, kinds, now=at),
        next_step=next_step(order, kinds),
        latest=next((step for step in reversed(taken) if step.kind == order.step and len(taken) > 1), None),
        kinds=kinds,
        delay=delay,
        is_silent=order.is_late(at) and not order.promise.imported and not delay and not _was_told(order),
        words=words,
        entries=_entries([order.pk, *promise_ids], order.customer),
        files=list(order.files.all()),
    )


def _was_told(order: Order) -> bool:
    return order.promise.tellings.filter(about=Telling.About.LATE).exists()


def _earlier_words(order: Order) -> list[Promise]:
    """The days promised before the present one. Few orders have any; each link of a chain is one query."""
    found: dict = {promise.pk: promise for promise in order.missed.all()}
    for promise in [order.promise, *list(found.values())]:
        while promise is not None and promise.renegotiated_from_id and promise.renegotiated_from_id not in found:
            promise = promise.renegotiated_from
            found[promise.pk] = promise
    return sorted(found.values(), key=lambda promise: promise.due_at)


def _entries(subjects: list, customer: Customer) -> list[Entry]:
    rows = Entry.objects.standing().filter(subject_id__in=subjects).order_by("-at", "-id")
    entries = list(rows.select_related("by", "corrects__by", "pin", "location")[:MOST_ENTRIES])
    prefetch_related_objects(entries, "attachments", "mentions__user")
    for entry in entries:
        entry.customer = customer
    return entries


def orders(
    user, *, show: str = "open", step: str = "", text: str = "", brought_by: UUID | None = None, at: datetime
) -> QuerySet[Order]:
    """The orders of a list, to be paged in the order of `order_of`. `show` is one of open, late, mine, all.

    `brought_by` is an import in the browser: those that it added or changed.
    """
    rows = Order.objects.visible_to(user).select_related("customer", "promise", "seller")
    if text := clean(text)[:200]:
        return rows.filter(_named(user, text))
    if show == "open":
        rows = rows.open()
    elif show == "late":
        rows = rows.late(at)
    elif show == "mine":
        rows = rows.filter(pk__in=_open_of(user))
    if brought_by:
        lines = Entry.objects.filter(imported=True, subject_id=OuterRef("pk"), facts__import_id=str(brought_by))
        rows = rows.filter(Exists(lines))
    return rows.filter(step=step) if step else rows


def _named(user, text: str) -> Q:
    """By the beginning of their number, or by who ordered; in every script (rule 10)."""
    number = text.lstrip("#№ ")
    wanted = Q(number__startswith=number)
    if not number.isdigit():
        found = search_customers(Customer.objects.visible_to(user), text, limit=MOST_NAMESAKES)
        wanted |= Q(customer__in=[match.customer.pk for match in found])
    return wanted


def numbered(user, text: str, *, limit: int) -> list[Order]:
    """The orders whose number begins with `text`, the shortest numbers first. One query, none without a digit."""
    number = clean(text).lstrip("#№ ")
    if len(number) > LONGEST_NUMBER or not any(letter.isdigit() for letter in number):
        return []
    rows = Order.objects.visible_to(user).filter(number__startswith=number).select_related("customer")
    return list(rows.order_by("number", "id")[:limit])


def order_of(show: str, text: str = "") -> tuple[str, ...]:
    """What is late comes longest overdue first, everything else latest first. Each has an index that carries it."""
    return ("promise__due_at", "id") if show == "late" and not text else ("-placed_at",)


def _open_of(user) -> QuerySet:
    """Each reason is asked for by itself, so that only one's own orders are read however many are open."""
    open_ones = Order.objects.open().order_by().values("pk")
    owed = Promise.objects.open().owned_by(user).order_by().values("pk")
    return open_ones.filter(seller=user).union(open_ones.filter(promise__in=owed))


@dataclass(frozen=True)
class CustomerOrders:
    """The latest orders of a customer with how far each is, and what they bought so far."""

    latest: list[tuple[Order, int]]
    more: int
    summary: PurchaseSummary | None


def customer_orders(customer: Customer) -> CustomerOrders:
    """Open ones first; two queries."""
    found = _latest_of(customer.pk)
    kinds = steps.all_kinds() if found else {}
    summary = getattr(found[0].customer, "purchases", None) if found else None
    latest = [(order, progress(order, kinds)) for order in found[:SHOWN_IN_PANEL]]
    return CustomerOrders(latest, len(found) - len(latest), summary)


@prepared
def _latest_of(customer: UUID) -> QuerySet[Order]:
    """The latest open ones and the latest of all: the others of hundreds are not read."""
    latest = Order.objects.filter(customer=customer).order_by("-placed_at", "-id").values("pk")
    either = latest.open()[: SHOWN_IN_PANEL + 1].union(latest[: SHOWN_IN_PANEL + 1])
    rows = Order.objects.filter(pk__in=either).annotate(is_finished=Q(finished_at__isnull=False))
    rows = rows.select_related("promise", "customer__purchases").order_by("is_finished", "-placed_at", "-id")
    return rows[: SHOWN_IN_PANEL + 1]


def products(user, *, text: str = "", show: str = "active") -> QuerySet[Product]:
    rows = Product.objects.visible_to(user)
    if show == "active":
        rows = rows.filter(is_active=True)
    elif show == "missing":
        rows = rows.missing()
    if key := search_key(text):
        for word in key.split():
            rows = rows.filter(search_key__contains=word)
    return rows


def wishes(user, product: Product) -> QuerySet[Wish]:
    """Who asked to hear of `product`, as far as `user` may see them; to be paged, the latest first."""
    return Wish.objects.visible_to(user).filter(product=product).select_related("customer", "by", "told_by", "message")


def latest_about(contract: Contract) -> Entry | None:
    """What was told last about a contract."""
    told = Entry.objects.filter(customer=contract.customer_id, subject_id=contract.pk, kind__startswith="contract.")
    return told.order_by("-id").first()


def contracts(user, *, show: str = "running", on: date) -> QuerySet[Contract]:
    rows = Contract.objects.visible_to(user).select_related("customer", "end")
    if show == "running":
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    elif show == "over":
        rows = rows.filter(ends_on__lt=on)
    return rows


def trials(user, *, show: str = "pending") -> QuerySet[Trial]:
    rows = Trial.objects.visible_to(user).select_related("customer", "outcome", "given_by", "product")
    return rows.pending() if show == "pending" else rows


def lines_before(order: Order, was) -> list[Line]:
    """What was in `order` before the change that its history row `was` tells of: items went in that transaction."""
    gone = OrderItem.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        order_id=order.pk, pgh_created_at=was.pgh_created_at, pgh_label="delete"
    )
    return [
        Line(
            item.name, product=item.product, quantity=item.quantity, unit_price=item.unit_price, discount=item.discount
        )
        for item in gone.select_related("product").order_by("position", "id")
    ]
