"""Jobs that read mailboxes. Any worker may do them; a claim keeps two from the same folder."""

import logging
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from rapport.core.progress.kinds import WorkKind, work_kinds
from rapport.messaging.mailboxes import filling, reading
from rapport.messaging.mailboxes.connecting import Trouble
from rapport.messaging.mailboxes.folders import Gone
from rapport.messaging.models import Channel, ChannelKind, Filling

log = logging.getLogger(__name__)
WORK = "messaging.fill"


def with_mailbox() -> QuerySet[Channel]:
    return Channel.objects.in_use().of(ChannelKind.EMAIL).exclude(settings__imap__host=None)


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="messaging.read_mailboxes")
def read_mailboxes(timestamp: int = 0) -> None:
    """Each minute, whether or not their servers tell us of new mail."""
    now = timezone.now()
    for pk in with_mailbox().filter(Q(retry_at=None) | Q(retry_at__lte=now)).values_list("pk", flat=True):
        ask_to_read(pk)


def ask_to_read(channel_id: UUID) -> None:
    """Have a mailbox read soon; once, however often one asks."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        read_mailbox.configure(queueing_lock=f"messaging.read {channel_id}").defer(channel_id=str(channel_id))


@app.task(queue="mail")
def read_mailbox(channel_id: str) -> None:
    channel = with_mailbox().filter(pk=channel_id).first()
    if channel and reading.read(channel):
        ask_to_read(channel.pk)


@app.periodic(cron="41 4 * * *")
@app.task(queue="mail", queueing_lock="messaging.compare_mailboxes")
def compare_mailboxes(timestamp: int = 0) -> None:
    for channel in with_mailbox().filter(retry_at=None):
        compare_mailbox.defer(channel_id=str(channel.pk))


@app.task(queue="mail")
def compare_mailbox(channel_id: str) -> None:
    channel = with_mailbox().filter(pk=channel_id).first()
    if channel:
        try:
            filling.compare_all(channel)
        except (Trouble, Gone):
            log.info("mailbox %s could not be compared", channel_id)  # reading it says why, on its page


work_kinds.add(
    WorkKind(
        WORK,
        run=lambda work, watch: filling.fill(Filling.objects.select_related("channel").get(pk=work.subject_id), watch),
        url=lambda work: reverse("messaging:mailboxes"),
        permission="messaging.change_channel",
        counted=lambda done, total: "",  # hundredths of the way: what it says meanwhile tells of mails
        speed=lambda per_second: "",
    )
)
