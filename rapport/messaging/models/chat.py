"""Who writes in the chat on our web page, known by a secret that only their own browser has."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from rapport.core.models import Record
from rapport.messaging.models.channels import Channel
from rapport.messaging.models.conversations import Conversation


class ChatVisitor(Record):
    """Somebody in one browser. What they say of themselves is taken for nothing until it is confirmed."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="visitors")
    secret = models.CharField(max_length=64, unique=True)  # SHA-256 of what their browser keeps
    conversation = models.ForeignKey(Conversation, models.SET_NULL, null=True, related_name="visitors")
    language = models.CharField(max_length=8, blank=True)
    zone = models.CharField(max_length=64, blank=True)  # IANA, as their browser says
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)  # where answers go when they have left
    email_confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)  # when their browser asked last
    read_at = models.DateTimeField(null=True)  # what was said until then was before their eyes

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """As conversations and identities name them."""
        return str(self.pk)

    @property
    def stream(self) -> str:
        """Under which name it is known that they have the page open."""
        return f"chat:{self.pk}"

    def may_see(self, at: datetime, channel_id, first_mail_at: datetime | None) -> bool:
        """Whether a message of their conversation is for this browser: once somebody answered by e-mail from the
        address that was left here, what goes by e-mail is between them and us, unless both are known to be one."""
        is_by_mail = channel_id != self.channel_id
        return not is_by_mail or bool(self.email_confirmed_at) or first_mail_at is None or at < first_mail_at


class ChatCount(models.Model):
    """How often somebody did something in a window of time, to tell people from programs."""

    key = models.CharField(max_length=80)  # what, and a keyed hash of who
    begins_at = models.DateTimeField(db_index=True)
    used = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "begins_at"], name="chat_count_once")]

    def __str__(self) -> str:
        return self.key
