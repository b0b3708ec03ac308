"""What was done to the house by mistake is turned back, unless it went on since."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from rapport.customers.models import Customer
from rapport.customers.testing import a_customer
from rapport.staff import actions
from rapport.staff.models import Business, Invitation, Location, Team
from rapport.staff.tests.test_house import PROFILE, a_picture


@pytest.fixture
def mark(client, cast, business):
    client.force_login(cast["mark"])
    return cast["mark"]


def undo(client, page):
    """Press the "Undo" of the newest message."""
    found = re.findall(r'action="([^"]*)"[^>]*>(?:<input[^>]*>)?<button data-undo', page.text)
    return client.post(unescape(found[-1]))


def test_a_logo_that_was_replaced_or_taken_away_comes_back(client, mark, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.post("/settings/business/", PROFILE | {"logo": a_picture()}, follow=True)
    first = Business.objects.get().logo.name

    page = client.post("/settings/business/", PROFILE | {"name": "Oak", "logo": a_picture(side=400)}, follow=True)
    assert Business.objects.get().logo.name != first
    undo(client, page)
    assert (Business.objects.get().logo.name, Business.objects.get().name) == (first, PROFILE["name"])

    page = client.post("/settings/business/", PROFILE | {"without_logo": "on"}, follow=True)
    assert client.get("/business/logo/").status_code == 404
    undo(client, page)
    assert client.get("/business/logo/").status_code == 200

    actions.house.forget_logo(first)
    assert client.get("/business/logo/").status_code == 200  # it is shown, so it stays
    page = client.post("/settings/business/", PROFILE | {"without_logo": "on"}, follow=True)
    actions.house.forget_logo(first)
    assert undo(client, page).status_code == 409


def test_an_invitation_that_was_withdrawn_counts_again(client, mark):
    invitation, token = actions.invite("new@linden.example", role="agent", by=mark, at=timezone.now())
    page = client.post(f"/people/invitations/{invitation.pk}/withdrawal/", follow=True)
    assert client.get(f"/join/{token}/").status_code == 410

    assert undo(client, page).status_code == 302
    assert client.get(f"/join/{token}/").status_code == 200


@pytest.mark.parametrize("why", ["expired", "replaced"])
def test_an_invitation_that_would_not_count_anyway_stays_withdrawn(client, mark, why):
    invitation, _token = actions.invite("new@linden.example", role="agent", by=mark, at=timezone.now())
    page = client.post(f"/people/invitations/{invitation.pk}/withdrawal/", follow=True)
    if why == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    else:
        actions.invite("new@linden.example", role="reader", by=mark, at=timezone.now())

    assert undo(client, page).status_code == 409
    assert Invitation.objects.get(pk=invitation.pk).withdrawn_at


def test_a_team_that_was_removed_comes_back_with_its_people_and_customers(client, cast, mark):
    team, other = actions.add_team("Brno", people=[cast["ann"]]), actions.add_team("Praha")
    ana, bela = a_customer("Ana", team=team), a_customer("Bela", team=team)
    page = client.post(f"/settings/teams/{team.pk}/removal/", follow=True)
    assert not Customer.objects.exclude(team=None).exists()
    Customer.objects.filter(pk=bela.pk).update(team=other)

    undo(client, page)
    assert list(Team.objects.get(pk=team.pk).people.all()) == [cast["ann"]]
    assert dict(Customer.objects.values_list("name", "team")) == {"Ana": team.pk, "Bela": other.pk}
    assert ana.entries.count() == 2


def test_a_location_that_was_closed_opens_again_with_who_was_sent_elsewhere(client, cast, mark):
    main = actions.add_location(name="Bristol", country="GB", time_zone="Europe/London")
    brno = actions.add_location(name="Brno", country="CZ", time_zone="Europe/Prague")
    cast["ann"].location = cast["bob"].location = brno
    cast["ann"].save()
    cast["bob"].save()
    a_customer("Ana", location=brno)

    page = client.post(f"/settings/locations/{brno.pk}/closing/", {"to": str(main.pk)}, follow=True)
    assert Customer.objects.get().location == main
    cast["bob"].location = None
    cast["bob"].save()
    undo(client, page)

    for person in (cast["ann"], cast["bob"]):
        person.refresh_from_db()
    assert (cast["ann"].location, cast["bob"].location) == (brno, None)
    assert (Customer.objects.get().location, Location.objects.get(pk=brno.pk).closed_for_good_on) == (brno, None)
