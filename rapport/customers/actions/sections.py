"""The kinds of rows that hang on a customer, and how each is read, tidied and told apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from rapport.core import emails, phones
from rapport.core.names import clean, clean_lines
from rapport.customers.models import (
    Address,
    Customer,
    Email,
    ExternalCode,
    Handle,
    ImportantDate,
    PersonalNote,
    Phone,
    Preference,
    PreferenceTopic,
    Salutation,
)
from rapport.staff.models import Business

POINT = ("label", "is_preferred", "is_verified", "note")


@dataclass(frozen=True)
class Section:
    """`fields` are what a person writes, `identity` what makes two rows the same one, `derive` sets the rest."""

    name: str
    model: type[Model]
    fields: tuple[str, ...]
    identity: Callable[[dict], Any]
    derive: Callable[[Any, Customer], None] = lambda row, customer: None
    key_fields: tuple[str, ...] = ()  # a row without any of these is empty and left out
    is_private: bool = False  # the timeline tells that it changed, not how

    def values(self, row: Any) -> dict[str, Any]:
        """What a person would see of `row`, as plain JSON values."""
        return {name: _plain(row, name) for name in self.fields}

    def tidy(self, value: dict | str) -> dict[str, Any]:
        """`value` as `values` would answer it; a bare string fills the first field."""
        if isinstance(value, str):
            value = {self.fields[0]: value}
        blank = self.values(self.model())
        return {name: _tidy(self.model, name, value.get(name, blank[name])) for name in self.fields}

    def is_empty(self, values: dict) -> bool:
        return not any(values[name] for name in self.key_fields or self.fields[:1])


def _plain(row: Any, name: str) -> Any:
    if name == "is_verified":
        return row.verified_at is not None
    if name == "topic":
        return row.topic.name if row.topic_id else ""
    value = getattr(row, name)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _tidy(model: type[Model], name: str, value: Any) -> Any:
    if name in ("is_verified", "is_preferred", "use_in_all_languages", "may_greet"):
        return bool(value)
    if name == "topic":
        return clean(getattr(value, "name", value))
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, str):
        return (
            clean_lines(value) if name in ("lines", "text", "as_written") and model is not Salutation else clean(value)
        )
    return value


def _derive_email(row: Email, customer: Customer) -> None:
    row.key = emails.email_key(row.address)


def _derive_phone(row: Phone, customer: Customer) -> None:
    is_international = row.raw.startswith("+")  # such a number says itself where it is dialled
    found = phones.parse(row.raw, "" if is_international else region_of(customer))
    row.e164, row.extension = found.e164, found.extension
    row.type, row.is_valid = found.type, found.is_valid


def region_of(customer: Customer) -> str:
    """The country in which a number or an address without one is read."""
    known = next((a.country for a in customer.addresses.all() if a.country), "") if customer.pk else ""
    return known or Business.objects.current().country


def topics_by_name(names: Iterable[str]) -> dict[str, PreferenceTopic]:
    """The topics called that; those that nobody has defined yet are."""
    names = set(names)
    PreferenceTopic.objects.bulk_create([PreferenceTopic(name=name) for name in sorted(names)], ignore_conflicts=True)
    return {topic.name: topic for topic in PreferenceTopic.objects.filter(name__in=names)}


def _digits(values: dict) -> str:
    return phones.digits(values["raw"]) or values["raw"]


SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        Section(
            "addresses",
            Address,
            ("lines", "city", "area", "postal_code", "country", "purpose", *POINT, "as_written"),
            identity=lambda v: (v["purpose"], v["lines"], v["city"], v["postal_code"]),
            key_fields=("lines", "city", "postal_code", "as_written"),
        ),
        Section(
            "emails",
            Email,
            ("address", *POINT),
            identity=lambda v: emails.email_key(v["address"]),
            derive=_derive_email,
        ),
        Section("phones", Phone, ("raw", *POINT), identity=_digits, derive=_derive_phone),
        Section(
            "handles",
            Handle,
            ("handle", "network", *POINT),
            identity=lambda v: (v["network"], v["handle"].casefold()),
        ),
        Section(
            "dates",
            ImportantDate,
            ("month", "day", "year", "kind", "label", "may_greet"),
            identity=lambda v: (v["kind"], v["label"], v["month"], v["day"]),
        ),
        Section(
            "salutations",
            Salutation,
            ("text", "language", "occasion", "envelope", "use_in_all_languages"),
            identity=lambda v: (v["language"], v["occasion"]),
        ),
        Section(
            "preferences",
            Preference,
            ("value", "topic"),
            identity=lambda v: (v["topic"].casefold(), v["value"].casefold()),
            is_private=True,
        ),
        Section("personal_notes", PersonalNote, ("text",), identity=lambda v: v["text"], is_private=True),
        Section("codes", ExternalCode, ("code", "source"), identity=lambda v: v["source"]),
    )
}


def fill(row: Any, section: Section, values: dict[str, Any], customer: Customer) -> None:
    """Write `values` onto `row`, with what follows from them."""
    for name, value in values.items():
        if name == "is_verified":
            row.verified_at = (row.verified_at or timezone.now()) if value else None
        else:
            setattr(row, name, value)
    section.derive(row, customer)
