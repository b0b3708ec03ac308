"""The right to read and send one mailbox, as somebody gave it by signing in at Microsoft or Google."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from rapport.core.models import Record
from rapport.messaging.models.channels import Channel


class MailPass(Record):
    """Without history: its tokens change each hour, and a former one opens nothing."""

    channel = models.OneToOneField(Channel, models.CASCADE, related_name="mail_pass")
    provider = models.CharField(max_length=20)
    tokens = models.TextField()  # JSON, sealed (`staff.sealing`)
    ends_at = models.DateTimeField()  # of the token that opens the mailbox; then another is asked for
    renewed_at = models.DateTimeField(default=timezone.now)  # when they came
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)  # since then nobody opens: somebody has to sign in again
