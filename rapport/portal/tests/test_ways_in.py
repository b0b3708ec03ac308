"""By which addresses a customer comes in, and that nobody stays who came by one that is not theirs any more."""

import pytest
from django.test import Client
from django.utils import timezone

from rapport.customers.models import Phone
from rapport.customers.testing import a_customer
from rapport.messaging.models import Channel, Message
from rapport.messaging.outgoing import sealed
from rapport.portal import actions, tokens
from rapport.portal.models import Asking, Session, SignInLink
from rapport.portal.tests.test_signing_in import an_address, ask, the_link

NUMBER = "+420777000111"


@pytest.fixture
def texts(business) -> Channel:
    return Channel.objects.create(kind="sms", name="Texts", address="+420777999888")


@pytest.fixture
def mails(business) -> Channel:
    return Channel.objects.create(kind="email", name="Post", address="hello@linden.example", is_default=True)


def a_number(customer, verified: bool = True) -> Phone:
    when = timezone.now() if verified else None
    return Phone.objects.create(customer=customer, raw="777 000 111", e164=NUMBER, is_valid=True, verified_at=when)


def test_a_verified_number_gets_the_link_by_text_message(client, texts, cora):
    a_number(cora)

    said = ask(client, "+420 777 000 111")
    actions.send_links(Asking.objects.get(), at=timezone.now())

    assert said.headers["Location"] == "/portal/sign-in/sent/?by=text"
    assert "telephone" in client.get(said.headers["Location"]).content.decode()
    message = Message.objects.get(direction="out")
    assert (message.channel, message.conversation.peer) == (texts, NUMBER)
    assert the_link() not in message.text
    with sealed.opened(message):
        assert the_link() in message.text
    assert client.post(the_link()).headers["Location"] == "/portal/"
    assert client.get("/portal/").status_code == 200


def test_numbers_that_nobody_knows_or_verified_get_the_same_answer_and_no_message(client, texts, cora):
    a_number(cora, verified=False)
    answers = {ask(client, typed).headers["Location"] for typed in (NUMBER, "+420777000222")}
    assert answers == {"/portal/sign-in/sent/?by=text"}
    assert [actions.send_links(one, at=timezone.now()) for one in Asking.objects.all()] == [None, None]
    assert not Message.objects.exists()


def test_what_is_no_number_is_told_so_and_without_text_messages_none_is_taken(client, business):
    assert "mobile number" not in client.get("/portal/sign-in/").content.decode()
    assert ask(client, NUMBER).status_code == 422
    Channel.objects.create(kind="sms", name="Texts", address="+420777999888")
    assert "mobile number" in client.get("/portal/sign-in/").content.decode()
    assert ask(client, "12").status_code == 422


def come_in(customer, point) -> Client:
    link = actions.send_link(customer, str(point), at=timezone.now())
    client = Client()
    assert client.post(f"/portal/in/{tokens.token_of(link.pk)}/").status_code == 302
    assert client.get("/portal/").status_code == 200
    return client


@pytest.mark.parametrize("change", ["removed", "unverified", "rewritten"])
def test_a_session_ends_with_the_address_it_came_by(mails, cora, change):
    point, other = an_address(cora, "cora@home.example"), an_address(cora, "cora@work.example")
    by_one, by_other = come_in(cora, point), come_in(cora, other)

    if change == "removed":
        point.delete()
    else:
        point.verified_at, point.key = (
            (None, point.key) if change == "unverified" else (point.verified_at, "new@x.example")
        )
        point.save()

    assert by_one.get("/portal/").status_code == 302
    assert by_other.get("/portal/").status_code == 200
    assert Session.objects.living(timezone.now()).count() == 1


def test_a_session_outlives_the_merging_of_their_record(mails, cora):
    kept = a_customer("Cora Lindqvist")
    client = come_in(cora, an_address(cora, "cora@home.example"))
    cora.emails.update(customer=kept)
    cora.merged_into = kept
    cora.save()
    assert client.get("/portal/").status_code == 200


def test_a_link_of_a_colleague_is_over_once_the_address_is_gone(client, mails, cora, ann):
    point = an_address(cora, "cora@home.example", verified=False)
    link = actions.send_link(cora, point.address, at=timezone.now(), by=ann)
    point.delete()
    assert client.post(f"/portal/in/{tokens.token_of(link.pk)}/").status_code == 404
    assert SignInLink.objects.get().used_at is None


def test_whoever_takes_away_the_address_they_came_by_is_told_to_sign_in_again(mails, cora):
    point, other = an_address(cora, "cora@home.example"), an_address(cora, "cora@work.example")
    client = come_in(cora, point)

    client.post(f"/portal/reach/emails/{other.pk}/", {"code": "1"})  # something else changes nothing
    assert client.get("/portal/reach/").status_code == 200
    led = client.post(f"/portal/reach/emails/{point.pk}/", {"remove": "1"}, follow=True)

    assert led.redirect_chain[-1][0].startswith("/portal/sign-in/")
    assert "sign in once more" in led.content.decode()
