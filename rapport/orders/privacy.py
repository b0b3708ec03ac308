"""Orders and what was agreed: the books keep sums and dates, the words about people go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.personal.guarded import opened
from rapport.core.personal.kinds import ERASED, Basis, Held, RecordKind, Retention, nothing_in, record_kinds
from rapport.orders import summaries
from rapport.orders.models import Contract, ContractEnd, Delay, Order, OrderItem, Trial, TrialOutcome, Wish

OWN_WORDS = {"name": Case(When(product=None, then=Value(ERASED)), default="name")}
FIRST_ITEM = OrderItem.objects.filter(order=OuterRef("pk")).order_by("position", "id").values("name")[:1]
WORDS_OF_ORDERS = {
    "note": "",
    "tracking_url": "",
    "row_hash": "",
    "headline": Coalesce(Subquery(FIRST_ITEM), Value("")),
}


def warn(ids: Sequence[UUID]) -> str:
    orders = Order.objects.open().filter(customer__in=ids).count()
    if not orders:
        return ""
    said = ngettext(
        "%(count)s order is open. It is called off.", "%(count)s orders are open. They are called off.", orders
    )
    return said % {"count": formats.number(orders)}


def end_what_is_open(ids: Sequence[UUID], at: datetime) -> None:
    """Nothing can be delivered to somebody who is unknown."""
    Order.objects.open().filter(customer__in=ids).update(
        outcome=Order.Outcome.CANCELLED, finished_at=at, step="cancelled", step_at=at
    )
    Delay.objects.filter(order__customer__in=ids, told_at=None).update(told_at=at)
    TrialOutcome.objects.bulk_create(
        TrialOutcome(trial=trial, result=TrialOutcome.Result.NO_INTEREST, at=at)
        for trial in Trial.objects.pending().filter(customer__in=ids)
    )
    Wish.objects.waiting().filter(customer__in=ids).update(ended_at=at)
    today = timezone.localdate(at)
    running = Contract.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), customer__in=ids)
    ContractEnd.objects.bulk_create(
        ContractEnd(contract=contract, at=at, reason=ERASED) for contract in running.filter(end=None)
    )
    running.update(
        renewal=Contract.Renewal.NONE, ends_on=Case(When(starts_on__gt=today, then="starts_on"), default=today)
    )


def old_orders(before: datetime) -> QuerySet:
    told = ~Q(note="") | ~Q(tracking_url="")
    return Order.objects.filter(told, finished_at__lt=before)


def forget_words(keys: Sequence[UUID], at: datetime, before: datetime) -> int:
    with opened():
        Order.pgh_event_model.objects.filter(pgh_obj_id__in=keys).update(note="", tracking_url="")
        return Order.objects.filter(pk__in=keys).update(note="", tracking_url="")


record_kinds.add(
    RecordKind(
        "orders.orders",
        _("Orders, what was in them, and how they came along"),
        Basis.LEGAL_OBLIGATION,
        _("so that we deliver what was ordered, and the books are right"),
        holds=(
            Held("orders.OrderItem", "order__customer", erased=OWN_WORDS, hidden=("position",)),
            Held("orders.OrderStep", "order__customer", erased={"note": ""}),
            Held("orders.OrderFile", "order__customer", hidden=("file",)),
            Held("orders.Delay", "order__customer", erased={"cause": ERASED}, hidden=("promise",)),
            Held("orders.OrderImportChange", "order__customer", is_told=False),
            Held("orders.Order_missed", "order__customer", erased={}, is_told=False),
            Held(
                "orders.Order",
                erased=WORDS_OF_ORDERS,
                hidden=("row_hash", "headline", "line_count", "promise"),
                makes_a_customer=True,
            ),
            Held("orders.PurchaseSummary", erased={}, texts=()),
        ),
        stays=_("Numbers, days, goods and sums stay ten years for the books (Czech VAT Act, section 35)."),
        warns=warn,
        before=end_what_is_open,
        after=summaries.refresh,
        keeps_facts=("number", "net", "currency", "lines", "step", "promised_on", "step_name"),
        retention=Retention(
            months=120,
            says=_("Orders lose their notes and tracking links. Goods, days and sums stay."),
            due=old_orders,
            act=forget_words,
            moment="finished_at",
            why=_("The law asks for the books of ten years; what was noted beside them is needed less."),
        ),
        order=10,
    )
)
record_kinds.add(
    RecordKind(
        "orders.agreements",
        _("Contracts, and what they have at home to try"),
        Basis.CONTRACT,
        _("so that both sides know what was agreed"),
        holds=(
            Held("orders.ContractEnd", "contract__customer", erased={"reason": ERASED}),
            Held("orders.ContractPrice", "contract__customer", erased={}, texts=()),
            Held("orders.Contract", erased={"title": ERASED, "terms": ""}, makes_a_customer=True),
            Held("orders.TrialOutcome", "trial__customer", erased={"note": ""}),
            Held("orders.Trial", erased={"what": ERASED, "note": ""}),
        ),
        stays=_("That there was a contract or a trial, from when to when, and what it came to."),
        keeps_facts=("result", "trial_kind", "renewal_before"),
        order=11,
    )
)
record_kinds.add(
    RecordKind(
        "orders.wishes",
        _("Products of which they want to hear when they are there again"),
        Basis.CONTRACT,
        _("so that they hear it once, as they asked"),
        holds=(Held("orders.Wish", erased={}, texts=(), hidden=("message", "held_back")),),
        stays=_("That somebody asked for a product, and when."),
        keeps_facts=("product", "product_id", "expected_on"),
        order=12,
    )
)
nothing_in(
    "orders.Alternative", "orders.Product", "orders.ProductCode", "orders.ProductImportChange", "orders.StepKind",
    because="what is sold, to everybody alike",
)  # fmt: skip
