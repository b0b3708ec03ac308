"""The site as a whole: its headers and cookies, a host of its own, links made by programs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rapport.core import passes
from rapport.customers.testing import a_customer, an_organisation
from rapport.orders.testing import an_order
from rapport.portal import handling, passkeys
from rapport.portal.visiting import COOKIE


def test_no_page_is_kept_listed_or_told_to_others(portal_visitor, cora):
    headers = portal_visitor(cora).get("/portal/").headers
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["X-Frame-Options"] == "DENY"
    assert "script-src 'self'" in headers["Content-Security-Policy"]


def test_search_engines_may_list_the_sign_in_alone(client, business):
    response = client.get("/portal/sign-in/")
    page = response.content.decode()
    assert "X-Robots-Tag" not in response.headers and 'content="index, nofollow"' in page
    assert '<html lang="en">' in page and '<meta name="description"' in page and "<title>" in page


def test_the_cookie_of_a_session_is_out_of_reach(client, portal_visitor, cora):
    from rapport.portal import tokens
    from rapport.portal.models import SignInLink

    link = SignInLink.objects.create(
        customer=cora,
        language="en",
        expires_at=timezone.now() + timedelta(minutes=5),
        by=None,
        address_key="c@x.example",
    )
    cora.emails.create(address="c@x.example", key="c@x.example", verified_at=timezone.now())
    client.post(f"/portal/in/{tokens.token_of(link.pk)}/")
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_forms_of_other_sites_are_refused(portal_visitor, cora):
    secret = portal_visitor(cora).cookies[COOKIE].value
    other = Client(enforce_csrf_checks=True)
    other.cookies[COOKIE] = secret
    assert other.post("/portal/sign-out/", {"where": "everywhere"}).status_code == 403
    assert other.get("/portal/").status_code == 200


@pytest.mark.parametrize("language, word", [("cs", 'lang="cs"'), ("ka", 'lang="ka"'), ("ta", 'lang="ta"')])
def test_a_language_is_chosen_and_stays(client, portal_visitor, cora, language, word):
    visitor = portal_visitor(cora)
    for browser in (client, visitor):
        browser.post("/portal/language/", {"language": language, "next": "/portal/"})
        assert f'<html lang="{language}">' in browser.get("/portal/sign-in/", follow=True).content.decode()
    assert client.post("/portal/language/", {"language": "xx"}).status_code == 404


def test_a_page_is_not_there_in_the_look_of_the_site(portal_visitor, cora):
    response = portal_visitor(cora).get("/portal/no/such/page/")
    assert response.status_code == 404 and b'class="portal"' in response.content


@pytest.fixture
def own_host(settings):
    settings.PORTAL_HOST, settings.PORTAL_ADDRESS = "my.linden.example", "https://my.linden.example"


def test_a_host_of_its_own_has_the_portal_and_nothing_else(own_host, client, business):
    there = {"headers": {"Host": "my.linden.example"}}
    assert client.get("/", **there).headers["Location"] == handling.PLACE
    assert client.get("/portal/sign-in/", **there).status_code == 200
    for ours in ("/accounts/login/", "/customers/", "/api/v1/customers", "/inbox/"):
        assert client.get(ours, **there).status_code == 404
    moved = client.get("/portal/sign-in/?on_to=/portal/orders/")
    assert moved.headers["Location"] == "https://my.linden.example/portal/sign-in/?on_to=/portal/orders/"


def test_a_program_gets_links_to_pages_its_person_sees(ann_calls, client, ann, cora):
    order = an_order(customer=cora, at=timezone.now(), by=ann)
    made = ann_calls.post("portal/links", {"kind": "order", "id": str(order.pk), "days": 3})
    said = made.json()
    assert made.status_code == 201 and said["customer"] == str(cora.pk)
    assert client.get(said["url"].removeprefix("http://localhost:8000"), follow=True).status_code == 200
    assert ann_calls.post("portal/links", {"kind": "order", "id": str(cora.pk)}).status_code == 404
    assert ann_calls.post("portal/links", {"kind": "house", "id": str(cora.pk)}).status_code == 422
    assert ann_calls.post("portal/links", {"kind": "order", "id": str(order.pk), "days": 999}).status_code == 422


def test_a_program_lets_a_customer_in_by_mail(ann_calls, cora):
    from rapport.messaging.models import Channel

    Channel.objects.create(kind="email", name="Post", address="hello@linden.example", is_default=True)
    cora.emails.create(address="c@x.example", key="c@x.example")
    sent = {"customer": str(cora.pk), "address": "c@x.example"}
    assert ann_calls.post("portal/invitations", sent).status_code == 201
    assert ann_calls.post("portal/invitations", sent | {"address": "eve@x.example"}).status_code == 409


def test_links_of_four_pages_stand_open_at_once(client, business, ann, cora):
    now = timezone.now()
    orders = [an_order(customer=cora, at=now, by=ann) for _n in range(5)]
    for order in orders:
        client.get(passes.address("order", order.pk, cora.pk, at=now).removeprefix("http://localhost:8000"))
    statuses = [client.get(f"/portal/orders/{order.pk}/").status_code for order in orders]
    assert statuses == [302, 200, 200, 200, 200]  # the oldest of five gave way


def test_whose_record_was_merged_into_another_sees_that_one(portal_visitor, cast, ann, cora):
    from rapport.customers.merges import joining

    other = a_customer("Cora Lindqvist", given_name="Cora", family_name="Lindqvist")
    order = an_order(customer=other, at=timezone.now(), by=ann)
    visitor = portal_visitor(cora)
    joining.merge(other, cora, by=cast["mark"], at=timezone.now())
    assert visitor.get(f"/portal/orders/{order.pk}/").status_code == 200
    assert passkeys.is_of(cora.pk.bytes, other)  # what their device calls them stays
    assert not passkeys.is_of(a_customer("Dan").pk.bytes, other) and not passkeys.is_of(b"?", other)


def test_a_link_opens_its_page_also_for_whoever_is_signed_in_for_somebody_else(portal_visitor, business, ann, cora):
    """Who buys for a hotel is signed in as themselves when the mail about the hotel's order comes."""
    now, hotel = timezone.now(), an_organisation()
    order, other = (an_order(customer=hotel, at=now, by=ann) for _n in range(2))
    visitor = portal_visitor(cora)
    visitor.get(passes.address("order", order.pk, hotel.pk, at=now).removeprefix("http://localhost:8000"))
    assert visitor.get(f"/portal/orders/{order.pk}/").status_code == 200
    assert visitor.get(f"/portal/orders/{other.pk}/").status_code == 404
