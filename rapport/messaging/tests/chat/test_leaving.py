"""Who leaves is answered by e-mail; and an address that somebody only claims leads to nobody's record."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core.models import Listening
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer
from rapport.messaging.chat import leaving, limits
from rapport.messaging.inbox.replying import Written, reply
from rapport.messaging.incoming.testing import a_mail, take_in
from rapport.messaging.models import ChatVisitor, Message
from rapport.messaging.outgoing.rendering import mail
from rapport.messaging.outgoing.settling import settle

pytestmark = pytest.mark.django_db
MINE = "cora@example.com"


def leaves(browser) -> None:
    """The page is closed, and was not open for a while."""
    Listening.objects.all().delete()
    ChatVisitor.objects.update(seen_at=timezone.now() - timedelta(minutes=5))


def answer(browser, by, text="Yes, bring it along.") -> Message:
    return reply(browser.conversation, Written(text), by=by, at=timezone.now())


def known(address: str) -> Customer:
    """A customer of old, with an address."""
    customer = a_customer("Real Cora")
    customer.emails.create(address=address, key=address)
    return customer


def gets_out(message: Message) -> None:
    """The mail server takes it."""
    Message.objects.filter(pk=message.pk).update(state="sending")
    settle([message.pk])


def questions() -> list[Message]:
    """Mails that asked whether an address is theirs."""
    return list(Message.objects.filter(channel__kind="email", kind="automatic").order_by("at"))


def link_in(message: Message) -> str:
    return re.search(r"http://testserver(/chat/confirming/\S+/)", message.text)[1]


@pytest.fixture
def talking(browser, mailbox):
    """Somebody asked something and left an address."""
    browser.say()
    assert browser.post("address", email=MINE, name="Cora").json() == {"email": MINE}
    return browser


def test_while_they_are_there_an_answer_goes_to_the_chat_and_afterwards_by_e_mail(talking, ann):
    here = answer(talking, ann)
    leaves(talking)
    Listening.objects.create(key=talking.visitor.stream, seen_at=timezone.now())
    listening = answer(talking, ann, "Any day will do.")
    leaves(talking)
    gone = answer(talking, ann, "Come on Friday.")

    assert [m.channel.kind for m in (here, listening, gone)] == ["webchat", "webchat", "email"]
    assert gone.recipients[0]["address"] == MINE and gone.conversation_id == here.conversation_id
    assert gone.subject == "Your chat with Rapport" or "Linden" in gone.subject
    assert b"Come on Friday." in mail(gone)
    gets_out(gone)
    assert "Come on Friday." in talking.sees(), "who comes back finds it there as well"


def test_without_an_address_the_answer_waits_in_the_chat(browser, mailbox, ann):
    browser.say()
    leaves(browser)
    assert answer(browser, ann).channel.kind == "webchat"


def test_what_nobody_read_is_sent_after_them_once(talking, ann):
    out = answer(talking, ann)
    assert leaving.follow(str(out.pk)) > timezone.now(), "they may still read it"
    leaves(talking)
    Message.objects.filter(pk=out.pk).update(sent_at=timezone.now() - timedelta(minutes=3))
    ChatVisitor.objects.update(read_at=timezone.now() - timedelta(minutes=4))

    assert leaving.follow(str(out.pk)) is None and leaving.follow(str(out.pk)) is None

    [copy] = Message.objects.filter(channel__kind="email", kind="plain")
    assert copy.text == "Yes, bring it along." and copy.recipients[0]["address"] == MINE and copy.by == ann
    gets_out(copy)
    assert talking.sees().count("bring it along") == 1


def test_what_was_read_is_not_sent_again(talking, ann):
    out = answer(talking, ann)
    talking.look(read="1")
    leaves(talking)
    Message.objects.filter(pk=out.pk).update(sent_at=timezone.now() - timedelta(minutes=3))
    assert leaving.follow(str(out.pk)) is None
    assert not Message.objects.filter(channel__kind="email", kind="plain").exists()


def test_their_answer_by_e_mail_goes_on_in_the_same_conversation_and_so_does_ours(talking, mailbox, ann):
    leaves(talking)
    out = answer(talking, ann)
    gets_out(out)
    raw = a_mail("Friday is fine.", sender=f"Cora <{MINE}>", message_id="<r@example.com>", in_reply_to=out.message_id)
    take_in(mailbox, raw, at=timezone.now())

    heard = Message.objects.get(text="Friday is fine.")
    assert heard.conversation_id == talking.conversation.pk and heard.customer_id == talking.conversation.customer_id
    assert "Friday is fine." not in talking.sees(), "whoever only claimed the address does not read its mails"
    assert answer(talking, ann, "Until Friday.").channel.kind == "email"


def test_an_address_that_is_only_claimed_leads_to_nobody(talking, cora, mailbox):
    theirs = known(MINE)
    guest = talking.conversation.customer
    assert guest.pk != theirs.pk and not guest.emails.exists()
    take_in(mailbox, a_mail(sender=f"Cora <{MINE}>"), at=timezone.now())
    assert Message.objects.filter(direction="in", channel=mailbox).get().customer_id == theirs.pk


def test_the_link_in_the_mail_makes_it_theirs(client, talking):
    theirs = known(MINE)
    guest = talking.conversation.customer
    [question] = questions()
    assert question.recipients[0]["address"] == MINE and "the chat on our web page" in question.text

    page = client.get(link_in(question))
    assert page.status_code == 200 and talking.conversation.customer_id == guest.pk, "looking at it says nothing"
    for _time in range(2):
        assert client.post(link_in(question)).status_code == 200

    assert talking.conversation.customer_id == theirs.pk and talking.visitor.email_confirmed_at
    assert Customer.every.get(pk=guest.pk).merged_into_id == theirs.pk


def test_a_confirmed_address_of_somebody_new_stands_with_them(client, talking):
    client.post(link_in(questions()[0]))
    email = talking.conversation.customer.emails.get()
    assert email.address == MINE and email.verified_at


def test_a_link_for_another_address_or_a_forged_one_says_nothing(client, talking):
    link = link_in(questions()[0])
    talking.post("address", email="other@example.com")
    assert client.post(link).status_code == client.get("/chat/confirming/abc/").status_code == 404
    assert not talking.visitor.email_confirmed_at


def test_nobody_is_asked_often_and_the_same_answer_is_given_to_all(chat, talking, monkeypatch):
    from rapport.messaging.tests.chat.conftest import Browser

    known("known@example.com")
    monkeypatch.setattr(limits, "CONFIRMED", (limits.Limit("confirming", 2, 86_400),))
    for _time in range(4):
        other = Browser(chat)
        other.say()
        said = other.post("address", email="known@example.com")
        assert (said.status_code, said.json()) == (200, {"email": "known@example.com"})
    assert len([q for q in questions() if q.recipients[0]["address"] == "known@example.com"]) == 2
    assert talking.post("address", email="no address").status_code == 422
