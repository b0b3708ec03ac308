from datetime import UTC, datetime, timedelta

import pytest

from rapport.customers.models import Customer, Email
from rapport.customers.testing import a_customer
from rapport.messaging.incoming import deciding
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.incoming.senders import candidates
from rapport.messaging.incoming.testing import OURS, a_mail, a_mailbox, conversation_of, received, take_in
from rapport.messaging.models import Channel, Conversation, Message, RawMail
from rapport.messaging.outgoing.tokens import reply_token
from rapport.messaging.today import loops
from rapport.promises.testing import TUESDAY, prague

pytestmark = pytest.mark.django_db
LATER = TUESDAY + timedelta(hours=2)
DUE = datetime(2026, 11, 25, 18, tzinfo=UTC)  # the house of tests keeps UTC


@pytest.fixture
def mailbox():
    return a_mailbox()


def with_address(customer: Customer, address: str = "cora@example.com", *, verified: bool = False) -> Customer:
    Email.objects.create(customer=customer, address=address, key=address, verified_at=TUESDAY if verified else None)
    return customer


def test_who_writes_for_the_first_time_becomes_a_prospect_who_is_owed_an_answer(mailbox):
    message = received(mailbox)

    customer = Customer.objects.get()
    conversation = conversation_of(message)
    assert (customer.name, customer.emails.get().address) == ("Cora Lindqvist", "cora@example.com")
    assert (conversation.customer, conversation.state, conversation.message_count) == (customer, "open", 1)
    assert (conversation.waiting_since, conversation.due_at) == (TUESDAY, conversation.promise.due_at)
    assert conversation.promise.kind == "reply"
    told = [entry.kind for entry in customer.entries.order_by("recorded_at")]
    assert told == ["customer.added", "message.received", "promise.made"]
    assert message.entry.facts["subject"] == "Our table"


def test_an_address_that_stands_with_one_customer_is_theirs(mailbox):
    cora = with_address(a_customer())
    assert received(mailbox).customer == cora
    assert received(mailbox, sender="CORA@Example.COM", message_id="<2@x.example>").customer == cora


def test_of_several_the_one_who_proved_it_is_theirs(mailbox):
    with_address(a_customer("Cora"))
    proved = with_address(a_customer("Coras husband"), verified=True)
    assert received(mailbox).customer == proved


def test_between_several_a_person_decides_and_the_clock_ran_all_the_while(mailbox, ann):
    cora, husband = with_address(a_customer("Cora")), with_address(a_customer("Ivo"))
    message = received(mailbox)
    conversation = conversation_of(message)
    assert (conversation.customer, message.entry, conversation.promise) == (None, None, None)
    assert (conversation.waiting_since, conversation.due_at) == (TUESDAY, DUE)
    assert set(candidates(conversation)) == {cora, husband}

    deciding.decide(conversation, husband, by=ann, at=LATER)
    deciding.decide(conversation, husband, by=ann, at=LATER)

    conversation, message = conversation_of(message), Message.objects.get()
    assert (conversation.customer, message.customer, message.entry.kind) == (husband, husband, "message.received")
    assert (conversation.promise.made_at, conversation.promise.due_at) == (TUESDAY, DUE)
    with pytest.raises(deciding.DecidedOtherwise):
        deciding.decide(conversation, cora, by=ann, at=LATER)


def test_a_newsletter_makes_nobody_a_prospect_and_is_not_lost(mailbox):
    message = received(mailbox, list_unsubscribe="<mailto:off@shop.example>")
    assert (message.customer, message.automatic, Customer.objects.count()) == (None, "list", 0)
    assert conversation_of(message).due_at

    customer = deciding.decide_new(conversation_of(message), by=None, at=LATER).customer
    assert customer.emails.get().address == "cora@example.com"


def test_a_form_on_our_own_page_is_from_whoever_filled_it_in(mailbox):
    message = received(mailbox, sender=OURS, reply_to="Cora <cora@example.com>")
    assert (message.sender, message.customer.name) == ("cora@example.com", "Cora")


def test_a_colleague_who_passes_something_on_becomes_no_customer(mailbox, ann):
    message = received(mailbox, sender=ann.email)
    assert (message.customer, Customer.objects.count()) == (None, 0)
    assert conversation_of(message).due_at


def test_an_answer_goes_on_with_the_conversation_it_answers(mailbox):
    first = received(mailbox)
    Conversation.objects.update(state="done", closed_at=LATER, snoozed_until=LATER)

    second = received(mailbox, message_id="<2@x.example>", references="<other@x.example> <first@example.com>", at=LATER)

    conversation = conversation_of(second)
    assert (second.conversation_id, conversation.message_count) == (first.conversation_id, 2)
    assert (conversation.state, conversation.snoozed_until, conversation.waiting_since) == ("open", None, TUESDAY)
    assert conversation.customer.promises.count() == 1  # several unanswered ones share the oldest
    assert conversation.events.filter(kind="reopened").exists()


def test_after_a_month_of_rest_it_is_another_matter_that_knows_the_old_one(mailbox):
    first = received(mailbox)
    Conversation.objects.update(state="done", closed_at=TUESDAY)

    second = received(
        mailbox, message_id="<2@x.example>", in_reply_to="<first@example.com>", at=TUESDAY + timedelta(days=31)
    )
    assert second.conversation_id != first.conversation_id
    assert conversation_of(second).continues_id == first.conversation_id


@pytest.mark.parametrize("sender, is_same", [("cora@example.com", True), ("mallory@evil.example", False)])
def test_a_number_in_the_subject_counts_only_from_whom_the_conversation_is_with(mailbox, sender, is_same):
    first = received(mailbox)
    number = conversation_of(first).number

    second = received(mailbox, sender=sender, subject=f"Re: Our table [#{number}]", message_id="<2@x.example>")
    assert (second.conversation_id == first.conversation_id) is is_same


