"""Rows that stay with the absorbed record unless somebody says otherwise: they would contradict the survivor's."""

from rapport.customers.actions.sections import SECTIONS
from rapport.customers.models import Affiliation, Customer, ImportantDate

# What may be said not to belong to them. Orders, holds and restrictions always come along.
LEAVABLE = {section.model._meta.label for name, section in SECTIONS.items() if name != "codes"} | {
    Customer.tags.through._meta.label,
    Affiliation._meta.label,
}
ONE_OF_A_KIND = (ImportantDate.Kind.BIRTHDAY, ImportantDate.Kind.NAME_DAY)


def usually_left(survivor: Customer, absorbed: Customer) -> list[str]:
    """Nobody has two birthdays. Where both have one the survivor's counts, and days that only repeat it stay, too."""
    days = ImportantDate.objects.filter(customer__in=[survivor.pk, absorbed.pk])
    own = [day for day in days if day.customer_id == survivor.pk]
    theirs = [day for day in days if day.customer_id == absorbed.pk]
    return [f"customers.ImportantDate:{day.pk}" for day in theirs if any(_rivals(day, other) for other in own)]


def _rivals(day: ImportantDate, other: ImportantDate) -> bool:
    if day.kind != other.kind:
        return False
    same_day = (day.label, day.month, day.day) == (other.label, other.month, other.day)
    return day.kind in ONE_OF_A_KIND or (same_day and (day.year is None or day.year == other.year))
