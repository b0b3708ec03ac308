"""Who decides from outside when we cannot agree (ISO 10003): named in every answer, entered by the business."""

from django.db import transaction

from rapport.care.models import Case, DisputeBody
from rapport.core.names import clean, clean_lines
from rapport.staff.models import Business


def bodies_for(case: Case) -> list[DisputeBody]:
    """Those of the customer's country, or of ours where we know none of theirs."""
    found = DisputeBody.objects.filter(is_active=True, country=country_of(case))
    return list(found)


def country_of(case: Case) -> str:
    """Where the customer lives, as far as we know; else where the business is."""
    address = case.customer.addresses.exclude(country="").order_by("-is_preferred", "position").first()
    return address.country if address else Business.objects.current().country


@transaction.atomic
def add_body(**details) -> DisputeBody:
    return DisputeBody.objects.create(**_clean(details))


@transaction.atomic
def change_body(body: DisputeBody, **details) -> DisputeBody:
    body = DisputeBody.objects.select_for_update().get(pk=body.pk)
    for name, value in _clean(details).items():
        setattr(body, name, value)
    body.save()
    return body


def _clean(details: dict) -> dict:
    cleaned = dict(details)
    for name in ("name", "scope", "time_limit"):
        if name in cleaned:
            cleaned[name] = clean(cleaned[name])
    if "contact" in cleaned:
        cleaned["contact"] = clean_lines(cleaned["contact"])
    return cleaned
