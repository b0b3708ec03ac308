"""Own fields and topics of preferences as facts: each definition is one."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, Q, TextField, Value, When
from django.db.models.expressions import Expression
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Upper
from django.db.models.lookups import (
    Contains,
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Regex,
    StartsWith,
)
from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Field, FieldSource, Offer, Test, Type, field_sources
from rapport.core.facts.columns import any_of, day_bounds, number_bounds
from rapport.customers import asking, columns
from rapport.customers.models import CustomField, PreferenceTopic
from rapport.staff.remembering import remembered

OWN, WISHES = _("Own fields"), _("What they wish")
TYPES = {
    CustomField.Type.TEXT: Type.TEXT,
    CustomField.Type.LINK: Type.TEXT,
    CustomField.Type.NUMBER: Type.NUMBER,
    CustomField.Type.DATE: Type.DATE,
    CustomField.Type.CHOICE: Type.CHOICE,
    CustomField.Type.YES_NO: Type.YES_NO,
}
NUMBER = r"^-?[0-9]{1,20}([.][0-9]+)?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
ANY = ~Q(custom={})  # as the index of own fields has it
COMPARISONS = {
    "exact": Exact,
    "gt": GreaterThan,
    "gte": GreaterThanOrEqual,
    "lt": LessThan,
    "lte": LessThanOrEqual,
}


def own_fields() -> list[Field]:
    """One query. A field that is no longer asked for keeps its values, and its place in conditions."""
    rows = remembered("own_fields", lambda: list(CustomField.objects.all()))
    return [_own_field(row) for row in rows]


def _own_field(row: CustomField) -> Field:
    type = TYPES[row.type]
    return Field(
        f"custom.{row.key}",
        row.label,
        type,
        ask=_asks(row.key, type),
        group=OWN,
        choices=(lambda: [(choice, choice) for choice in row.choices]) if type == Type.CHOICE else None,
        named=lambda keys: {key: key for key in keys},  # a choice that was taken away since is still its own label
        listing=columns.CUSTOMERS,
        pick=lambda customer: _as_told(customer.custom.get(row.key), type),
        served_by="customer_own_fields" if type in (Type.CHOICE, Type.YES_NO) else "",
    )


def topics() -> list[Field]:
    """One query."""
    rows = remembered("preference_topics", lambda: list(PreferenceTopic.objects.all()))
    return [_topic(row) for row in rows]


def _topic(row: PreferenceTopic) -> Field:
    return Field(
        f"preference.{row.pk}",
        row.name,
        Type.TEXT,
        ask=asking.preference(row.pk),
        group=WISHES,
        offers=lambda user, text, limit: [
            Offer(choice, choice) for choice in row.choices if text.lower() in choice.lower()
        ][:limit],
        listing=columns.PREFERENCES,
        pick=lambda wishes: wishes.get(row.pk, ""),
    )


def _asks(key: str, type: Type) -> Callable[[Test], Q]:
    text = KeyTextTransform(key, "custom")

    def ask(test: Test) -> Q:
        if test.operator in ("known", "unknown"):
            known = ANY & Q(IsNull(text, False))
            return known if test.operator == "known" else ~known
        match type:
            case Type.YES_NO:
                said = ANY & Q(custom__contains={key: True})
                return said if test.operator == "yes" else ~said
            case Type.CHOICE:
                values = [test.value] if test.operator == "is" else test.value
                return ANY & any_of(*(Q(custom__contains={key: value}) for value in values))
            case Type.NUMBER:
                return ANY & _compared(
                    _read(text, NUMBER, DecimalField(max_digits=30, decimal_places=10)), number_bounds(test)
                )
            case Type.DATE:
                days = {lookup: day.isoformat() for lookup, day in day_bounds(test).items()}
                return ANY & _compared(_read(text, DAY, TextField()), days)
        values = test.value if test.operator == "any_of" else [test.value]
        return ANY & Q(IsNull(text, False)) & any_of(*(Q(_worded(text, test.operator, value)) for value in values))

    return ask


def _read(text: Expression, pattern: str, kind: Any) -> Expression:
    """The value where it is one of that kind: types of fields were changed, and old values stay as they were."""
    return Case(When(Regex(text, pattern), then=Cast(text, kind)), default=Value(None), output_field=kind)


def _compared(value: Expression, bounds: dict[str, Any]) -> Q:
    """Nobody without a value is among them, nor comes in when it is turned round."""
    found = Q(IsNull(value, False))
    for lookup, bound in bounds.items():
        found &= Q(COMPARISONS[lookup](value, bound))
    return found


def _worded(text: Expression, operator: str, value: str) -> Expression:
    lookup = {"contains": Contains, "starts": StartsWith}.get(operator, Exact)
    return lookup(Upper(text), Upper(Value(value)))


def _as_told(value: Any, type: Type) -> Any:
    """The value as its type has it; one of an earlier type stays as it was written."""
    if value is None or not isinstance(value, str):
        return value
    try:
        if type == Type.NUMBER:
            return Decimal(value)
        if type == Type.DATE:
            return date.fromisoformat(value)
    except (ArithmeticError, ValueError):
        pass
    return value


field_sources.add(FieldSource("own fields", "custom.", own_fields, order=80))
field_sources.add(FieldSource("topics", "preference.", topics, order=81))
