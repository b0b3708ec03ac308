"""Mails that machines sent: bounces, spam reports, absences, and what no machine may answer."""

from datetime import date

import pytest

from rapport.messaging.mime import may_answer_automatically, parse, reply_tokens, subject_number

from .mails import a_mail, multipart, raw_mail

OUR_MAIL = (
    "Content-Type: message/rfc822\n\nMessage-ID: <ours@example.ge>\nTo: cora@example.net\nSubject: Offer\n\nHello"
)


def a_dsn(*recipients, original=OUR_MAIL, **headers):
    status = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n" + "\n\n".join(recipients)
    return a_mail(
        multipart("Content-Type: text/plain\n\nIt did not work.", status, original),
        **{
            "content_type": "multipart/report; report-type=delivery-status; boundary=B",
            "from": "MAILER-DAEMON@mx.example.net",
            "return_path": "<>",
        }
        | headers,
    )


@pytest.mark.parametrize(
    "action, status, severity",
    [
        ("failed", "5.1.1", "hard"),
        ("failed", "5.1.10 (no such domain)", "hard"),
        ("failed", "5.4.4", "hard"),
        ("failed", "5.2.2", "soft"),
        ("failed", "5.0.0", "soft"),
        ("failed", "5.7.1", "policy"),
        ("failed", "4.4.7", "soft"),
        ("delayed", "4.4.1", "soft"),
        ("delivered", "2.0.0", ""),
    ],
)
def test_a_delivery_report_tells_of_our_mail(action, status, severity):
    mail = a_dsn(
        f"Original-Recipient: rfc822;cora@example.net\nFinal-Recipient: rfc822; cora@elsewhere.net\nAction: {action}\n"
        f"Status: {status}\nDiagnostic-Code: smtp; 550 No\n such user"
    )
    assert (mail.kind, mail.automatic) == ("bounce", "null_return_path")
    bounce = mail.bounce
    assert (bounce.recipient, bounce.original_recipient) == ("cora@elsewhere.net", "cora@example.net")
    assert (bounce.action, bounce.status, bounce.severity) == (action, status.split()[0], severity)
    assert (bounce.diagnostic, bounce.original_message_id) == ("550 No such user", "<ours@example.ge>")


def test_of_several_recipients_the_worst_speaks():
    mail = a_dsn(
        "Final-Recipient: rfc822; a@x.ge\nAction: delivered\nStatus: 2.0.0",
        "Final-Recipient: rfc822; b@x.ge\nAction: failed\nStatus: 5.1.1",
    )
    assert [bounce.recipient for bounce in mail.bounces] == ["a@x.ge", "b@x.ge"]
    assert (mail.bounce.recipient, mail.bounce.is_hard) == ("b@x.ge", True)


def test_headers_alone_name_our_mail():
    mail = a_dsn(
        "Final-Recipient: rfc822; a@x.ge\nAction: failed\nStatus: 5.1.1",
        original="Content-Type: text/rfc822-headers\n\nMessage-ID: <ours@example.ge>\n",
    )
    assert mail.bounce.original_message_id == "<ours@example.ge>"


def test_a_report_that_answers_our_mail_names_it():
    block = "Final-Recipient: rfc822; a@x.ge\nAction: failed\nStatus: 5.1.1"
    assert a_dsn(block, original="\nGone", in_reply_to="<ours@example.ge>").bounce.original_message_id
    references = "<first@x> <ours@example.ge>"
    assert a_dsn(block, original="\nGone", references=references).bounce.original_message_id == "<ours@example.ge>"


QMAIL = """Hi. This is the qmail-send program at example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.

<cora@example.net>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 User unknown

--- Below this line is a copy of the message.

Message-ID: <ours@example.ge>
"""
EXCHANGE = """Delivery has failed to these recipients or groups:

cora@example.net
The email address you entered couldn't be found.

Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'
"""


@pytest.mark.parametrize(
    "text, headers, status",
    [
        (QMAIL, {"subject": "failure notice"}, "5.1.1"),
        (EXCHANGE, {"subject": "Undeliverable: Offer"}, "5.1.10"),
        (
            "A message that you sent could not be delivered.\n  cora@example.net\n    550 5.1.1 unknown user",
            {"subject": "Mail delivery failed", "x_failed_recipients": "cora@example.net"},
            "5.1.1",
        ),
        (
            "The following address failed: <cora@example.net>: host mx said: 452 4.2.2 mailbox full",
            {"subject": "Undelivered Mail Returned to Sender"},
            "4.2.2",
        ),
    ],
)
def test_bounces_in_older_forms_are_told_surely(text, headers, status):
    mail = a_mail(text, **{"from": "Mail <MAILER-DAEMON@mx.example.net>", "return_path": "<>"} | headers)
    assert mail.kind == "bounce"
    assert (mail.bounce.recipient, mail.bounce.status) == ("cora@example.net", status)


