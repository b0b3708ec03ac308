"""How customers say where, by what, when not and for what they may be written to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from rapport.customers.models import Email, Phone
from rapport.customers.testing import a_customer
from rapport.messaging.models import Channel, Consent, Message, Proof, Purpose
from rapport.messaging.outgoing import consents
from rapport.messaging.outgoing.consents import Standing
from rapport.messaging.own_pages import consenting, points, proofs

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def post(business) -> Channel:
    return Channel.objects.create(kind="email", name="Post", address="hello@linden.example", is_default=True)


def an_email(customer, address="cora@home.example", verified=True):
    at = timezone.now() if verified else None
    return Email.objects.create(customer=customer, address=address, key=address, verified_at=at)


def test_a_new_address_is_confirmed_by_the_code_that_came_there_and_the_old_one_learns_of_it(
    post, cora, portal_visitor
):
    an_email(cora)
    cora_here = portal_visitor(cora)

    there = cora_here.post("/portal/reach/emails/new/", {"address": "cora@work.example", "label": "work"})
    proof = Proof.objects.get()
    assert there.url == f"/portal/reach/codes/{proof.pk}/"
    message = Message.objects.get(recipients__0__address="cora@work.example")
    assert proofs.code_of(proof.pk) not in message.text
    assert "cora@work.example" in cora_here.get(there.url).content.decode()

    code = proofs.code_of(proof.pk)
    assert cora_here.post(there.url, {"code": f"{code[:3]} {code[3:]}"}).url == "/portal/reach/"

    assert cora.emails.get(address="cora@work.example").verified_at
    assert Message.objects.filter(recipients__0__address="cora@home.example").exists()
    entry = cora.entries.filter(kind="customer.edited").order_by("-pk").first()
    assert entry.by_customer and "cora@work.example" in entry.sentence


def test_five_wrong_codes_and_the_right_one_works_no_more(post, cora):
    proof = proofs.ask(cora, "email", an_email(cora, verified=False), at=MONDAY)
    for _try in range(proofs.MOST_TRIES):
        with pytest.raises(proofs.WrongCode):
            proofs.prove(proof, "000 000", at=MONDAY)

    with pytest.raises(proofs.CodeOver):
        proofs.prove(proof, proofs.code_of(proof.pk), at=MONDAY)
    assert not cora.emails.get().verified_at


def test_a_code_is_over_after_a_quarter_of_an_hour_and_of_an_address_that_was_changed(post, cora):
    email = an_email(cora, verified=False)
    proof = proofs.ask(cora, "email", email, at=MONDAY)
    with pytest.raises(proofs.CodeOver):
        proofs.prove(proof, proofs.code_of(proof.pk), at=MONDAY + timedelta(minutes=16))

    Email.objects.filter(pk=email.pk).update(address="else@home.example")
    with pytest.raises(proofs.CodeOver):
        proofs.prove(proof, proofs.code_of(proof.pk), at=MONDAY)


def test_codes_are_not_sent_without_end_nor_where_nothing_can_go(post, cora):
    email = an_email(cora, verified=False)
    for _time in range(proofs.MOST_IN_AN_HOUR):
        proofs.ask(cora, "email", email, at=MONDAY)
    with pytest.raises(proofs.TooManyCodes):
        proofs.ask(cora, "email", email, at=MONDAY)
    with pytest.raises(proofs.NoWayThere):
        proofs.ask(cora, "sms", Phone(customer=cora, raw="+420777123456", e164="+420777123456"), at=MONDAY)


def test_the_only_address_to_come_in_by_stays_and_an_unproved_one_is_not_preferred(post, cora):
    way_in, new = an_email(cora), an_email(cora, "new@home.example", verified=False)
    with pytest.raises(points.LastWayIn):
        points.take_away(cora, "emails", str(way_in.pk), at=MONDAY)
    with pytest.raises(points.NotConfirmed):
        points.prefer(cora, "emails", str(new.pk), at=MONDAY)

    points.take_away(cora, "emails", str(new.pk), at=MONDAY)
    assert list(cora.emails.all()) == [way_in]


def test_what_they_agree_to_stands_in_the_words_they_saw_and_is_taken_back_by_one_press(post, cora, portal_visitor):
    cora_here = portal_visitor(cora)
    cora_here.post("/portal/reach/agreements/marketing/", {"on": "1"})
    cora_here.post("/portal/reach/agreements/marketing/", {"on": "1"})

    consent = Consent.objects.get(customer=cora)
    assert consent.wording == "Linden Workshop may send me news and offers. I can take this back here at any time."
    assert consents.standing(cora, Purpose.MARKETING) is Standing.GIVEN

    cora_here.post("/portal/reach/agreements/marketing/", {"off": "1"})
    assert consents.standing(cora, Purpose.MARKETING) is Standing.WITHDRAWN
    page = cora_here.get("/portal/reach/").content.decode()
    assert "You took it back" in page and "You agreed" in page
    assert {entry.by_customer for entry in cora.entries.filter(kind__startswith="consent.")} == {True}


def test_who_objects_to_thanks_may_allow_them_again(post, cora):
    consenting.take_back(cora, Purpose.PERSONAL, at=MONDAY)
    assert not {one.purpose: one for one in consenting.agreements(cora)}["personal"].is_allowed

    consenting.agree(cora, Purpose.PERSONAL, at=timezone.now())
    assert {one.purpose: one for one in consenting.agreements(cora)}["personal"].is_allowed


def test_ways_and_quiet_hours_are_noted_as_their_own_wish(post, cora, portal_visitor):
    wish = {"first": "email", "never": ["phone"], "quiet_from": "20:00", "quiet_until": "09:00"}
    cora_here = portal_visitor(cora)
    assert cora_here.post("/portal/reach/", wish | {"quiet_until": ""}).status_code == 422

    assert cora_here.post("/portal/reach/", wish).status_code == 302

    cora.refresh_from_db()
    assert (cora.channel_preference.kinds, cora.channel_preference.never) == (["email"], ["phone"])
    assert cora.entries.get(kind="contact.wished").by_customer


def test_what_is_another_customers_is_not_there(post, cora, portal_visitor):
    bert = a_customer("Bert")
    theirs = an_email(bert, "bert@home.example")
    proof = proofs.ask(bert, "email", theirs, at=timezone.now())
    cora_here = portal_visitor(cora)

    assert cora_here.post(f"/portal/reach/emails/{theirs.pk}/", {"code": "1"}).status_code == 404
    assert cora_here.get(f"/portal/reach/codes/{proof.pk}/").status_code == 404
    cora_here.post(f"/portal/reach/emails/{theirs.pk}/", {"remove": "1"})
    assert bert.emails.exists()


def test_the_page_asks_a_fixed_number_of_questions(post, cora, portal_visitor, django_assert_max_num_queries):
    for number in range(3):
        an_email(cora, f"cora{number}@home.example")
    cora_here = portal_visitor(cora)
    cora_here.get("/portal/reach/")
    with django_assert_max_num_queries(14):
        cora_here.get("/portal/reach/")
