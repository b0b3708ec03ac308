"""What helps to write: drafts, ready answers, signatures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.messaging.models.channels import Channel
from rapport.messaging.models.conversations import Conversation
from rapport.timeline.models import KeptFile


class Draft(Record):
    """What somebody has begun to write: in a conversation, or to begin one with a customer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="message_drafts", db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, related_name="drafts")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="message_drafts")
    channel = models.ForeignKey(Channel, models.SET_NULL, null=True, related_name="+")
    is_note = models.BooleanField(default=False)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    cc = models.CharField(max_length=1000, blank=True)
    seen_version = models.PositiveIntegerField(default=0)  # of the conversation, when the writer last looked
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "conversation", "is_note"],
                condition=Q(conversation__isnull=False),
                name="one_draft_in_a_conversation",
            ),
            models.CheckConstraint(
                condition=Q(conversation__isnull=False) | Q(customer__isnull=False), name="draft_to_somebody"
            ),
        ]


class DraftFile(KeptFile):
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")


@keep_history()
class CannedReply(Record):
    """An answer that is written once and used often, one text a language. Fields stand in braces: {customer}."""

    name = models.CharField(_("Name"), max_length=80)
    shortcut = models.SlugField(_("Short word"), max_length=30, blank=True)
    language = models.CharField(_("Language"), max_length=8)
    subject = models.CharField(_("Subject"), max_length=200, blank=True)
    text = models.TextField(_("Text"))
    team = models.ForeignKey("staff.Team", models.CASCADE, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(  # null: everybody's
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    used = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "language"]
        permissions = [("manage_cannedreply", "Can change ready answers of everybody")]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Signature(Record):
    """How somebody ends their mails, in one language; the empty one in all others."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="signatures", db_index=False)
    language = models.CharField(max_length=8, blank=True)
    text = models.TextField(max_length=2000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "language"], name="one_signature_a_language")]
