"""Segments for programs."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from rapport.core.api import tokens
from rapport.customers import actions as customers
from rapport.segments.models import Segment

BRNO = {"version": 1, "all": [{"field": "city", "op": "is", "value": "Brno"}]}


@pytest.fixture
def program(business, ann):
    customers.add("Berta Brno", by=ann, addresses=[{"city": "Brno"}])
    customers.add("Zora Zlín", by=ann, addresses=[{"city": "Zlín"}])
    return program_of(ann)


def program_of(user):
    _token, secret = tokens.make(user, name="test", at=timezone.now())

    def call(method, path="", sent=None, **headers):
        return Client().generic(
            method, f"/api/v1/segments{path}", json.dumps(sent or {}), content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", **headers},
        )  # fmt: skip

    return call


def test_a_segment_is_made_asked_changed_and_deleted(program):
    made = program("POST", sent={"name": "Brno", "where": "city is Brno"})
    assert made.status_code == 201
    segment = made.json()
    assert (segment["condition"], segment["where"], segment["kind"]) == (BRNO, "city is Brno", "dynamic")
    path = f"/{segment['id']}"
    assert made["Location"] == f"/api/v1/segments{path}"

    assert [row["name"] for row in program("GET", f"{path}/customers").json()["items"]] == ["Berta Brno"]
    assert program("GET", f"{path}/count").json() == {"count": 1, "exact": True, "low": 1, "high": 1}
    assert program("POST", "/count", {"where": "not city is Brno"}).json()["count"] == 1
    assert program("PATCH", path, {"name": "Moravia"}, **{"If-Match": '"old"'}).status_code == 412
    changed = program("PATCH", path, {"name": "Moravia"}, **{"If-Match": made["ETag"]})
    assert (changed.json()["name"], changed.json()["condition"]) == ("Moravia", BRNO)
    assert [row["name"] for row in program("GET").json()["items"]] == ["Moravia"]
    assert program("DELETE", path).status_code == 204
    assert program("GET", path).status_code == 404


def test_a_list_takes_customers_by_their_ids(program):
    segment = program("POST", sent={"name": "Guests"}).json()
    keys = [row["id"] for row in program("GET", f"/{segment['id']}/customers").json()["items"]]
    assert (segment["kind"], keys) == ("static", [])
    ids = [str(key) for key in customers_of()]
    assert program("POST", f"/{segment['id']}/customers", {"customers": ids}).json() == {"changed": 2}
    assert program("POST", f"/{segment['id']}/removals", {"customers": ids[:1]}).json() == {"changed": 1}


def customers_of():
    from rapport.customers.models import Customer

    return Customer.objects.values_list("pk", flat=True)


@pytest.mark.parametrize(
    "sent, field",
    [
        ({"where": "city was Brno"}, "where"),
        ({"condition": {"version": 1, "all": [{"field": "shoe", "op": "is", "value": "4"}]}}, "condition.all[0].field"),
        ({"condition": {"version": 1, "all": [{"field": "city", "op": "over"}]}}, "condition.all[0].op"),
        ({"where": "city is Brno", "condition": BRNO}, "where"),
    ],
)
def test_what_is_wrong_is_answered_with_its_place(program, sent, field):
    answer = program("POST", sent={"name": "X", **sent})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_broken_segment_says_so_and_is_never_everybody(program, ann):
    broken = {"version": 1, "all": [{"field": "points", "op": "over", "value": 3}]}
    segment = Segment.objects.create(name="Loyal", owner=ann, condition=broken)
    assert "points" in program("GET", f"/{segment.pk}").json()["problem"]
    assert program("GET", f"/{segment.pk}/customers").status_code == 409
    assert program("GET", f"/{segment.pk}/count").status_code == 409


def test_private_segments_of_others_are_not_there(program, cast):
    segment = program("POST", sent={"name": "Mine", "where": "city is Brno"}).json()
    assert program_of(cast["bob"])("GET", f"/{segment['id']}").status_code == 404
    assert program_of(cast["bob"])("GET").json()["items"] == []