def test_our_reply_address_leads_back_also_from_another_address_which_is_noted(mailbox):
    first = received(mailbox)
    token = reply_token(conversation_of(first).number)

    second = received(
        mailbox, sender="cora.private@x.example", to=f"reply+{token}@in.linden.example", message_id="<2@x.example>"
    )
    assert (second.conversation_id, second.customer) == (first.conversation_id, first.customer)
    assert conversation_of(first).events.get(kind="new_sender").facts == {"message_id": str(second.pk)}
    assert Customer.objects.count() == 1

    forged = received(
        mailbox, sender="m@x.example", to=f"reply+{'a' * 26}@in.linden.example", message_id="<3@x.example>"
    )
    assert forged.conversation_id != first.conversation_id


def test_what_is_said_to_one_customer_is_not_said_to_another_who_answers(mailbox):
    first = received(mailbox)
    with_address(a_customer("Dora"), "dora@example.com")

    second = received(mailbox, sender="dora@example.com", message_id="<2@x.example>", in_reply_to="<first@example.com>")
    assert second.conversation_id != first.conversation_id
    assert conversation_of(second).continues_id == first.conversation_id


def test_the_same_mail_in_two_accounts_is_a_message_in_each_and_twice_in_one_is_one(mailbox):
    other = a_mailbox("sales@linden.example", name="Sales")
    one, copy, again = take_in(mailbox), take_in(other), take_in(mailbox)

    assert {one.state, copy.state, again.state} == {"filed"}
    assert one.message == again.message != copy.message
    assert Message.objects.count() == 2


def test_two_mails_with_one_message_id_are_two(mailbox):
    assert received(mailbox).pk != received(mailbox, text="And the chairs?").pk


def test_out_of_office_neither_starts_a_clock_nor_opens_what_was_done(mailbox):
    first = received(mailbox)
    Conversation.objects.update(state="done", closed_at=TUESDAY, waiting_since=None, due_at=None, promise=None)

    message = received(
        mailbox, text="I am out of the office until 30 November 2026.", subject="Automatic reply: Our table",
        message_id="<2@x.example>", in_reply_to="<first@example.com>", auto_submitted="auto-replied", at=LATER,
    )  # fmt: skip

    conversation = conversation_of(first)
    assert (message.kind, message.conversation_id, message.entry) == ("out_of_office", conversation.pk, None)
    assert (conversation.state, conversation.due_at, conversation.message_count) == ("done", None, 2)


def test_mail_from_long_ago_is_filed_as_history(mailbox):
    message = received(mailbox, at=prague("2026-01-05 10:00"))
    conversation = conversation_of(message)
    assert (conversation.state, conversation.due_at, message.entry.imported) == ("done", None, True)


def test_machines_that_answer_each_other_are_stopped_and_somebody_hears_of_it(mailbox, ann):
    for number in range(12):
        message = received(
            mailbox, text=f"Ticket {number}", message_id=f"<{number}@x.example>", in_reply_to="<0@x.example>",
            at=TUESDAY + timedelta(minutes=number),
        )  # fmt: skip
    conversation = conversation_of(message)
    assert (conversation.message_count, conversation.frozen_at) == (12, TUESDAY + timedelta(minutes=10))
    assert conversation.events.filter(kind="frozen").count() == 1
    [told] = loops(ann, TUESDAY + timedelta(days=1))
    assert (told.customer, told.step.url) == (conversation.customer, conversation.get_absolute_url())
    assert list(loops(ann, TUESDAY + timedelta(days=8))) == [], "of what was long ago nobody is reminded"


def test_files_lie_beside_the_message_by_what_they_are(mailbox):
    raw = a_mail().replace(b"Content-Type: text/plain; charset=utf-8", b"Content-Type: multipart/mixed; boundary=b")
    part = b"--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF-1\r\n"
    message = received(mailbox, raw + part + b"--b--\r\n")

    file = message.files.get()
    assert (file.name, file.content_type, file.file.read()[:5]) == ("a.pdf", "application/pdf", b"%PDF-")


def test_a_text_message_is_taken_in_once_by_the_id_of_its_provider(db):
    line = Channel.objects.create(kind="sms", name="Shop", tells_when_closed=False)
    sms = Arrived(line, "+420777123456", "Is it ready?", TUESDAY, external_id="SM1")

    first, second = receive(sms), receive(sms)

    assert (first, Message.objects.count()) == (second, 1)
    assert first.customer.phones.get().e164 == "+420777123456"
    third = receive(Arrived(line, "+420777123456", "Hello?", LATER, external_id="SM2"))
    assert (third.conversation_id, third.customer) == (first.conversation_id, first.customer)


def test_one_mail_costs_a_fixed_number_of_queries(mailbox, django_assert_max_num_queries):
    from rapport.messaging.incoming import mails, reading

    with_address(a_customer())
    mails.accept(a_mail(), channel=mailbox, source="smtp", received_at=TUESDAY)
    with django_assert_max_num_queries(60):
        reading.read_waiting()
    assert RawMail.objects.get().state == "filed"


def test_who_was_forgotten_is_met_anew(mailbox):
    first = received(mailbox)
    Email.objects.all().delete()
    Customer.objects.update(standing=Customer.Standing.ERASED)
    token = reply_token(conversation_of(first).number)

    second = received(mailbox, to=f"reply+{token}@in.linden.example", message_id="<2@x.example>")
    assert second.conversation_id != first.conversation_id
    assert second.customer not in (None, first.customer)
