from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rapport.customers.actions.basics import Edited, touch
from rapport.customers.actions.customers import edit
from rapport.customers.actions.rows import replace_rows
from rapport.customers.models import Customer
from rapport.timeline.actions import record


@transaction.atomic
def permit_first_name(
    customer: Customer,
    *,
    by,
    how: str,
    on: datetime | None = None,
    at: datetime | None = None,
    by_customer: bool = False,
) -> Customer:
    """Note that `customer` allowed the first name: `how` (`Customer.Permission`) and when (`on`, default: now).

    A name signed under a letter is no permission. Noting the same twice changes nothing.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    at = at or timezone.now()
    on = on or customer.first_name_permission_at or at
    if (customer.first_name_permission, customer.first_name_permission_at) == (how, on):
        return customer
    customer.first_name_permission = how
    customer.first_name_permission_at = on
    customer.first_name_permission_by = by
    touch(customer, at)
    customer.save()
    facts = {"how": how, "on": on.isoformat()}
    record(customer, "customer.permitted_first_name", by=by, by_customer=by_customer, at=at, **facts)
    return customer


@transaction.atomic
def withdraw_first_name(customer: Customer, *, by, at: datetime | None = None, by_customer: bool = False) -> Customer:
    """Take the permission back; from now on `customer` is addressed formally."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if not customer.first_name_permission_at:
        return customer
    customer.first_name_permission = ""
    customer.first_name_permission_at = customer.first_name_permission_by = None
    customer.address_style = Customer.Style.FORMAL
    touch(customer, at)
    customer.save()
    record(customer, "customer.withdrew_first_name", by=by, by_customer=by_customer, at=at)
    return customer


@transaction.atomic
def set_form_of_address(
    customer: Customer,
    *,
    by,
    version: int,
    changes: Mapping[str, Any],
    permission: str = "",
    permitted_on: datetime | None = None,
    salutations: Iterable[Mapping[str, Any]],
    seen: Mapping[str, dict] | None = None,
    seen_later: Mapping[str, int] | None = None,
    at: datetime | None = None,
    by_customer: bool = False,
) -> Edited:
    """Everything of one form: title, style, permission for the first name and greetings to the letter.

    Raises what `edit` and `replace_rows` raise; then nothing of it is saved.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if permission:
        permit_first_name(customer, by=by, how=permission, on=permitted_on, at=at, by_customer=by_customer)
    whose = {"by": by, "by_customer": by_customer, "at": at}
    edited = edit(customer, version=version, changes=changes, seen_later=seen_later, **whose)
    if not permission and edited.customer.address_style == Customer.Style.FORMAL:
        withdraw_first_name(customer, **whose)
    greetings = replace_rows(customer, "salutations", rows=salutations, seen=seen, **whose)
    return Edited(greetings.customer, edited.merged + greetings.merged)
