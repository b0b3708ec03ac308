"""Mails that led to no customer are not kept for ever either."""

from datetime import timedelta

from rapport.customers.rights import lapsing
from rapport.messaging.incoming import quarantine
from rapport.messaging.incoming.testing import a_mail, a_mailbox, received, take_in
from rapport.messaging.models import Message, RawMail
from rapport.promises.testing import TUESDAY

LATER = TUESDAY + timedelta(days=400)
MACHINE = {"sender": "Leads <growth@leads.example>", "subject": "Buyers", "list_id": "<leads.example>"}


def test_after_a_year_spam_and_the_unreadable_lose_their_bytes_and_customers_keep_theirs(business, cast, cora):
    channel = a_mailbox()
    spam = received(channel, a_mail("Buy lists", message_id="<2@leads.example>", **MACHINE))
    lost = take_in(channel, b"\x00\x01\x02" * 50)
    known = received(channel)
    assert (spam.customer, lost.state) == (None, "quarantined") and known.customer is not None
    lapsing.set_rule("messaging.strangers", months=12, is_on=True, by=cast["olga"])
    assert {run.kind: run.found for run in lapsing.run(TUESDAY + timedelta(days=30))}["messaging.strangers"] == 0

    runs = {run.kind: run.done for run in lapsing.run(LATER)}

    assert runs["messaging.strangers"] == 2
    spam, known = (Message.objects.select_related("conversation").get(pk=one.pk) for one in (spam, known))
    assert "Buy" not in spam.text + spam.subject + spam.conversation.subject and not spam.conversation.peer
    assert "table" in known.text and bytes(RawMail.objects.get(message=known).content)
    lost.refresh_from_db()
    assert (bytes(lost.content), lost.state, lost.rule) == (b"", "skipped", quarantine.LAPSED)
    assert quarantine.read_again(lost, by=cast["mark"]).state == "skipped"
    assert {run.kind: run.found for run in lapsing.run(LATER)}["messaging.strangers"] == 0


def test_the_page_of_the_rule_names_nobody_where_nobody_is_known(client, business, cast):
    received(a_mailbox(), a_mail("Buy lists", message_id="<2@leads.example>", **MACHINE))
    RawMail.objects.update(received_at=TUESDAY - timedelta(days=1000))
    client.force_login(cast["olga"])
    assert "Nobody we know" in client.get("/settings/retention/kinds/messaging.strangers/").text
