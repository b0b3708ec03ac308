"""Customers who ask to be told when a product is there again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rapport.customers.models import Customer
from rapport.orders.models import Availability, Product, Wish
from rapport.orders.refusals import CanBeHad, NeverComesAgain
from rapport.timeline.actions import record


@transaction.atomic
def wish(customer: Customer, product: Product, *, at: datetime, by=None, by_customer: bool = False) -> Wish:
    """Note that `customer` wants to hear when `product` is there again, or for the first time. Twice is one wish.

    Raises `CanBeHad` and `NeverComesAgain`, which says to look at what we have instead.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    if product.availability == Availability.DISCONTINUED:
        raise NeverComesAgain
    if not product.is_missing and product.is_offered(timezone.localdate(at)):
        raise CanBeHad
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if waiting := Wish.objects.waiting().filter(customer=customer, product=product).first():
        return waiting
    said = {"expected_on": product.expected_on, "by": by, "by_customer": by_customer}
    made = Wish.objects.create(customer=customer, product=product, asked_at=at, **said)
    expected_on = product.expected_on.isoformat() if product.expected_on else None
    _tell_the_story(made, "made", at, by, by_customer, expected_on=expected_on)
    return made


@transaction.atomic
def end_wish(wish: Wish, *, at: datetime, by=None, by_customer: bool = False) -> Wish:
    """They no longer want to be told. What ended is answered unchanged."""
    wish = _locked(wish)
    if wish.is_waiting:
        wish.ended_at = at
        wish.save(update_fields=["ended_at"])
        _tell_the_story(wish, "ended", at, by, by_customer)
    return wish


@transaction.atomic
def told_wish(wish: Wish, *, at: datetime, by) -> Wish:
    """A person told them, because a message could not go. What ended is answered unchanged."""
    wish = _locked(wish)
    if wish.is_waiting:
        wish.told_at, wish.told_by = at, by
        wish.save(update_fields=["told_at", "told_by"])
        _tell_the_story(wish, "told", at, by)
    return wish


def _locked(wish: Wish) -> Wish:
    Wish.objects.select_for_update().get(pk=wish.pk)
    return Wish.objects.select_related("customer", "product").get(pk=wish.pk)


def _tell_the_story(wish: Wish, verb: str, at: datetime, by, by_customer: bool = False, **facts) -> None:
    product = {"product": wish.product.name, "product_id": str(wish.product_id)}
    record(wish, f"wish.{verb}", by=by, by_customer=by_customer, at=at, **product, **facts)
