"""What came in, byte by byte, before anybody made sense of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.addresses import address_of
from rapport.core.models import Record
from rapport.messaging.models.channels import Channel


class Folder(Record):
    """A folder of an IMAP mailbox, and how far it was read. It moves on only with what was kept."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="folders", db_index=False)
    name = models.CharField(max_length=200)  # as the server says it, decoded
    is_watched = models.BooleanField(default=True)
    is_sent = models.BooleanField(default=False)  # what we wrote from elsewhere
    since = models.DateField(null=True, blank=True)  # older mails are left alone; null: all
    uid_validity = models.PositiveBigIntegerField(null=True)
    last_uid = models.PositiveBigIntegerField(default=0)
    polled_at = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    comparison = models.JSONField(default=dict)  # what was there then, and what became of it (`mailboxes.comparing`)

    class Meta:
        ordering = ["is_sent", "name"]
        constraints = [models.UniqueConstraint(fields=["channel", "name"], name="folder_once")]

    def __str__(self) -> str:
        return self.name


class RawMail(Record):
    """The bytes of one mail as it arrived. Its identity is account, folder and UID, and what it says byte by byte.

    Never the Message-ID alone: senders use one twice, and one mail may come into two mailboxes.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Not read yet")
        FILED = "filed", _("Filed")
        QUARANTINED = "quarantined", _("Could not be read")
        SKIPPED = "skipped", _("Left out by a rule")

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="raw_mails", db_index=False)
    folder = models.ForeignKey(Folder, models.SET_NULL, null=True, related_name="raw_mails", db_index=False)
    uid_validity = models.PositiveBigIntegerField(null=True)
    uid = models.PositiveBigIntegerField(null=True)
    digest = models.CharField(max_length=64)  # SHA-256 of the bytes, hex
    source = models.CharField(max_length=10)  # "imap", "smtp", "webhook"
    envelope_from = models.CharField(max_length=254, blank=True)
    envelope_to = models.JSONField(default=list)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    received_at = models.DateTimeField(default=timezone.now)  # by our server, not by the Date header
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    rule = models.CharField(max_length=60, blank=True)  # why it was skipped or quarantined: a stable name
    reason = models.CharField(max_length=300, blank=True)  # in words; nothing personal
    attempts = models.PositiveSmallIntegerField(default=0)  # begun; a mail that kills its reader is not read for ever
    begun_at = models.DateTimeField(null=True)  # somebody is about to read it
    settled_at = models.DateTimeField(null=True)
    message = models.ForeignKey(
        "messaging.Message", models.SET_NULL, null=True, related_name="raw_mails"
    )  # what became of it; several when the same mail came twice into one mailbox

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["folder", "uid_validity", "uid"], name="raw_mail_once_in_its_folder"),
        ]
        indexes = [
            models.Index(fields=["channel", "digest"], name="raw_mail_by_digest"),
            models.Index(fields=["received_at"], name="raw_mail_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["-received_at", "-id"],
                name="raw_mail_not_filed",
                condition=Q(state__in=["quarantined", "skipped"]),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address_of("messaging:raw", self.pk)


class Filling(Record):
    """That somebody had the mails of a period fetched which are in a mailbox and not here: once, of all its folders."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="fillings")
    since = models.DateField(_("From"), null=True, blank=True)  # null: from the first
    until = models.DateField(_("To"), null=True, blank=True)  # null: up to now; with that day
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    fetched = models.PositiveIntegerField(null=True)  # null: not done yet

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=models.F("until")), name="filling_has_days"
            )
        ]


class WebhookEvent(Record):
    """A call from a provider, kept as it came: answered at once, worked through afterwards, never twice."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="webhook_events", db_index=False)
    event_id = models.CharField(max_length=200)  # the provider's, or the digest of the bytes
    received_at = models.DateTimeField(default=timezone.now)
    body = models.BinaryField()
    content_type = models.CharField(max_length=100, blank=True)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "event_id"], name="webhook_event_once")]
        indexes = [models.Index(fields=["received_at"], name="webhook_event_waiting", condition=Q(done_at=None))]
