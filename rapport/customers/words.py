"""Facts about customers in words: what a field is called and what its value says."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.core import formats
from rapport.customers.models import Customer, CustomField, ImportantDate, Salutation, Tie

OWN = "custom."

SECTION_LABELS = {
    "emails": _("E-mail addresses"),
    "phones": _("Phone numbers"),
    "addresses": _("Addresses"),
    "handles": _("Web and messengers"),
    "dates": _("Dates"),
    "salutations": _("Greetings to the letter"),
    "preferences": _("Preferences"),
    "personal_notes": _("Family and personal"),
    "codes": _("Codes in other systems"),
    "affiliations": _("People and organisations"),
    "ties": _("Family and household"),
    "photo": _("Photo"),
    "tags": _("Tags"),
    "facts": _("Name and details"),
}
SINGULAR = {
    "emails": _("E-mail"),
    "phones": _("Phone"),
    "addresses": _("Address"),
    "handles": _("Web or messenger"),
    "dates": _("Day to remember"),
    "salutations": _("Greeting"),
    "preferences": _("Wish"),
    "personal_notes": _("Note"),
    "codes": _("Code"),
}
ROW_LABELS = {"is_verified": _("Verified"), "topic": _("Topic")}
PRIVATE = {"preference_notes"}  # changed, but not quoted on the timeline


def change(model: type[models.Model], name: str, old: Any, new: Any) -> dict[str, Any]:
    """One change as an entry keeps it: the field's name and both values as they are stored that day."""
    if name in PRIVATE:
        return {"field": name}
    if name.startswith(OWN):
        return {"field": name, "label": own_labels().get(name.removeprefix(OWN), name), "old": old, "new": new}
    return {"field": name, "old": _fact(model, name, old), "new": _fact(model, name, new)}


def rows_changed(section, old: Iterable[dict], new: Iterable[dict], added: Iterable[dict]) -> dict[str, Any]:
    """A change of rows as an entry keeps it: what was before, what became of it, and what is new."""
    if section.is_private:
        return {"field": section.name}
    return {
        "field": section.name,
        "old": [_known(row) for row in old],
        "new": [_known(row) for row in new],
        "added": [_known(row) for row in added],
    }


def label(name: str, own_labels: Mapping[str, str] | None = None) -> str:
    """What a fact is called, in the reader's language."""
    if name.startswith(OWN):
        key = name.removeprefix(OWN)
        return (own_labels or {}).get(key) or key
    if name in SECTION_LABELS:
        return str(SECTION_LABELS[name])
    return field_label(Customer, name)


def one_of(section_name: str) -> str:
    """What one row of a section is called."""
    return str(SINGULAR[section_name])


def field_label(model: type[models.Model], name: str) -> str:
    """What a column is called, in the reader's language."""
    if name in ROW_LABELS:
        return str(ROW_LABELS[name])
    try:
        text = str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
    return text[:1].upper() + text[1:] if text == name.replace("_", " ") else text


def own_labels() -> dict[str, str]:
    """What the business calls the fields it defined, by key."""
    return dict(CustomField.objects.values_list("key", "label"))


def value(name: str, stored: Any, model: type[models.Model] = Customer) -> str:
    """What a stored value says, in the reader's language; "" for nothing."""
    if isinstance(stored, list):
        return ", ".join(filter(None, (row(name, item) if isinstance(item, dict) else str(item) for item in stored)))
    if stored in (None, ""):
        return ""
    if isinstance(stored, bool):
        return gettext("yes") if stored else gettext("no")
    if name == "language":
        return formats.language_name(stored)
    if name == "photo":
        return gettext("a picture")  # not the name of its file, which says nothing to anyone
    if isinstance(stored, datetime):
        return formats.moment(stored)
    if isinstance(stored, date):
        return formats.day(stored)
    choices = _choices(model, name)
    return str(choices.get(stored, stored))


def row(section_name: str, values: Mapping[str, Any] | None) -> str:
    """One row of a section on one line; "" for a row that is not there."""
    if not values:
        return ""
    if section_name == "dates":
        kinds = dict(ImportantDate.Kind.choices)
        name = values.get("label") or str(kinds.get(values.get("kind"), ""))
        when = formats.month_day(values["month"], values["day"], values.get("year"))
        return gettext("%(name)s: %(day)s") % {"name": name, "day": when}
    if section_name == "addresses":
        parts = (values.get("lines", "").replace("\n", ", "), values.get("postal_code"), values.get("city"))
        return ", ".join(filter(None, parts)) or values.get("as_written", "").replace("\n", ", ")
    if section_name == "salutations":
        where = dict(Salutation.Occasion.choices).get(values.get("occasion") or None)
        language = formats.language_name(values["language"])
        return f"{language}, {where}: {values['text']}" if where else f"{language}: {values.get('text', '')}"
    if section_name == "codes":
        return f"{values.get('source')}: {values.get('code')}"
    if section_name == "preferences":
        return f"{values.get('topic')}: {values.get('value')}"
    shown = values.get("address") or values.get("raw") or values.get("handle") or values.get("text") or ""
    return f"{shown} ({values['label']})" if values.get("label") else str(shown)


def pair(row_or_event: Any) -> str:
    """A part in an organisation, or a tie between two people, present or past, on one line."""
    if hasattr(row_or_event, "person_id"):
        return f"{row_or_event.person} – {row_or_event.organisation}"
    kind = dict(Tie.Kind.choices).get(row_or_event.kind, row_or_event.kind)
    return f"{row_or_event.one} – {row_or_event.other}: {row_or_event.word or kind}"


def _choices(model: type[models.Model], name: str) -> dict:
    try:
        return dict(getattr(model._meta.get_field(name), "flatchoices", ()))
    except FieldDoesNotExist:
        return {}


def _fact(model: type[models.Model], name: str, stored: Any) -> Any:
    """A value as JSON. A person or place is kept by the name it had that day."""
    if isinstance(stored, UUID):
        related = model._meta.get_field(name).related_model
        return str(related._default_manager.filter(pk=stored).first() or "")
    return stored.isoformat() if isinstance(stored, date) else stored


def _known(values: dict) -> dict:
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def own_value(field: CustomField, stored: Any) -> str:
    """What the value of an own field says, in the reader's language."""
    if stored in (None, ""):
        return ""
    try:
        if field.type == CustomField.Type.DATE:
            return formats.day(date.fromisoformat(stored))
        if field.type == CustomField.Type.NUMBER:
            return formats.number(Decimal(stored))
    except (ValueError, ArithmeticError, TypeError):  # written by another system, or before the type was chosen
        return str(stored)
    return value("", stored)


def shown(customer: Customer, name: str) -> str:
    """What a fact of `customer` says, in the reader's language; "" for nothing."""
    held = getattr(customer, name)
    return str(held) if isinstance(held, models.Model) else value(name, held)


def stored(name: str, held: Any) -> str:
    """Like `value`, for what the row itself holds: keys of people and places become their names."""
    if isinstance(held, UUID):
        held = _fact(Customer, name, held)
    return value(name, held)
