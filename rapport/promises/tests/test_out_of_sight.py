"""What is promised to customers whom not everybody sees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core.registry import today
from rapport.customers.testing import a_customer
from rapport.promises import actions
from rapport.promises.testing import a_promise
from rapport.staff import actions as staff


@pytest.fixture
def teams(cast, business):
    """Ann is of the north, Bob of the south; Nora and Sam are theirs."""
    north, south = (staff.add_team(name, people=[cast[who]]) for name, who in (("North", "ann"), ("South", "bob")))
    return cast | {"nora": a_customer("Nora", team=north), "sam": a_customer("Sam", team=south)}


@pytest.fixture
def promised(teams):
    """Ann promised something to both."""
    at = timezone.now()
    return {
        who: actions.promise(teams[who], f"Oil for {who}", at=at, by=teams["ann"], due_at=at + timedelta(days=3))
        for who in ("nora", "sam")
    }


def _alerts(user) -> list[str]:
    return [item.key for item in today["promise_alerts"].query(user, timezone.now())]


def test_before_the_house_is_divided_an_owner_sees_what_would_be_in_blind_hands(client, teams, promised):
    client.force_login(teams["olga"])
    page = client.post("/settings/visibility/", {"sees": "team", "preview": "1"}).text
    assert "1 open promise is in the hands of somebody who no longer sees the customer" in page
    assert "/promises/?whose=unseen" in page
    shown = client.get("/promises/?whose=unseen").text
    assert "Oil for sam" in shown and "Oil for nora" not in shown


def test_what_its_owner_cannot_see_stands_on_the_managers_today(client, teams, promised):
    assert "promises:unseen" not in _alerts(teams["mark"])
    staff.see_by_team(True, by=teams["olga"])
    assert "promises:unseen" in _alerts(teams["mark"])
    actions.hand_over(promised["sam"], at=timezone.now(), by=teams["mark"], to=teams["bob"])
    assert "promises:unseen" not in _alerts(teams["mark"])


def test_only_who_sees_a_customer_is_offered_a_promise_to_them(client, teams, promised):
    staff.see_by_team(True, by=teams["olga"])
    client.force_login(teams["mark"])
    everything = client.get("/promises/handover/").text
    assert "Ann (sees only their teams)" in everything and "Mark (sees" not in everything
    client.force_login(teams["olga"])
    assert "Bob (sees only their teams)" in client.get(f"/people/{teams['ann'].pk}/activity/").text
    client.force_login(teams["mark"])
    offered = client.get(f"/promises/{promised['sam'].pk}/handover/").context["form"].fields["to"].queryset
    assert {person.name for person in offered} >= {"Bob", "Mark", "Olga"}
    assert teams["ann"] not in offered
    page = client.get(f"/customers/{teams['sam'].pk}/promises/new/")
    assert teams["ann"] not in page.context["form"].fields["owner"].queryset
    assert teams["bob"] in page.context["form"].fields["owner"].queryset


def test_a_promise_moved_in_an_undivided_house_is_offered_to_everybody(client, teams):
    promise = a_promise(teams["sam"], by=teams["bob"])
    client.force_login(teams["mark"])
    assert teams["ann"] in client.get(f"/promises/{promise.pk}/handover/").context["form"].fields["to"].queryset
