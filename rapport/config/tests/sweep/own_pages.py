"""The customers' own site in the sweep: who is looking, and what stands in the gaps of its addresses."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.care.models import Case, NoticeRecipient
from rapport.core import passes
from rapport.customers.models import Email, ImportantDate
from rapport.messaging.models import Conversation, Purpose
from rapport.messaging.own_pages.writing import write
from rapport.orders.actions.files import keep_files
from rapport.orders.models import Order, OrderFile, Product
from rapport.portal import actions, tokens
from rapport.portal.models import Session, SignInLink


def furnish(customer, *, by, at) -> None:
    """Papers beside an order, words of theirs, and a link to come in by that holds for as long as a sweep may take."""
    upload = SimpleUploadedFile(f"{customer.name}.pdf", b"%PDF-1.7")
    write(customer, customer.name, at=at, subject=customer.name)
    if not customer.emails.exists():
        Email.objects.create(customer=customer, address="long@sweep.example", key="long@sweep.example")
    if not ImportantDate.objects.filter(customer=customer).exists():
        ImportantDate.objects.create(customer=customer, kind="birthday", month=5, day=17)
    keep_files(customer.orders.first(), [upload], at=at, by=by, kind="invoice", is_for_customer=True)
    SignInLink.objects.create(customer=customer, language="en", by=by, expires_at=at + timedelta(days=1))


def visitor(customer, language: str, *, at) -> str:
    """The secret of a browser in which `customer` is signed in, reading that language."""
    return actions.start_session(customer, language=language, browser=customer.name, at=at)[1]


def examples(customer, at) -> dict[str, Callable[[], Iterable]]:
    def keys(rows):
        return lambda: list(rows.values_list("pk", flat=True)[:12])

    points = keys(Email.objects.filter(customer=customer))
    order = customer.orders.first()
    return {
        "/portal/in/*": lambda: [tokens.token_of(pk) for pk in SignInLink.objects.values_list("pk", flat=True)],
        "/portal/l/*": lambda: [passes.token("order", order.pk, customer.pk, at=at)],
        "/portal/safety/passkeys/*": lambda: [customer.pk],
        "/portal/safety/sessions/*": keys(Session.objects.filter(person=customer)),
        "/portal/orders/*": keys(Order.objects.filter(customer=customer, files__isnull=False)),
        "/portal/orders/*/files/*": keys(OrderFile.objects.filter(order__customer=customer)),
        "/portal/products/*": keys(Product.objects.filter(is_active=True)),
        "/portal/requests/*": keys(Case.objects.filter(customer=customer)),
        "/portal/notices/*": keys(NoticeRecipient.objects.filter(customer=customer)),
        "/portal/conversations/*": keys(Conversation.objects.filter(customer=customer, channel__kind="portal")),
        "/portal/you/*": lambda: ["dates", "addresses"],
        "/portal/you/*/*": keys(ImportantDate.objects.filter(customer=customer)),
        "/portal/reach/*": lambda: ["emails", "phones"],
        "/portal/reach/*/*": points,
        "/portal/reach/agreements/*": lambda: list(Purpose.values),
        "/orders/*/files/*": keys(OrderFile.objects.filter(order__customer=customer)),
    }
