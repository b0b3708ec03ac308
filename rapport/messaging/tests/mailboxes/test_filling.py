"""What a mailbox holds beside what is here: nothing is missing, and any period can be fetched."""

from datetime import UTC, date, datetime

import pytest

from rapport.core.models import Work
from rapport.core.progress import actions as progress
from rapport.messaging.mailboxes import filling, folders, reading
from rapport.messaging.mailboxes.comparing import Comparison
from rapport.messaging.mailboxes.folders import Offered
from rapport.messaging.models import Channel, Filling, RawMail
from rapport.messaging.tests.mailboxes.conftest import a_channel, a_mail

MARCH, APRIL, JUNE = (datetime(2026, month, 8, 9, tzinfo=UTC) for month in (3, 4, 6))


def compared(channel: Channel, name: str = "INBOX") -> dict:
    """The comparison, without what is none."""
    filling.compare_all(channel)
    found = Comparison.of(channel.folders.get(name=name)).as_json()
    return {what: n for what, n in found.items() if n}


def fetch_period(channel: Channel, run_jobs, **period) -> Work:
    wish = Filling.objects.create(channel=channel, **period)
    work = progress.start("messaging.fill", subject_id=wish.pk)
    run_jobs()
    work.refresh_from_db()
    return work


@pytest.mark.django_db
def test_every_mail_at_the_server_is_accounted_for(mailbox):
    channel = a_channel(mailbox)
    channel.settings["since"] = "2026-04-01"
    channel.save()
    mailbox.receive(a_mail(1), at=MARCH)
    mailbox.receive(*(a_mail(n) for n in range(2, 7)), at=JUNE)
    reading.read(channel)
    rows = RawMail.objects.order_by("uid")
    settled = [("filed", ""), ("quarantined", "no_header"), ("skipped", "mailing_loop")]
    for row, (state, rule) in zip(rows, settled, strict=False):
        RawMail.objects.filter(pk=row.pk).update(state=state, rule=rule)
    RawMail.objects.filter(pk=rows[3].pk).delete()
    mailbox.receive(a_mail(7), at=JUNE)

    assert compared(channel) == {
        "there": 7,
        "filed": 1,
        "waiting": 1,
        "quarantined": 1,
        "skipped": {"mailing_loop": 1},
        "older": 1,
        "unread": 1,
        "missing": 1,
    }


def test_what_is_missing_is_fetched_by_one_click(mailbox, run_jobs):
    channel = a_channel(mailbox)
    mailbox.receive(*(a_mail(n) for n in range(4)))
    reading.read(channel)
    RawMail.objects.filter(uid__in=RawMail.objects.values("uid")[1:3]).delete()
    run_jobs()
    assert compared(channel)["missing"] == 2

    work = fetch_period(channel, run_jobs)

    assert (work.state, work.result) == ("done", {"fetched": 2, "missing": 0})
    assert Filling.objects.get().fetched == 2
    run_jobs()
    assert compared(channel) == {"there": 4, "filed": 4}


def test_a_period_before_the_first_day_is_fetched_when_somebody_wants_it(mailbox, run_jobs):
    channel = a_channel(mailbox)
    channel.settings["since"] = "2026-05-01"
    channel.save()
    for number, at in enumerate((MARCH, APRIL, JUNE)):
        mailbox.receive(a_mail(number), at=at)
    reading.read(channel)

    work = fetch_period(channel, run_jobs, since=date(2026, 4, 1), until=date(2026, 4, 8))

    assert work.result == {"fetched": 1, "missing": 0}
    assert set(RawMail.objects.values_list("received_at", flat=True)) == {APRIL, JUNE}
    assert compared(channel)["older"] == 1


def test_a_folder_that_is_switched_on_later_brings_what_it_has(mailbox, run_jobs):
    mailbox.client.create_folder("Shop")
    mailbox.receive(a_mail(1), folder="Shop", at=MARCH)
    channel = a_channel(mailbox)
    channel.settings["since"] = "2026-05-01"
    channel.save()
    reading.read(channel)
    folders.choose(channel, [Offered("INBOX"), Offered("Shop")])

    assert fetch_period(channel, run_jobs).result == {"fetched": 0, "missing": 0}
    assert fetch_period(channel, run_jobs, since=date(2026, 1, 1)).result == {"fetched": 1, "missing": 0}
    run_jobs()
    assert compared(channel, "Shop") == {"there": 1, "filed": 1}


def test_a_mailbox_out_of_reach_says_so_and_can_be_tried_again(mailbox, run_jobs):
    channel = a_channel(mailbox)
    reading.read(channel)
    channel.settings["imap"]["port"] = 1
    channel.save()

    work = fetch_period(channel, run_jobs)

    assert (work.state, work.error) == ("failed", "Nothing answers at 127.0.0.1 on port 1.")
