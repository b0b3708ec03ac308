"""Who asked to be forgotten does not come back with their old mails."""

from datetime import UTC, datetime

from django.db import transaction

from rapport.messaging.mailboxes import filling, reading
from rapport.messaging.models import Message, RawMail
from rapport.messaging.privacy import forget_messages
from rapport.messaging.tests.mailboxes.conftest import a_channel, a_mail


def test_a_mail_whose_words_are_forgotten_is_not_fetched_again(mailbox, run_jobs):
    channel = a_channel(mailbox)
    mailbox.receive(a_mail(1))
    reading.read(channel)
    run_jobs()
    now = datetime.now(UTC)

    with transaction.atomic():
        forget_messages(list(Message.objects.values_list("pk", flat=True)), now, now)

    filling.compare_all(channel)
    assert channel.folders.get().comparison["missing"] == 0
    assert bytes(RawMail.objects.get().content) == b""
