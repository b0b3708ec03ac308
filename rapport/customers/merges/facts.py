"""Which of two values of a fact the one record has afterwards, and how it gets its old one back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.db.models.fields.files import FieldFile

from rapport.customers import words
from rapport.customers.actions.customers import EDITABLE, OWN, value_of
from rapport.customers.models import Customer
from rapport.timeline.models import Entry

SURVIVOR, ABSORBED, BOTH = "survivor", "absorbed", "both"
JOINABLE = ("how_met", "preference_notes")  # words of which both may stand
TOGETHER = {  # one choice for columns that make no sense apart
    "archived_at": ("archived_because",),
}
STRICTER = ("address_style", "pronoun_level")  # nobody chooses: the more formal of the two stands
CHOSEN = (*(name for name in EDITABLE if name not in ("kind", *STRICTER)), "photo", "archived_at")
PERMISSION = ("first_name_permission", "first_name_permission_at", "first_name_permission_by_id")
WITHDRAWN = "customer.withdrew_first_name"


@dataclass(frozen=True)
class Fact:
    """A fact in which two records differ. `choice` is what becomes of it when nobody says otherwise."""

    name: str
    survivors: Any
    absorbeds: Any
    choice: str

    @property
    def may_be_both(self) -> bool:
        return self.name in JOINABLE and bool(self.survivors and self.absorbeds)

    def value(self, choice: str) -> Any:
        if choice == BOTH and self.may_be_both:
            return f"{self.survivors}\n\n{self.absorbeds}"
        return self.absorbeds if choice == ABSORBED else self.survivors


def differing(survivor: Customer, absorbed: Customer) -> list[Fact]:
    """The facts in which the two differ, in the order of the form."""
    own = sorted(f"{OWN}{key}" for key in {*survivor.custom, *absorbed.custom})
    found = []
    for name in (*CHOSEN, *own):
        one, other = _value(survivor, name), _value(absorbed, name)
        if one != other and not (_is_empty(name, one) and _is_empty(name, other)):
            found.append(Fact(name, one, other, _usual(name, one, other)))
    return found


def _usual(name: str, one: Any, other: Any) -> str:
    """The survivor's, unless it says nothing. Of words both stay: nobody reads twice what nobody wrote twice."""
    if name == "archived_at":
        return SURVIVOR  # it is no wish of theirs, and a copy is archived because it is one
    if _is_empty(name, one):
        return ABSORBED
    return BOTH if name in JOINABLE and not _is_empty(name, other) else SURVIVOR


def take_over(survivor: Customer, absorbed: Customer, take: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Write what was chosen onto `survivor`, without saving; answers what each column was and became."""
    before = {column: kept(getattr(survivor, column)) for column in _columns()}
    for fact in differing(survivor, absorbed):
        choice = take.get(fact.name, fact.choice)
        if choice == SURVIVOR:
            continue
        _write(survivor, fact.name, fact.value(choice))
        for column in TOGETHER.get(fact.name, ()):
            setattr(survivor, column, getattr(absorbed, column))
    _be_formal(survivor, absorbed)
    after = {column: kept(getattr(survivor, column)) for column in _columns()}
    return {name: {"before": before[name], "after": after[name]} for name in _columns() if before[name] != after[name]}


def _be_formal(survivor: Customer, absorbed: Customer) -> None:
    """The stricter wins: by first name only who is so addressed on both records, and nobody withdrew it since."""
    if survivor.first_name_permission_at is None and absorbed.first_name_permission_at is not None:
        for column in PERMISSION:
            setattr(survivor, column, getattr(absorbed, column))
    withdrawn = _withdrawn_at(survivor.pk, absorbed.pk)
    if withdrawn and survivor.first_name_permission_at and withdrawn > survivor.first_name_permission_at:
        survivor.first_name_permission = ""
        survivor.first_name_permission_at = survivor.first_name_permission_by_id = None
    styles = {survivor.address_style, absorbed.address_style}
    if styles != {Customer.Style.FIRST_NAME} or not survivor.first_name_permission_at:
        survivor.address_style = Customer.Style.FORMAL
    if absorbed.pronoun_level == Customer.Pronoun.POLITE:
        survivor.pronoun_level = absorbed.pronoun_level


def _withdrawn_at(*ids: UUID) -> datetime | None:
    return Entry.every.filter(customer__in=ids, kind=WITHDRAWN).aggregate(at=Max("at"))["at"]


def give_back(survivor: Customer, chosen: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Write the values from before the merge, where nobody changed them since; answers the names of those that stay.

    The own fields are looked at one by one. The form of address goes back only with its permission.
    """
    edited = []
    for name, values in chosen.items():
        if name == "custom":
            edited += _own_back(survivor, values)
        elif kept(getattr(survivor, name)) == values["after"]:
            _set(survivor, name, values["before"])
        else:
            edited.append(name.removesuffix("_id"))
    if survivor.address_style == Customer.Style.FIRST_NAME and not survivor.first_name_permission_at:
        survivor.address_style = Customer.Style.FORMAL
    return edited


def _own_back(survivor: Customer, values: Mapping[str, Any]) -> Iterator[str]:
    before, after = values["before"], values["after"]
    for key in sorted({*before, *after}):
        if before.get(key) == after.get(key):
            continue
        if survivor.custom.get(key) != after.get(key):
            yield f"{OWN}{key}"
        elif key in before:
            survivor.custom[key] = before[key]
        else:
            survivor.custom.pop(key, None)


def in_words(fact: Fact, value: Any) -> str:
    if fact.name == "archived_at":
        return words.value(fact.name, value) if value else ""
    return words.value(fact.name, value)


def _value(customer: Customer, name: str) -> Any:
    value = value_of(customer, name)
    return value.name if isinstance(value, FieldFile) else value


def _write(customer: Customer, name: str, value: Any) -> None:
    if name.startswith(OWN):
        customer.custom[name.removeprefix(OWN)] = value
    else:
        setattr(customer, Customer._meta.get_field(name).attname, value)


def _is_empty(name: str, value: Any) -> bool:
    return value in (None, "") or (name == "form_gender" and value == Customer.Title.UNKNOWN)


def _columns() -> list[str]:
    named = [Customer._meta.get_field(name).attname for name in CHOSEN]
    return [*named, "archived_because", *STRICTER, *PERMISSION, "custom"]


def kept(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, FieldFile):
        return value.name
    if isinstance(value, UUID | datetime):
        return value.isoformat() if isinstance(value, datetime) else str(value)
    return dict(value) if isinstance(value, dict) else value


def _set(customer: Customer, column: str, value: Any) -> None:
    field = next(field for field in Customer._meta.concrete_fields if field.attname == column)
    if field.is_relation:
        field = field.target_field
    setattr(customer, column, field.to_python(value) if value is not None else None)
