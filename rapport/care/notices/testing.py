"""Notices for tests. A late sideboard: promised for Friday, the supplier says on Tuesday that it comes on Wednesday."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from rapport.care.models import Notice, NoticeRecipient
from rapport.care.notices import actions, sending, settling
from rapport.care.notices.whom import Picked
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer
from rapport.messaging.models import Message
from rapport.messaging.outgoing.settling import settle as taken
from rapport.orders import actions as orders
from rapport.orders.models import Order
from rapport.orders.testing import FRIDAY, an_order
from rapport.promises.testing import prague

KNOWN, TOLD = prague("2026-11-24 11:00"), prague("2026-11-24 15:00")
WEDNESDAY = date(2026, 12, 2)
SUPPLIER = "supplier"


def somebody(name: str, language: str = "en", **more: Any) -> Customer:
    """A customer who can be reached by mail."""
    customer = a_customer(name, language=language, **more)
    address = f"c{str(customer.pk)[-12:]}@example.com"
    customer.emails.create(address=address, key=address, is_preferred=True)
    return customer


def a_late_order(customer: Customer, *, by: Any, cause: str = SUPPLIER, expected_on: date | None = WEDNESDAY) -> Order:
    """Promised for Friday at six; on Tuesday at eleven we know better."""
    order = an_order(customer=customer, by=by, promised_on=FRIDAY)
    orders.note_delay(order, at=KNOWN, by=by, cause=cause, expected_on=expected_on)
    return order


def a_notice(
    customers: Iterable[Customer], *, by: Any, at: datetime = KNOWN, kind: str = "incident", **more: Any
) -> Notice:
    """About something that is out of order, complete."""
    said = {"cause": "machine", "facts": {"service": "Our web shop"}, "new_on": WEDNESDAY}
    return actions.draft(kind, at=at, by=by, whom=Picked([one.pk for one in customers]), **said | more)


def go_out(notice: Notice, about: str = "notice", turn: int = 0, *, at: datetime) -> None:
    """What the worker does until everybody's message is written."""
    while sending.tell_some(notice.pk, about, turn, at=at):
        pass


def arrive(at: datetime) -> None:
    """Every message that waits is taken by the other side at that moment."""
    waiting = Message.objects.filter(state=Message.State.QUEUED)
    keys = list(waiting.values_list("pk", flat=True))
    waiting.update(state=Message.State.SENDING)
    taken(keys, at=at)
    settling.settle(at)


def rows_of(notice: Notice) -> list[NoticeRecipient]:
    return list(notice.recipients.select_related("customer", "message").order_by("customer__name"))


def words(notice: Notice, language: str = "en") -> Any:
    return notice.texts.get(about="notice", language=language)
