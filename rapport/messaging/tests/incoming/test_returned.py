import pytest

from rapport.messaging.incoming.elsewhere import drop_box
from rapport.messaging.incoming.testing import a_mail, a_mailbox, conversation_of, received, take_in
from rapport.messaging.models import Folder, Message
from rapport.messaging.outgoing.suppressing import is_suppressed
from rapport.promises.testing import prague

pytestmark = pytest.mark.django_db
WEDNESDAY = prague("2026-11-25 11:00")
BOUNCE = b"""From: MAILER-DAEMON@mx.example.net\r
To: hello@linden.example\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <dsn@mx.example.net>\r
Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
\r
--b\r
Content-Type: text/plain\r
\r
I could not deliver it.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.net\r
\r
Final-Recipient: rfc822; cora@example.com\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 No such user\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: %s\r
--b--\r
"""
REPORT = b"""From: fbl@mx.example.net\r
To: hello@linden.example\r
Subject: complaint\r
Message-ID: <arf@mx.example.net>\r
Content-Type: multipart/report; report-type=feedback-report; boundary=b\r
\r
--b\r
Content-Type: text/plain\r
\r
This is spam, they say.\r
--b\r
Content-Type: message/feedback-report\r
\r
Feedback-Type: abuse\r
User-Agent: loop/1\r
Version: 1\r
--b\r
Content-Type: message/rfc822\r
\r
From: hello@linden.example\r
To: cora@example.com\r
Message-ID: %s\r
\r
Hello\r
--b--\r
"""


@pytest.fixture
def mailbox():
    return a_mailbox()


@pytest.fixture
def answered(mailbox, ann):
    """Cora asked on Tuesday, and Ann answered from her own mail program, with a copy to the drop-box."""
    question = received(mailbox)
    answer = received(mailbox, _anns_answer(mailbox, ann), at=WEDNESDAY)
    return question, answer


def _anns_answer(mailbox, ann) -> bytes:
    return a_mail(
        "On Friday.",
        sender=f"Ann <{ann.email}>",
        to="cora@example.com",
        message_id="<answer@linden.example>",
        in_reply_to="<first@example.com>",
        bcc=drop_box(mailbox),
    ).replace(b"MIME-Version", f"Delivered-To: {drop_box(mailbox)}\r\nMIME-Version".encode(), 1)


def test_a_colleagues_blind_copy_is_the_answer_that_was_owed(answered, ann):
    question, answer = answered

    conversation = conversation_of(question)
    assert (answer.direction, answer.by, answer.conversation_id) == ("out", ann, conversation.pk)
    assert (conversation.state, conversation.waiting_since, conversation.last_is_ours) == ("waiting", None, True)
    assert conversation.customer.promises.get().state == "kept"
    assert conversation.customer.entries.filter(kind="message.sent", by=ann).count() == 1


def test_the_page_of_an_account_says_where_copies_go(client, cast, mailbox):
    client.force_login(cast["olga"])
    assert drop_box(mailbox) in client.get(mailbox.get_absolute_url()).content.decode()


def test_a_stranger_who_learnt_the_drop_box_writes_a_mail_like_any_other(mailbox):
    message = received(mailbox, to=drop_box(mailbox))
    assert (message.direction, message.sender) == ("in", "cora@example.com")


def test_what_a_colleague_passes_on_to_the_drop_box_is_filed_with_whoever_wrote_it(mailbox, ann):
    first = received(mailbox)
    passed_on = "See below\r\n\r\n-----Original Message-----\r\nFrom: Cora <cora@example.com>\r\n\r\nAnd the chairs?"

    message = received(
        mailbox, a_mail(passed_on, sender=ann.email, to=drop_box(mailbox), message_id="<fw@x.example>"), at=WEDNESDAY
    )

    conversation = conversation_of(message)
    assert (conversation.customer, conversation.state, conversation.due_at) == (first.customer, "done", None)


def test_a_mail_that_came_back_settles_ours_silences_the_address_and_is_owed_again(mailbox, answered):
    question, answer = answered

    message = received(mailbox, BOUNCE % b"<answer@linden.example>", at=prague("2026-11-25 11:05"))

    answer.refresh_from_db()
    conversation = conversation_of(question)
    assert (answer.state, answer.reason, answer.detail) == ("bounced", "bounced", "5.1.1 550 No such user")
    assert (message.kind, message.conversation_id) == ("bounce", conversation.pk)
    assert is_suppressed("email", "cora@example.com")
    assert (conversation.state, conversation.waiting_since) == ("open", question.at)
    assert conversation.promise.is_open
    assert conversation.customer.entries.filter(kind="message.bounced").count() == 1


def test_a_bounce_of_a_mail_that_was_never_ours_silences_nobody(mailbox):
    message = received(mailbox, BOUNCE % b"<forged@linden.example>")

    assert (message.kind, message.conversation, message.customer) == ("bounce", None, None)
    assert not is_suppressed("email", "cora@example.com")


def test_whoever_calls_our_mail_spam_gets_no_more_marketing(mailbox, answered):
    message = received(mailbox, REPORT % b"<answer@linden.example>", at=WEDNESDAY)

    assert message.kind == "spam_report"
    assert is_suppressed("email", "cora@example.com", "marketing")
    assert not is_suppressed("email", "cora@example.com", "service")
    assert message.customer.entries.filter(kind="message.reported").exists()


def test_the_folder_of_sent_mail_brings_what_was_written_elsewhere_and_doubles_nothing(mailbox):
    from rapport.messaging.incoming import mails, reading

    question = received(mailbox)
    sent = Folder.objects.create(channel=mailbox, name="Sent", is_sent=True)
    raw = a_mail("On Friday.", sender="hello@linden.example", to="cora@example.com", message_id="<s@linden.example>",
                 in_reply_to="<first@example.com>")  # fmt: skip

    for uid in (1, 2):
        mails.accept(raw, channel=mailbox, source="imap", folder=sent, uid_validity=1, uid=uid, received_at=WEDNESDAY)
        reading.read_waiting()

    answer = Message.objects.get(direction="out")
    assert (answer.by, answer.raw_mails.count(), answer.conversation_id) == (None, 2, question.conversation_id)
    assert conversation_of(question).due_at is None
    assert take_in(mailbox, raw).message.direction == "in"  # to ourselves: sent, and received
