"""What customers must be like: the JSON form, what it refuses, and whom it finds."""

from datetime import UTC, datetime

from rapport.core.facts import Book
from rapport.customers.models import Customer
from rapport.segments.conditions import Misread
from rapport.segments.queries import asked

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def found(user, *members, kind="all", at=NOON) -> set[str]:
    condition = {"version": 1, kind: list(members)}
    customers = asked(condition, user=user, at=at).of(Customer.objects.visible_to(user))
    return set(customers.values_list("name", flat=True))


def said(field, op, value=None):
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


def test_each_field_can_be_asked_by_each_of_its_operators(ann, business):
    """So that no field answers with an error of the database, alone or turned round."""
    example = {
        "text": "Brno", "texts": ["Brno", "Zlín"], "number": 3, "numbers": [1, "2.5"], "day": "2026-02-28",
        "days": ["2026-01-01", "2026-02-01"], "span": {"days": 30}, "month_day": "--02-29", "month": 3,
    }  # fmt: skip
    from rapport.core.facts.operators import slot_of

    for field in Book(ann).all:
        for operator in field.asked_by:
            slot = slot_of(operator, field.type)
            value = example.get(slot)
            if slot in ("key", "keys"):
                key = next(iter(field.choices()))[0] if field.choices else "0190a000-0000-7000-8000-000000000000"
                value = key if slot == "key" else [key]
            for kind in ("all", "none"):
                try:
                    found(ann, said(field.name, operator, value), kind=kind)
                except Misread as problem:
                    assert field.name == "segment", (field.name, operator, problem)
