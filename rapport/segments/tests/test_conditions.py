"""What customers must be like: the JSON form, what it refuses, and whom it finds."""

from datetime import UTC, datetime

from rapport.core.facts import Book
from rapport.customers import actions as customers
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


def test_a_part_of_a_name_an_address_or_a_number_finds_those_who_have_it_there(ann, business):
    customers.add("Jana Nováková", by=ann, emails=["lea.horak@brno.example"], phones=["+420 605 123 456"])
    customers.add("0815 Leather & Co", by=ann, kind="organisation", phones=["605"])
    customers.add("გიორგი ბერიძე", by=ann, tags=["novak"], addresses=[{"city": "Brno"}])
    jana, leather, giorgi = "Jana Nováková", "0815 Leather & Co", "გიორგი ბერიძე"
    cases = [
        ("name", "contains", "NA NOV", {jana}),
        ("name", "contains", "novak", {jana}),
        ("name", "contains", "orgi", {giorgi}),
        ("name", "contains", "0l", set()),
        ("name", "contains", "lea", {leather}),
        ("name", "starts", "jana n", {jana}),
        ("name", "starts", "ნიკო", set()),
        ("name", "is", "გიორგი ბერიძე", {giorgi}),
        ("name", "any_of", ["jana nováková", "0815 Leather & Co"], {jana, leather}),
        ("email", "contains", "Brno", {jana}),
        ("email", "contains", "ak@br", {jana}),
        ("email", "contains", "brno lea", set()),
        ("email", "contains", "leather", set()),
        ("phone", "contains", "05 12", {jana}),
        ("phone", "contains", "605", {jana, leather}),
        ("phone", "contains", "no digits", set()),
    ]
    for field, operator, value, names in cases:
        assert found(ann, said(field, operator, value)) == names, (field, operator, value)
        others = {jana, leather, giorgi} - names
        assert found(ann, said(field, operator, value), kind="none") == others, (field, operator, value)
