"""Two real workers read one mailbox, and one of them is killed: every mail is here once, and the other hears of new."""

from collections import Counter

from rapport.core.testing.worker import Worker, wait_until
from rapport.messaging.mailboxes.claiming import claim, let_go
from rapport.messaging.mailboxes.tasks import read_mailbox
from rapport.messaging.models import Channel, Message, RawMail
from rapport.messaging.tests.mailboxes.conftest import a_channel, a_mail

MAILS = 60


def test_a_mailbox_read_by_two_workers_of_which_one_is_killed_has_each_mail_once(mailbox, worker):
    channel = a_channel(mailbox)
    mailbox.receive(*(a_mail(n) for n in range(MAILS)))
    for _time in range(4):
        read_mailbox.defer(channel_id=str(channel.pk))
    other = Worker()
    try:
        worker.start()
        other.start()
        wait_until(RawMail.objects.exists, "the first mail is here")
        worker.kill()
        mailbox.receive(*(a_mail(n) for n in range(MAILS, MAILS + 10)))
        wait_until(lambda: _filed() == MAILS + 10, "all are filed")
        wait_until(lambda: _is_watched(channel), "the one that is left listens")
        mailbox.receive(a_mail(MAILS + 10))
        wait_until(lambda: _filed() == MAILS + 11, "it was heard of")  # well before the minute is over
    finally:
        other.stop()

    assert set(Counter(RawMail.objects.values_list("digest", flat=True)).values()) == {1}
    theirs = Message.objects.filter(direction="in")  # a house that is closed answers the first one by itself
    assert theirs.count() == MAILS + 11


def _is_watched(channel: Channel) -> bool:
    if is_free := claim("watch", channel.pk):
        let_go("watch", channel.pk)
    return not is_free


def _filed() -> int:
    return RawMail.objects.filter(state="filed").values("digest").distinct().count()