@pytest.mark.parametrize(
    "text, headers",
    [
        ("My letter could not be delivered to ann@x.ge, 550 5.1.1", {"subject": "Undeliverable"}),
        ("The server will be down on Monday", {"from": "postmaster@example.net", "subject": "Maintenance"}),
        ("Delivery has failed", {"from": "postmaster@example.net", "subject": "Undeliverable"}),
    ],
)
def test_what_is_not_sure_is_a_mail_for_a_person(text, headers):
    mail = a_mail(text, **headers)
    assert (mail.kind, mail.bounces) == ("mail", ())


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure"])
def test_not_every_feedback_is_a_complaint(kind):
    report = f"Content-Type: message/feedback-report\n\nFeedback-Type: {kind}\n"
    mail = a_mail(multipart("\nA report", report, OUR_MAIL), content_type="multipart/report; boundary=B")
    assert (mail.kind, mail.automatic, mail.spam_report) == ("mail", "report", None)


def test_a_read_receipt_waits_for_no_answer():
    receipt = (
        "Content-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed"
    )
    mail = a_mail(multipart("\nRead", receipt), content_type="multipart/report; boundary=B", subject="Read: Offer")
    assert (mail.kind, mail.automatic) == ("auto_reply", "report")


def test_a_spam_report_tells_which_mail():
    report = (
        "Content-Type: message/feedback-report\n\nFeedback-Type: Abuse\nUser-Agent: X/1\nVersion: 1\n"
        "Original-Rcpt-To: <cora@example.net>\n"
    )
    mail = a_mail(
        multipart("Content-Type: text/plain\n\nA report", report, OUR_MAIL),
        content_type="multipart/report; report-type=feedback-report; boundary=B",
    )
    assert (mail.kind, mail.automatic) == ("spam_report", "report")
    assert mail.spam_report.feedback_type == "abuse"
    assert mail.spam_report.original_message_id == "<ours@example.ge>"
    assert mail.spam_report.original_recipient == "cora@example.net"


@pytest.mark.parametrize(
    "subject, text, until",
    [
        ("Automatic reply: Offer", "I am out of the office until Friday, 4 December 2026.", date(2026, 12, 4)),
        ("Automatic reply: Offer", "I am out of office and will be back on January 4th.", date(2027, 1, 4)),
        ("Out of Office Re: Offer", "I'm away from 11/24/2026 to 12/03/2026.", date(2026, 12, 3)),
        ("Auto: Offer", "On vacation until 2026-12-01", date(2026, 12, 1)),
        ("Automatická odpověď: Nabídka", "Jsem na dovolené do 4. 12. 2026.", date(2026, 12, 4)),
        ("Automatická odpověď: Nabídka", "Od 24. 11. do 4. 12. jsem mimo kancelář.", date(2026, 12, 4)),
        ("Automatická odpověď: Nabídka", "Budu na dovolené do 15. července.", date(2027, 7, 15)),
        ("ავტომატური პასუხი: შეთავაზება", "4 დეკემბრამდე შვებულებაში ვარ.", date(2026, 12, 4)),
        ("ავტომატური პასუხი: შეთავაზება", "შვებულებაში ვარ 04.12.2026-მდე.", date(2026, 12, 4)),
        ("தானியங்கி பதில்: சலுகை", "டிசம்பர் 4 வரை விடுமுறையில் இருக்கிறேன்.", date(2026, 12, 4)),
        ("Автоматический ответ", "Я в отпуске до 4 декабря.", date(2026, 12, 4)),
        ("Automatic reply: Offer", "I am out of the office. Please call Nino.", None),
        ("Automatic reply: Offer", "I am out of the office until 4 March 2019.", None),
    ],
)
def test_an_absence_says_until_when(subject, text, until):
    mail = a_mail(text, subject=subject, auto_submitted="auto-replied")
    assert (mail.kind, mail.automatic, mail.away_until) == ("out_of_office", "auto_submitted", until)


def test_an_answer_by_machine_that_is_no_absence():
    mail = a_mail("We got your mail.", subject="Automatic reply: Offer")
    assert (mail.kind, mail.automatic) == ("auto_reply", "autoreply")
    assert a_mail("I am out of the office until Friday.").kind == "mail"  # a person says so


