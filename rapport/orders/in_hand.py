"""What one person has to care for among orders: what is late, what customers don't know yet, what should be back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rapport.core.prepared import prepared
from rapport.core.registry import BADGES_COUNT_TO
from rapport.customers.models import Customer
from rapport.orders.models import Availability, Delay, Order, Product, Trial, Wish
from rapport.promises.models import Telling

MOST_ON_TODAY, MOST_TRIALS = 50, 20
LEADS = "orders.change_stepkind"  # also sees to the orders that nobody cares for


def late_count(user, at: datetime) -> int:
    """How many of one's own orders are late, and of nobody's for those who lead; as far as badges count."""
    return _late.count(user.pk, at, **_reach(user))


@prepared
def _late(user: UUID, at: datetime, *, leads: bool, sight: Q) -> QuerySet[Order]:
    return _own_late(user, at, leads, sight).living().order_by().values("pk")[:BADGES_COUNT_TO]


def _reach(user) -> dict[str, Any]:
    """What decides which orders `user` has to care for, beside who they are."""
    return {"leads": user.has_perm(LEADS), "sight": Customer.objects.sight(user, "customer")}


def _own_late(user: UUID, at: datetime, leads: bool, sight: Q) -> QuerySet[Order]:
    """The late orders that `user` has to care for, as `_own` says it.

    Each reason is asked for by itself, so that each is read through its own index however many orders are late.
    """
    late = Order.objects.late(at).order_by().values("pk")
    reasons = [late.filter(promise__owner=user)]
    if leads:
        reasons += [late.filter(seller=None, promise__owner=None), late.filter(seller__is_active=False)]
    mine = late.filter(seller=user).union(*reasons)
    return Order.objects.filter(sight, pk__in=mine)


def _own(rows: QuerySet[Order], user: UUID, leads: bool) -> QuerySet[Order]:
    """The orders that `user` has to care for. Who leads also sees those that nobody cares for."""
    mine = Q(seller=user) | Q(promise__owner=user)
    if leads:
        mine |= Q(seller=None, promise__owner=None) | Q(seller__is_active=False)
    return rows.filter(mine)


def untold_delays(user) -> list[Delay]:
    """Delays that were noted and whose customers don't know yet, the most pressing first. One query."""
    return _untold(user.pk, **_reach(user))


@prepared
def _untold(user: UUID, *, leads: bool, sight: Q) -> QuerySet[Delay]:
    rows = Delay.objects.filter(told_at=None, order__in=_own(Order.objects.filter(sight).open(), user, leads))
    return rows.select_related("order__customer", "order__promise").order_by("tell_by")[:MOST_ON_TODAY]


def silent_late_orders(user, *, at: datetime) -> list[Order]:
    """Orders whose promised moment passed while nobody told the customer anything. One query.

    Imported history is not among them: Today shows it as one line of its own.
    """
    return _silent(user.pk, at, **_reach(user))


@prepared
def _silent(user: UUID, at: datetime, *, leads: bool, sight: Q) -> QuerySet[Order]:
    told = Telling.objects.filter(promise=OuterRef("promise"), about=Telling.About.LATE)
    noted = Delay.objects.filter(order=OuterRef("pk"), told_at=None)
    rows = _own_late(user, at, leads, sight).filter(~Exists(told), ~Exists(noted), promise__imported=False)
    return rows.select_related("customer", "promise").order_by("promise__due_at")[:MOST_ON_TODAY]


def trials_due(user, *, on: date) -> list[Trial]:
    """What should have come back, or be asked about, by `on`; given by `user`, or by nobody who still works here."""
    return _trials_due(user.pk, on, **_reach(user))


@prepared
def _trials_due(user: UUID, on: date, *, leads: bool, sight: Q) -> QuerySet[Trial]:
    mine = Q(given_by=user) | Q(customer__account_manager=user)
    if leads:
        mine |= Q(given_by=None) | Q(given_by__is_active=False)
    rows = Trial.objects.filter(sight).pending().filter(mine, due_back_on__lte=on)
    return rows.select_related("customer").order_by("due_back_on")[:MOST_TRIALS]


def untold_wishes(user) -> list[Wish]:
    """Whoever asked for what is there by now, and has to be told by a person, `user` or whoever leads. One query."""
    mine = Q(by=user) | Q(customer__account_manager=user)
    if user.has_perm(LEADS):
        mine |= Q(by=None, customer__account_manager=None) | Q(by__is_active=False)
    rows = Wish.objects.visible_to(user).waiting().exclude(held_back="").filter(mine)
    rows = rows.filter(product__availability=Availability.IN_STOCK).select_related("customer", "product")
    return list(rows.order_by("asked_at")[:MOST_TRIALS])


def due_arrivals(*, on: date) -> list[Product]:
    """What was to be there by `on` and is not. One query."""
    rows = Product.objects.filter(availability=Availability.EXPECTED, expected_on__lte=on)
    return list(rows.order_by("expected_on", "name")[:MOST_TRIALS])
