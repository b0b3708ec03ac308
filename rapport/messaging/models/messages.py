"""Words to or from a customer, and notes among us beside them."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.addresses import address_of
from rapport.core.models import Record
from rapport.customers.models import Customer
from rapport.messaging.models.channels import Channel
from rapport.messaging.models.conversations import Conversation
from rapport.messaging.models.permission import Purpose
from rapport.timeline.models import KeptFile


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        sight = Customer.objects.sight(user, "customer")
        return self.filter(Q(customer=None) | sight) if sight else self.all()  # an empty Q beside another is lost


class Message(Record):
    """Its words never change once it is written down; how far it got does."""

    class Direction(models.TextChoices):
        IN = "in", _("From them")
        OUT = "out", _("From us")
        NOTE = "note", _("Among us")

    class Kind(models.TextChoices):
        PLAIN = "plain", _("Message")
        AUTO_REPLY = "auto_reply", _("Automatic reply")
        OUT_OF_OFFICE = "out_of_office", _("Out of office")
        BOUNCE = "bounce", _("Came back")
        SPAM_REPORT = "spam_report", _("Called spam")
        OURS_AUTOMATIC = "automatic", _("Sent by itself")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        NOTED = "noted", _("Noted")
        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        OPENED = "opened", _("Opened")
        BOUNCED = "bounced", _("Came back")
        FAILED = "failed", _("Not sent")
        REFUSED = "refused", _("Held back")
        UNCERTAIN = "uncertain", _("May have been sent")
        CANCELLED = "cancelled", _("Taken back")

    GOT_OUT = (State.SENT, State.DELIVERED, State.OPENED)

    conversation = models.ForeignKey(  # null: a machine's word about a mail that we do not know
        Conversation, models.PROTECT, null=True, related_name="messages", db_index=False
    )
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="messages", db_index=False
    )
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="messages", db_index=False)
    direction = models.CharField(max_length=4, choices=Direction)
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.PLAIN)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.SERVICE)
    state = models.CharField(max_length=9, choices=State)
    reason = models.CharField(max_length=40, blank=True)  # of refusal or failure: a name of `outgoing.reasons`
    detail = models.CharField(max_length=300, blank=True)  # what the other server said

    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)  # what was newly written, as plain text
    html = models.TextField(blank=True)  # safe to show
    quoted = models.TextField(blank=True)  # the tail that repeats what was said before
    signature = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)

    at = models.DateTimeField(default=timezone.now)  # received by our server, or written
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    recipients = models.JSONField(default=list)  # [{"way": "to"|"cc"|"bcc", "address", "name"}]
    message_id = models.CharField(max_length=998, blank=True)  # "<…@…>": of the mail, ours or theirs
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    provider_id = models.CharField(max_length=200, blank=True)  # how the other side calls it
    automatic = models.CharField(max_length=60, blank=True)  # the rule by which no machine may answer it
    away_until = models.DateField(null=True)
    authentication = models.JSONField(default=dict)  # what our own mail server said of SPF, DKIM, DMARC
    defects = ArrayField(models.CharField(max_length=200), default=list)

    idempotency_key = models.CharField(max_length=120, null=True, unique=True)
    send_after = models.DateTimeField(null=True)  # undo, quiet hours, "say when"
    claimed_at = models.DateTimeField(null=True)  # on the wire since
    lane = models.PositiveBigIntegerField(null=True)  # which has it, while it is being sent
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    overridden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    override_reason = models.CharField(max_length=300, blank=True)
    entry = models.ForeignKey("timeline.Entry", models.SET_NULL, null=True, related_name="+")  # null: not told yet

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(direction="in", state="received")
                | Q(direction="note", state="noted")
                | (Q(direction="out") & ~Q(state__in=["received", "noted"])),
                name="message_state_fits_its_direction",
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "at", "id"], name="message_thread"),
            models.Index(fields=["customer", "-at", "-id"], name="message_of_customer"),
            models.Index(fields=["-at", "-id"], name="message_latest"),
            models.Index(fields=["message_id"], name="message_by_id", condition=~Q(message_id="")),
            models.Index(fields=["channel", "provider_id"], name="message_by_provider", condition=~Q(provider_id="")),
            models.Index(fields=["send_after", "id"], name="message_queued", condition=Q(state="queued")),
            models.Index(
                fields=["claimed_at"], name="message_unsettled", condition=Q(state__in=["sending", "uncertain"])
            ),
            models.Index(
                fields=["-at", "-id"],
                name="message_not_out",
                condition=Q(state__in=["refused", "failed", "bounced", "uncertain"]),
            ),
            models.Index(fields=["id"], name="message_untold", condition=Q(direction="out", state="sent", entry=None)),
        ]
        permissions = [("override_refusal", "Can send what was held back")]
        triggers = [
            pgtrigger.ReadOnly(
                name="words_never_change", fields=["direction", "subject", "text", "html", "quoted", "signature", "at"]
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return f"{address_of('messaging:conversation', self.conversation_id)}#message-{self.pk}"

    @property
    def is_ours(self) -> bool:
        return self.direction != self.Direction.IN


class MessageFile(KeptFile):
    message = models.ForeignKey(Message, models.PROTECT, related_name="files")
    content_id = models.CharField(max_length=250, blank=True)  # where the HTML shows it
    is_inline = models.BooleanField(default=False)
    is_dangerous = models.BooleanField(default=False)  # kept, never opened in a browser


class MessageText(Record):
    """The folded words of a message, to search by."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="found_by")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="message_words")]
