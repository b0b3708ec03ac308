"""When a product goes missing or is there again: who has to hear of it. One job for each change, safe to run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rapport.core.addressee import base_language
from rapport.core.refusals import Refusal
from rapport.core.registry import Registry
from rapport.customers.models import Customer
from rapport.customers.naming import language_of, salutation
from rapport.messaging.models import Message
from rapport.messaging.outgoing.actions import send
from rapport.orders.models import Availability, Product, Wish
from rapport.staff.models import Business
from rapport.timeline.actions import record

AT_ONCE = 100  # who are told in one transaction


@dataclass(frozen=True)
class Follower:
    """What an upper slice does when a product can be had no longer, later than thought, or again.

    `follow(product, at)` looks at the product as it is now; it may be called twice for the same change.
    """

    name: str
    follow: Callable[[Product, datetime], Any]
    order: int = 50


availability_followers: Registry[Follower] = Registry()


@app.task(queue="work", name="orders.follow_availability", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def follow_availability(product_id: str) -> None:
    follow(Product.objects.get(pk=product_id), timezone.now())


def follow(product: Product, at: datetime) -> None:
    """Tell whoever asked that it is there again, and let the floors above do their part."""
    while tell_some(product, at):
        pass
    for follower in availability_followers:
        follower.follow(product, at)


def follow_what_is_there(at: datetime) -> int:
    """Products for which somebody still waits though they can be had: their first day has come, or a job was lost."""
    waiting = Wish.objects.waiting().filter(message=None, held_back="").values("product")
    there = Product.objects.offered(timezone.localdate(at)).filter(availability=Availability.IN_STOCK, pk__in=waiting)
    keys = list(there.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if keys:
        follow_availability.configure().batch_defer(*({"product_id": str(key)} for key in keys))
    return len(keys)


@transaction.atomic
def tell_some(product: Product, at: datetime) -> int:
    """Tell the next of those who asked for it; answers how many were looked at, 0 when nobody is left."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    if product.availability != Availability.IN_STOCK or not product.is_offered(timezone.localdate(at)):
        return 0
    living = Customer.objects.filter(pk=OuterRef("customer"))  # who was merged into another waits as that one
    rows = Wish.objects.waiting().filter(Exists(living), product=product, message=None, held_back="")
    rows = rows.select_for_update(of=("self",)).order_by("asked_at", "id")
    wishes = list(rows.select_related("customer")[:AT_ONCE])
    for wish in wishes:
        wish.product = product
        _tell(wish, at)
    return len(wishes)


def _tell(wish: Wish, at: datetime) -> None:
    """Once, by what they like best. What must not go by itself waits for a person, on Today."""
    business = Business.objects.current()
    language = spoken_to(wish.customer, business)
    with translation.override(language):
        subject = _("%(product)s is here again") % {"product": wish.product.name}
        text = words(wish, language, business)
    try:
        with transaction.atomic():
            message = send(
                wish.customer,
                text,
                subject=subject,
                kind=Message.Kind.OURS_AUTOMATIC,
                purpose="service",
                idempotency_key=f"wish:{wish.pk}",
                language=language,
            )
    except Refusal as refusal:
        wish.held_back = refusal.code[:40]
    else:
        wish.message = message
        if message.state == Message.State.REFUSED:
            wish.held_back = message.reason[:40]
        else:
            wish.told_at = at
            record(wish, "wish.told", at=at, product=wish.product.name, product_id=str(wish.product_id))
    wish.save(update_fields=["message", "held_back", "told_at"])


def spoken_to(customer, business: Business) -> str:
    """Their language as far as we write it."""
    language = language_of(customer, business)
    return language if base_language(language) in dict(settings.LANGUAGES) else business.language


def words(wish: Wish, language: str, business: Business) -> str:
    """In the language that is active."""
    lines = [
        salutation(wish.customer, language, business=business),
        _("you asked us to tell you when %(product)s can be had again. It is here now.")
        % {"product": wish.product.name},
        _("If you still want it, answer this message, and we put it aside for you."),
        business.name,
    ]
    return "\n\n".join(lines)
