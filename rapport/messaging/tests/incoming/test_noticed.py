"""What a mail says about itself is said to whoever reads it."""

from datetime import date

import pytest

from rapport.core import formats
from rapport.messaging.incoming.testing import a_mail, a_mailbox, received, take_in
from rapport.messaging.models import Message

OUR_SERVER = {"trusted_host": "mx.linden.example"}
FAILED = "mx.linden.example; spf=fail smtp.mailfrom=example.com; dmarc=fail header.from=example.com"


def page_of(client, ann, message) -> str:
    client.force_login(ann)
    return client.get(message.conversation.get_absolute_url()).content.decode()


def test_a_mail_that_may_be_forged_is_warned_of_and_no_machine_answers_it(client, ann, business):
    mailbox = a_mailbox(settings=OUR_SERVER, tells_when_closed=True)
    message = received(mailbox, authentication_results=FAILED)
    assert message.automatic == "dmarc"
    page = page_of(client, ann, message)
    assert "This may not come from cora@example.com" in page
    assert "SPF fail, DMARC fail" in page
    assert not Message.objects.filter(direction="out").exists()


def test_what_another_server_claims_warns_nobody(client, ann, business):
    message = received(a_mailbox(), authentication_results=FAILED)
    assert "This may not come from" not in page_of(client, ann, message)


def test_until_when_somebody_is_away_and_what_stayed_behind_is_said(client, ann, business):
    message = received(a_mailbox())
    Message.objects.filter(pk=message.pk).update(
        away_until=date(2027, 1, 7), defects=["file_too_large: plan.pdf", "charset: x-unknown"]
    )
    page = page_of(client, ann, message)
    assert f"Away until {formats.day(date(2027, 1, 7))}" in page
    assert "“plan.pdf” is too large" in page
    assert "x-unknown" not in page


@pytest.mark.parametrize("who, status", [("ann", 302), ("rita", 403)])
def test_from_a_message_one_reaches_the_mail_as_it_came(client, cast, who, status):
    kept = take_in(a_mailbox(), a_mail())
    client.force_login(cast[who])
    answer = client.get(f"/inbox/messages/{kept.message_id}/as-it-came/")
    assert answer.status_code == status
    if status == 302:
        assert answer["Location"] == kept.get_absolute_url()


def test_a_message_whose_bytes_are_gone_says_so(client, ann, business):
    kept = take_in(a_mailbox(), a_mail())
    kept.message.raw_mails.all().delete()
    client.force_login(ann)
    answer = client.get(f"/inbox/messages/{kept.message_id}/as-it-came/", follow=True)
    assert "is not kept here any more" in answer.content.decode()
