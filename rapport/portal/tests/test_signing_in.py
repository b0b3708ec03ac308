"""A customer comes in by a link, once; nobody learns who else is known here."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.customers.models import Email
from rapport.customers.testing import a_customer
from rapport.messaging.models import Channel, Message
from rapport.portal import actions, tokens
from rapport.portal.models import Asking, Session, SignInLink


@pytest.fixture
def cora_writes(business, cora) -> Email:
    Channel.objects.create(kind="email", name="Post", address="hello@linden.example", is_default=True)
    return an_address(cora, "cora@home.example")


def an_address(customer, address: str, verified: bool = True) -> Email:
    return Email.objects.create(
        customer=customer, address=address, key=address.lower(), verified_at=timezone.now() if verified else None
    )


def ask(client, address: str):
    return client.post("/portal/sign-in/", {"address": address})


def the_link(sent: bool = True) -> str:
    """The address that stands in the mail that goes out last."""
    link = SignInLink.objects.latest("made_at")
    return f"/portal/in/{tokens.token_of(link.pk)}/"


def test_a_link_lets_its_reader_in_once(client, cora_writes):
    ask(client, "Cora@home.example")
    actions.send_links(Asking.objects.get(), at=timezone.now())
    address = the_link()

    assert client.get(address).status_code == 200
    assert client.get("/portal/").status_code == 302  # looking at it is not coming in
    assert client.post(address).headers["Location"] == "/portal/"
    assert "Cora" in client.get("/portal/").content.decode()
    assert client.post(address).status_code == 404
    assert client.get(address).status_code == 404


def test_the_mail_alone_has_the_link(client, cora_writes, settings):
    from rapport.messaging.outgoing import sealed

    ask(client, "cora@home.example")
    actions.send_links(Asking.objects.get(), at=timezone.now())
    message = Message.objects.get(direction="out")

    assert the_link() not in message.text
    with sealed.opened(message):
        assert the_link() in message.text
    assert the_link() not in message.text


def test_the_answer_is_the_same_for_everybody(client, cora_writes, django_assert_num_queries):
    answers = []
    for address in ("cora@home.example", "nobody@else.example"):
        with django_assert_num_queries(13):
            response = ask(client, address)
        answers.append((response.status_code, response.headers["Location"], response.content))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("address", ["nobody@else.example", "typed@wrong.example"])
def test_nothing_is_sent_to_an_address_that_nobody_verified(client, cora_writes, cora, address):
    an_address(cora, "typed@wrong.example", verified=False)
    ask(client, address)

    assert actions.send_links(Asking.objects.get(), at=timezone.now()) is None
    assert not Message.objects.exists()
    assert not Asking.objects.get().address


def test_after_fifteen_minutes_a_link_is_over(client, cora_writes, cora):
    actions.send_link(cora, cora_writes.address, at=timezone.now() - timedelta(minutes=16))
    assert client.post(the_link()).status_code == 404
    assert not Session.objects.exists()


def test_whoever_shares_an_address_says_who_they_are(client, cora_writes, cora):
    dan = a_customer("Dan Lindqvist")
    an_address(dan, "cora@home.example")
    stranger = a_customer("Eve Stranger")
    actions.send_link(cora, cora_writes.address, at=timezone.now())

    page = client.get(the_link()).content.decode()
    assert "Dan Lindqvist" in page and "Eve" not in page
    assert client.post(the_link(), {"as": str(stranger.pk)}).status_code == 404
    assert client.post(the_link()).status_code == 404
    client.post(the_link(), {"as": str(dan.pk)})
    assert Session.objects.get().person == dan


def test_too_many_askings_are_refused_for_known_and_unknown_alike(client, cora_writes):
    for address in ("cora@home.example", "nobody@else.example"):
        assert [ask(client, address).status_code for _turn in range(4)] == [302, 302, 302, 429]
    others = [ask(client, f"somebody{n}@else.example").status_code for n in range(5)]
    assert others == [302, 302, 302, 302, 429]  # ten of one client


def test_signing_out_everywhere_ends_every_session(portal_visitor, cora):
    one, other = portal_visitor(cora), portal_visitor(cora)
    one.post("/portal/sign-out/", {"where": "everywhere"})
    assert other.get("/portal/").status_code == 302


def test_signing_out_here_leaves_the_others(portal_visitor, cora):
    one, other = portal_visitor(cora), portal_visitor(cora)
    one.post("/portal/sign-out/", {"where": "here"})
    assert (one.get("/portal/").status_code, other.get("/portal/").status_code) == (302, 200)


@pytest.mark.parametrize("on_to", ["https://evil.example/", "//evil.example", "/settings/", "/portal/../settings/"])
def test_nobody_is_led_elsewhere(portal_visitor, cora, on_to):
    there = portal_visitor(cora).get("/portal/sign-in/", {"on_to": on_to}).headers["Location"]
    assert there == "/portal/"
