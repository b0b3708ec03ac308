from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.models.record import Record


class Token(Record):
    """A key with which a program speaks for a person who works here. Only a hash of it is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=80)  # which program has it
    read_only = models.BooleanField(_("May only read"), default=False)
    hash = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)  # the last signs, so that people can tell tokens apart
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # to about five minutes
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(Record):
    """What a POST with an Idempotency-Key was answered, so that sending it again gets the same and does nothing."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    sent = models.CharField(max_length=64)  # hash of address and body
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=80)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once_per_key")]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_age")]