@pytest.mark.parametrize(
    "headers, rule",
    [
        ({}, ""),
        ({"auto_submitted": "no"}, ""),
        ({"auto_submitted": "auto-generated; x=y"}, "auto_submitted"),
        ({"return_path": "<>"}, "null_return_path"),
        ({"precedence": "Bulk"}, "precedence"),
        ({"precedence": "first-class"}, ""),
        ({"list_unsubscribe": "<https://x.ge>"}, "list"),
        ({"list_x": "y"}, "list"),
        ({"x_auto_response_suppress": "OOF"}, "auto_response_suppress"),
        ({"x_auto_response_suppress": "None"}, ""),
        ({"x_autoreply": "yes"}, "autoreply"),
        ({"from": "MAILER-DAEMON@x.ge"}, "sender_is_no_person"),
        ({"from": "no-reply@x.ge"}, "sender_is_no_person"),
        ({"from": "NoReply@x.ge"}, "sender_is_no_person"),
        ({"from": "bounces+12=a@x.ge"}, "sender_is_no_person"),
        ({"from": "owner-talk@x.ge"}, "sender_is_no_person"),
        ({"from": "talk-request@x.ge"}, "sender_is_no_person"),
        ({"from": "noreen@x.ge"}, ""),
        ({"content_type": "multipart/report; boundary=B"}, "report"),
        ({"from": None}, "no_sender"),
        ({"from": "Shop <shop@example.ge>"}, "own_address"),
        ({"from": "Shop <shop+1@example.ge>"}, "own_address"),
        ({"from": "ann@our.example"}, "own_address"),
        ({"to": "somebody@x.ge"}, "not_addressed_to_us"),
        ({"to": "somebody@x.ge", "cc": "Shop <SHOP@example.ge>"}, ""),
        ({"to": "shop@bücher.example"}, ""),
    ],
)
def test_what_no_machine_may_answer(headers, rule):
    ours = ["shop@example.ge", "@our.example", "shop@xn--bcher-kva.example"]
    assert may_answer_automatically(a_mail(**headers), ours) == rule


def test_only_our_own_server_says_whether_a_sender_is_true():
    raw = raw_mail(
        authentication_results="mx.example.ge (v=1); spf=pass (ok) smtp.mailfrom=x@example.net;\n dkim=fail "
        "header.d=evil.net; dkim=pass header.d=example.net; dmarc=fail (p=none) header.from=example.net"
    ).replace(b"Authentication-Results", b"Authentication-Results: evil; dmarc=pass\nAuthentication-Results")
    assert parse(raw, "mx.example.ge").authentication == {
        "spf": "pass",
        "spf_domain": "example.net",
        "dkim": "pass",
        "dkim_domain": "example.net",
        "dmarc": "fail",
        "dmarc_domain": "example.net",
    }
    assert parse(raw).authentication == {}
    assert parse(raw, "example.ge").authentication == {}


def test_a_later_claim_in_our_name_changes_nothing():
    raw = raw_mail(authentication_results="mx.example.ge; dmarc=fail header.from=example.net")
    raw = raw.replace(b"\n\n", b"\nAuthentication-Results: mx.example.ge; dmarc=pass header.from=example.net\n\n", 1)
    assert parse(raw, "mx.example.ge").authentication["dmarc"] == "fail"


def test_our_own_signs_are_found_again():
    mail = a_mail(
        to="Shop <reply+Abc-123_def456@example.ge>, Reply+x@example.ge",
        delivered_to="reply+zzzzzzzzzzzz@example.ge",
        subject="Re: [#77] Offer [#12345]",
    )
    assert reply_tokens(mail) == ("Abc-123_def456", "zzzzzzzzzzzz")
    assert subject_number(mail.subject) == 12345
    assert subject_number("Order #12345 [12345]") is None


@pytest.mark.parametrize(
    "text, headers, language",
    [
        ("გამარჯობა, როგორ ხართ?", {"content_language": "en-US"}, "ka"),
        ("வணக்கம், எப்படி இருக்கிறீர்கள்?", {}, "ta"),
        ("Dobrý den", {"content_language": "cs-CZ"}, "cs"),
        ("Dobrý den, příště bych chtěla dva kusy. Děkuji, Jiří", {"content_language": "en-US"}, "cs"),
        ("Please call Mr. Dvořák", {"content_language": "en-US"}, "en"),
        ("Hello", {}, ""),
    ],
)
def test_a_language_is_told_by_script_or_header(text, headers, language):
    assert a_mail(text, **headers).language_hint == language
