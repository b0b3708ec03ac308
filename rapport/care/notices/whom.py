"""Whom a notice concerns: a segment, the orders that hold a product or a shipment, or a list picked by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.fields import UUIDField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Notice, NoticeRecipient
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.orders.models import Order
from rapport.promises.calendars import calendar_of
from rapport.segments.queries import members
from rapport.staff.models import User

INSERT = """
INSERT INTO care_noticerecipient
  (id, notice_id, customer_id, order_id, state, reason, choice, choice_words, update_turn)
SELECT uuidv7(), %s, found.customer, found.placed, 'waiting', '', '', '', 0
FROM ({found}) found(customer, placed) ON CONFLICT DO NOTHING
"""


class NobodyChosen(Refusal):
    code = "notice_for_nobody"
    message = _("Choose whom it concerns first: a segment, orders, or customers by name.")


@dataclass(frozen=True)
class Segment:
    """Everybody in a segment."""

    segment: Any

    def rows(self, user: User) -> QuerySet:
        return _without_orders(members(self.segment, user))

    def said(self) -> dict:
        return {"by": "segment", "segment": str(self.segment.pk)}


@dataclass(frozen=True)
class Orders:
    """Whose open orders hold a product, travel with a shipment, are handled at a location, or were promised for
    certain days. With `came_since` also those that came since that day: what is at home with them already."""

    product: Any = None
    location: Any = None
    promised_from: date | None = None
    promised_until: date | None = None
    shipment: str = ""  # a number of it, or any other part of the tracking link
    came_since: date | None = None

    def rows(self, user: User | None) -> QuerySet:
        orders = _seen(self._standing(), user)
        if self.shipment:
            orders = orders.exclude(tracking_url="").filter(tracking_url__icontains=self.shipment)
        if self.product:
            orders = orders.filter(items__product=self.product).distinct()
        if self.location:
            orders = orders.filter(location=self.location)
        zone = calendar_of(self.location).zone
        if self.promised_from:
            orders = orders.filter(promise__due_at__gte=datetime.combine(self.promised_from, time(), zone))
        if self.promised_until:
            end = datetime.combine(self.promised_until + timedelta(days=1), time(), zone)
            orders = orders.filter(promise__due_at__lt=end)
        return _of_orders(orders)

    def _standing(self) -> QuerySet[Order]:
        if not self.came_since:
            return Order.objects.open()
        begins = datetime.combine(self.came_since, time(), calendar_of(self.location).zone)
        came = Q(outcome=Order.Outcome.DELIVERED, finished_at__gte=begins)
        return Order.objects.filter(came | Q(outcome=Order.Outcome.OPEN))

    def said(self) -> dict:
        return {
            "by": "orders",
            "shipment": self.shipment,
            "came_since": self.came_since.isoformat() if self.came_since else None,
            "product": str(self.product.pk) if self.product else None,
            "location": str(self.location.pk) if self.location else None,
            "promised_from": self.promised_from.isoformat() if self.promised_from else None,
            "promised_until": self.promised_until.isoformat() if self.promised_until else None,
        }


@dataclass(frozen=True)
class OneOrder:
    """Who placed one order."""

    order: Order

    def rows(self, user: User | None) -> QuerySet:
        return _of_orders(_seen(Order.objects.filter(pk=self.order.pk), user))

    def said(self) -> dict:
        return {"by": "orders", "order": str(self.order.pk)}


@dataclass(frozen=True)
class Picked:
    """Customers by name."""

    customers: Iterable[UUID] = field(default_factory=tuple)

    def rows(self, user: User | None) -> QuerySet:
        rows = Customer.objects.current().in_use().filter(pk__in=list(self.customers))
        return _without_orders(rows.visible_to(user) if user else rows)

    def said(self) -> dict:
        return {"by": "picked"}


Whom = Segment | Orders | OneOrder | Picked


def put_down(notice: Notice, whom: Whom, user: User | None) -> int:
    """Write down whom `notice` concerns, in place of whoever stood there; answers how many customers.

    Three statements, however many they are.
    """
    NoticeRecipient.objects.filter(notice=notice).delete()
    try:
        found, params = whom.rows(user).query.sql_with_params()
    except EmptyResultSet:  # nobody was named
        return 0
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(found=found), [notice.pk, *params])
    return NoticeRecipient.objects.filter(notice=notice).values("customer").distinct().count()


def _seen(orders: QuerySet[Order], user: User | None) -> QuerySet[Order]:
    return orders.visible_to(user) if user else orders


def _of_orders(orders: QuerySet[Order]) -> QuerySet:
    """Whoever is archived, or is not to be written to at all, is left out."""
    living = orders.filter(customer__archived_at=None, customer__standing="", customer__merged_into=None)
    return living.order_by().annotate(placed=F("pk")).values_list("customer_id", "placed")


def _without_orders(customers: QuerySet[Customer]) -> QuerySet:
    return customers.order_by().annotate(placed=Cast(Value(None), UUIDField())).values_list("pk", "placed")
