"""By which addresses a customer comes in, and that nobody stays who came by one that is not theirs any more."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestedCredentialData

from rapport.core.refusals import Refusal
from rapport.customers.models import Phone
from rapport.customers.testing import a_customer
from rapport.messaging.models import Channel, Message
from rapport.messaging.outgoing import sealed
from rapport.messaging.own_pages import points
from rapport.portal import actions, tokens
from rapport.portal.models import Asking, Passkey, Session, SignInLink
from rapport.portal.tests.test_signing_in import an_address, ask, the_link
from rapport.portal.visiting import COOKIE

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


def a_device(customer, point, name: str = "phone") -> tuple[Passkey, Client]:
    """A passkey made by `point`, and a browser that came in by it."""
    key, public = point.key, ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    data = websafe_encode(bytes(AttestedCredentialData.create(Aaguid.NONE, name.encode(), public)))
    made = Passkey.objects.create(
        customer=customer, name=name, credential_id=name, credential={"data": data}, address_key=key
    )
    by_it = {"passkey": made, "address_key": key}
    client = Client()
    client.cookies[COOKIE] = actions.start_session(customer, language="en", at=timezone.now(), **by_it)[1]
    assert client.get("/portal/").status_code == 200
    return made, client


@pytest.mark.parametrize("change", [{"verified_at": None}, {"key": "new@x.example"}, None])
def test_a_passkey_ends_with_the_address_it_was_made_by(mails, cora, change):
    """A colleague learned that the address is somebody else's: whoever that is stays out, whatever they made."""
    point = an_address(cora, "not-hers@home.example")
    an_address(cora, "cora@home.example")
    made, client = a_device(cora, point)

    cora.emails.filter(pk=point.pk).update(**change) if change else point.delete()

    assert client.get("/portal/").status_code == 302
    assert not Passkey.objects.standing().exists()
    theirs = come_in(cora, cora.emails.get(address="cora@home.example"))
    assert "Lets nobody in any more" in theirs.get("/portal/safety/").content.decode()


def test_whoever_takes_an_address_away_themselves_keeps_their_passkey_and_stays(mails, cora):
    point, other = an_address(cora, "old@home.example"), an_address(cora, "new@home.example")
    made, client = a_device(cora, point)

    said = client.post(f"/portal/reach/emails/{point.pk}/", {"remove": "1"}, follow=True)

    assert said.status_code == 200 and "sign in once more" not in said.content.decode()
    made.refresh_from_db()
    assert made.address_key == other.key


def test_a_removed_passkey_ends_where_somebody_came_in_by_it_but_not_here(mails, cora):
    point = an_address(cora, "cora@home.example")
    made, lost = a_device(cora, point)
    here = come_in(cora, point)
    here.post(f"/portal/safety/passkeys/{made.pk}/")
    assert (here.get("/portal/").status_code, lost.get("/portal/").status_code) == (200, 302)

    made, client = a_device(cora, point)
    client.post(f"/portal/safety/passkeys/{made.pk}/")
    assert client.get("/portal/").status_code == 200


@pytest.mark.parametrize(
    "has_other_mail, has_number, can_text, has_device, may",
    [
        (False, False, True, False, False),
        (False, False, True, True, False),  # a passkey stands on an address
        (False, True, False, False, False),  # no link goes to a number here
        (False, True, True, False, True),
        (False, True, False, True, True),
        (True, False, False, False, True),
    ],
)
def test_the_last_way_in_stays(business, cora, has_other_mail, has_number, can_text, has_device, may):
    point = an_address(cora, "cora@home.example")
    if has_other_mail:
        an_address(cora, "cora@work.example")
    if has_number:
        a_number(cora)
    if can_text:
        Channel.objects.create(kind="sms", name="Texts", address="+420777999888")
    if has_device:
        a_device(cora, point)

    try:
        points.take_away(cora, "emails", str(point.pk), at=timezone.now())
    except Refusal as no:
        assert not may and isinstance(no, points.LastWayIn)
    assert cora.emails.filter(pk=point.pk).exists() is not may
    assert Passkey.objects.standing().count() == has_device


def test_the_last_number_stays_where_links_go_to_it(texts, cora):
    number = a_number(cora)
    with pytest.raises(points.LastWayIn):
        points.take_away(cora, "phones", str(number.pk), at=timezone.now())
    an_address(cora, "cora@home.example")
    points.take_away(cora, "phones", str(number.pk), at=timezone.now())
    assert not cora.phones.exists()
