"""What colleagues do about the customers' site: how it looks, who comes in, who sees what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.customers.models import Affiliation, Email
from rapport.customers.testing import an_organisation
from rapport.messaging.models import Channel
from rapport.portal import tokens
from rapport.portal.colours import check_brand, contrast, on_brand
from rapport.portal.models import Access, Session, SignInLink, Site


@pytest.fixture
def address(business, cora) -> Email:
    Channel.objects.create(kind="email", name="Post", address="hello@linden.example", is_default=True)
    return Email.objects.create(customer=cora, address="cora@home.example", key="cora@home.example")


def come_in(client) -> None:
    client.post(f"/portal/in/{tokens.token_of(SignInLink.objects.latest('made_at').pk)}/")


@pytest.mark.parametrize("who, status", [("ann", 302), ("rita", 403)])
def test_a_colleague_sends_a_link_and_whoever_opens_it_verifies_the_address(client, cast, cora, address, who, status):
    client.force_login(cast[who])
    sent = client.post(f"/customers/{cora.pk}/own-pages/link/", {"address": address.address})
    assert (sent.status_code, SignInLink.objects.exists()) == (status, status == 302)
    if status == 302:
        client.logout()
        come_in(client)
        address.refresh_from_db()
        assert address.verified_at and client.get("/portal/").status_code == 200
        assert cora.entries.filter(kind="portal.link_sent", by=cast[who]).exists()


def test_a_link_goes_to_addresses_of_theirs_only(client, ann, cora, address):
    client.force_login(ann)
    response = client.post(f"/customers/{cora.pk}/own-pages/link/", {"address": "eve@else.example"})
    assert response.status_code == 422 and not SignInLink.objects.exists()


def test_who_looks_sees_everything_changes_nothing_and_is_named(client, portal_visitor, cast, cora, address):
    client.force_login(cast["mark"])
    there = client.post(f"/customers/{cora.pk}/own-pages/look/").headers["Location"]
    assert "Cora" in client.get(there).content.decode()
    client.post(there)

    page = client.get("/portal/").content.decode()
    assert "can change nothing" in page
    assert client.post("/portal/whose/", {"of": ""}).status_code == 403
    assert client.get("/portal/safety/").status_code == 200
    session = Session.objects.get()
    assert session.by == cast["mark"] and session.expires_at - session.made_at == timedelta(minutes=15)
    assert cora.entries.get(kind="portal.looked").by == cast["mark"]
    address.refresh_from_db()
    assert address.verified_at is None
    theirs = portal_visitor(cora)
    client.post("/portal/sign-out/", {"where": "everywhere"})
    assert client.get("/portal/").status_code == 302
    assert theirs.get("/portal/").status_code == 200  # who only looks signs nobody else out


def test_agents_may_not_look(client, ann, cora):
    client.force_login(ann)
    assert client.post(f"/customers/{cora.pk}/own-pages/look/").status_code == 403


def test_an_organisations_people_see_what_staff_opened_to_them(client, portal_visitor, ann, cora):
    hotel = an_organisation()
    part = Affiliation.objects.create(person=cora, organisation=hotel, title="Buyer")
    client.force_login(ann)
    people = f"/customers/{hotel.pk}/own-pages/people/"
    assert "Buyer" in client.get(people).content.decode()
    client.post(people, {"part": part.pk, "sections": ["orders", "no-such-thing"]})
    assert Access.objects.get().sections == ["orders"]
    assert hotel.entries.get(kind="portal.access_given").facts["sections"] == ["orders"]

    visitor = portal_visitor(cora)
    assert hotel.name in visitor.get("/portal/").content.decode()
    visitor.post("/portal/whose/", {"of": Access.objects.get().pk})
    assert "This is about" in visitor.get("/portal/").content.decode()
    assert visitor.get("/portal/orders/").status_code == 200
    assert visitor.get("/portal/products/").status_code == 404  # not opened to her

    client.post(people, {"part": part.pk})  # nothing ticked any more
    assert not Access.objects.exists()
    assert visitor.get("/portal/products/").status_code == 200  # her own again


def test_who_left_the_organisation_sees_nothing_of_it(portal_visitor, cora):
    hotel = an_organisation()
    visitor = portal_visitor(cora, of=hotel, sections=["orders"])
    assert hotel.name in visitor.get("/portal/").content.decode()
    Affiliation.objects.update(until=timezone.localdate() - timedelta(1))
    assert hotel.name not in visitor.get("/portal/").content.decode()


def test_nobody_takes_over_what_was_not_opened_to_them(portal_visitor, cora, ann):
    hotel = an_organisation()
    part = Affiliation.objects.create(person=an_organisation("Else"), organisation=hotel)
    foreign = Access.objects.create(affiliation=part, sections=["orders"])
    assert portal_visitor(cora).post("/portal/whose/", {"of": foreign.pk}).status_code == 404


SAID = {"is_open": "on", "brand": "#7a1f3d", "sections": ["orders"], "welcome_en": "Good to see you."}


def test_the_site_wears_the_colour_and_words_of_the_business(client, portal_visitor, cast, cora):
    client.force_login(cast["mark"])
    assert client.post("/settings/portal/", SAID).status_code == 302
    client.logout()

    page = client.get("/portal/sign-in/").content.decode()
    assert "--brand:#7a1f3d;--on-brand:#ffffff" in page and "Good to see you." in page
    visitor = portal_visitor(cora)
    assert visitor.get("/portal/orders/").status_code == 200
    assert visitor.get("/portal/products/").status_code == 404  # closed by the business


def test_a_preview_shows_without_saving(client, cast, business):
    client.force_login(cast["mark"])
    page = client.post("/settings/portal/preview/", SAID).content.decode()
    assert "#7a1f3d" in page and "Good to see you." in page
    assert not Site.objects.exists()


def test_a_closed_site_lets_nobody_ask(client, cast, address):
    client.force_login(cast["mark"])
    client.post("/settings/portal/", SAID | {"is_open": ""})
    client.logout()
    assert client.post("/portal/sign-in/", {"address": address.address}).status_code == 404
    assert "closed" in client.get("/portal/sign-in/").content.decode()


def test_a_change_of_the_site_can_be_undone(client, cast, business):
    client.force_login(cast["mark"])
    client.post("/settings/portal/", SAID)
    page = client.post("/settings/portal/", SAID | {"brand": "#000000"}, follow=True).content.decode()
    undo = page.split('action="/settings/portal/undo/')[1].split('"')[0]
    client.post(f"/settings/portal/undo/{undo}")
    assert Site.objects.get().brand == "#7a1f3d"


@pytest.mark.parametrize("brand", ["#ffff00", "red", "#fff", "#ccddee"])
def test_colours_that_cannot_be_seen_are_refused(client, cast, business, brand):
    client.force_login(cast["mark"])
    assert client.post("/settings/portal/", SAID | {"brand": brand}).status_code == 422


@pytest.mark.parametrize("brand", ["#17583f", "#949494", "#e8590c", "#000000"])
def test_words_on_every_allowed_colour_can_be_read(brand):
    check_brand(brand)
    assert contrast(brand, on_brand(brand)) >= 4.5


def test_the_customer_page_says_whether_they_were_there(client, portal_visitor, ann, cora):
    portal_visitor(cora)
    client.force_login(ann)
    page = client.get(f"/customers/{cora.pk}/panels/own_pages/").content.decode()
    assert "Last there" in page and "Send a link" in page and "See what they see" not in page
