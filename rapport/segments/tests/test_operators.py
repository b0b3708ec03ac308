"""Whom each operator means, of every type of fact: facts of the hub, of other slices and of one's own."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from rapport.core.facts import Book, Type
from rapport.core.facts.operators import BY_TYPE
from rapport.customers import actions as customers
from rapport.customers.models import Affiliation, Customer
from rapport.customers.testing import an_organisation
from rapport.orders.models import PurchaseSummary
from rapport.segments.queries import asked

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TYPES = {"word": "text", "wood": "choice", "rooms": "number", "met": "date", "vip": "yes_no"}
A = {
    "source": "Oak", "language": "cs", "tags": ["oak", "ash"], "addresses": [{"city": "Brno"}],
    "dates": [{"kind": "birthday", "month": 3, "day": 14}],
    "custom": {"word": "Oak", "wood": "oak", "rooms": 1, "met": "2026-11-20", "vip": True},
}  # fmt: skip
B = {
    "source": "oak tree", "language": "ka", "tags": ["ash"], "addresses": [{"city": "Brno-venkov"}],
    "dates": [{"kind": "birthday", "month": 11, "day": 23, "year": 1980}],
    "custom": {"word": "oak tree", "wood": "ash", "rooms": 2.5, "met": "2026-11-23", "vip": False},
}  # fmt: skip
C = {
    "source": "Red oak", "language": "ta", "tags": ["pine"], "addresses": [{"city": "Ústí"}],
    "dates": [{"kind": "birthday", "month": 2, "day": 29, "year": 1980}],
    "custom": {"word": "Red oak", "wood": "elm", "rooms": 10, "met": "2026-12-03"},
}  # fmt: skip

TEXTS = (
    ("is", "OAK", "A"), ("any_of", ["oak", "RED oak"], "AC"), ("starts", "oAk", "AB"), ("contains", "oak", "ABC"),
    ("known", None, "ABC"), ("unknown", None, "D"),
)  # fmt: skip
PLACES = (
    ("is", "brno", "A"), ("any_of", ["Brno", "ústí"], "AC"), ("starts", "BRNO", "AB"), ("known", None, "ABC"),
    ("unknown", None, "D"),
)  # fmt: skip
NUMBERS = (
    ("is", "2.5", "B"), ("over", "2.5", "C"), ("under", "2.5", "A"), ("at_least", "2.5", "BC"),
    ("at_most", "2.5", "AB"), ("between", [1, "2.5"], "AB"), ("known", None, "ABC"), ("unknown", None, "D"),
)  # fmt: skip
AMOUNTS = tuple((op, value, f"{who}D" if op in ("under", "at_most") else who) for op, value, who in NUMBERS[:6])
DATES = (
    ("over_ago", {"days": 2}, "A"), ("over_ago", {"days": 3}, ""), ("within_last", {"days": 3}, "AB"),
    ("within_last", {"days": 2}, "B"), ("within_next", {"days": 10}, "BC"), ("within_next", {"days": 9}, "B"),
    ("within_next", {"weeks": 2}, "BC"), ("within_last", {"months": 1}, "AB"), ("on", "2026-11-20", "A"),
    ("before", "2026-11-23", "A"), ("after", "2026-11-20", "BC"), ("from_to", ["2026-11-20", "2026-11-23"], "AB"),
    ("known", None, "ABC"), ("unknown", None, "D"),
)  # fmt: skip
CASES = {
    "source": TEXTS,
    "custom.word": TEXTS,
    "city": PLACES,
    "language": (("is", "cs", "A"), ("any_of", ["cs", "ka"], "AB"), ("known", None, "ABC"), ("unknown", None, "D")),
    "custom.wood": (("is", "oak", "A"), ("any_of", ["oak", "ash"], "AB"), *TEXTS[4:]),
    "tag": (("is", "ash", "AB"), ("any_of", ["oak", "pine"], "AC"), *TEXTS[4:]),
    "account_manager": (("is", "me", "A"), ("any_of", ["me", "{bob}"], "AB"), ("is", "{mark}", "C"), *TEXTS[4:]),
    "employer": (("is", "{inn}", "AB"), ("any_of", ["{inn}", "{mill}"], "ABC"), *TEXTS[4:]),
    "custom.rooms": NUMBERS,
    "revenue": AMOUNTS,
    "custom.met": DATES,
    "last_purchase": DATES,
    "birthday": (
        ("each_year_on", "--02-29", "C"), ("in_month", 3, "A"), ("within_next", {"days": 0}, "B"),
        ("within_next", {"months": 4}, "ABC"), ("within_next", {"days": 98}, "BC"), ("within_last", {"days": 1}, "B"),
        ("within_last", {"months": 9}, "ABC"), ("within_last", {"months": 8}, "B"), *TEXTS[4:],
    ),
    "custom.vip": (("yes", None, "A"), ("no", None, "BCD")),
    "has_email": (("yes", None, "A"), ("no", None, "BCD")),
}  # fmt: skip


@pytest.fixture
def four(business, cast):
    """A, B and C, of whom everything is known, and D, of whom nothing is."""
    for label, type in TYPES.items():
        choices = ["oak", "ash", "elm"] if type == "choice" else []
        customers.define_field(label.capitalize(), by=cast["ann"], type=type, choices=choices)
    inn, mill = an_organisation("Inn"), an_organisation("Mill")
    managers, work = (cast["ann"], cast["bob"], cast["mark"]), (inn, inn, mill)
    days = (datetime(2026, 11, 20, 22, 30, tzinfo=UTC), NOON, datetime(2026, 12, 2, 23, 30, tzinfo=UTC))
    for number, (name, facts) in enumerate({"A": A, "B": B, "C": C}.items()):
        one = customers.add(name, by=cast["ann"], account_manager=managers[number], **facts)
        Affiliation.objects.create(person=one, organisation=work[number])
        PurchaseSummary.objects.create(
            customer=one, order_count=1, revenue=Decimal(str(facts["custom"]["rooms"])), last_at=days[number]
        )
        if name == "A":
            one.emails.create(address="a@example.org", key="a@example.org")
    customers.add("D", by=cast["ann"], account_manager=None)
    keys = {name: str(cast[name].pk) for name in ("bob", "mark")}
    return keys | {"inn": str(inn.pk), "mill": str(mill.pk)}


@pytest.mark.parametrize("field", CASES)
def test_each_operator_means_those_whom_its_words_say(four, ann, field):
    known = Book(ann).find(field)
    assert {operator for operator, _value, _who in CASES[field]} == set(known.asked_by)

    for operator, value, who in CASES[field]:
        said = {"field": field, "op": operator} | ({} if value is None else {"value": filled(value, four)})
        assert found(ann, {"version": 1, "all": [said]}) == set(who), said
        assert found(ann, {"version": 1, "none": [said]}) == set("ABCD") - set(who), ("none", said)


def test_every_type_and_all_its_operators_are_tried(business, ann, four):
    tried: dict[str, set[str]] = {}
    for field, cases in CASES.items():
        tried.setdefault(Book(ann).find(field).type, set()).update(operator for operator, _value, _who in cases)
    wanted = {type: set(BY_TYPE[type]) for type in Type}
    wanted[Type.MONEY] -= {"known", "unknown"}  # no sum of money is unknown: who never bought has spent nothing
    assert tried == wanted


def filled(value, keys):
    if isinstance(value, list):
        return [filled(one, keys) for one in value]
    return value.format(**keys) if isinstance(value, str) else value


def found(user, condition) -> set[str]:
    question = asked(condition, user=user, at=NOON)
    people = question.of(Customer.objects.visible_to(user)).people()
    return set(people.values_list("name", flat=True))
