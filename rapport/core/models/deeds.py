import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rapport.core.models.record import Record


class Deed(Record):
    """One line of the audit. Only its address is ever forgotten; the line stays as it was written.

    Keys instead of foreign keys: nobody's leaving, and no removal of the demo, may rewrite who did it.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.UUIDField(null=True)  # a colleague; none for the command line and for Rapport alone
    kind = models.CharField(max_length=60)
    about = ArrayField(models.UUIDField(), default=list)  # the keys of what it was done to
    facts = models.JSONField(default=dict)  # counts and names of settings, nothing of a customer
    ip = models.GenericIPAddressField(null=True)
    session = models.CharField(max_length=16, blank=True)  # a part of the hash of its key
    token = models.UUIDField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(F("at").desc(nulls_last=True), F("id").desc(), name="deed_latest"),
            models.Index(F("kind"), F("at").desc(nulls_last=True), F("id").desc(), name="deed_by_kind"),
            models.Index(F("by"), F("at").desc(nulls_last=True), F("id").desc(), name="deed_by_person"),
            GinIndex(fields=["about"], name="deed_about"),
            models.Index(fields=["at"], name="deed_with_address", condition=Q(ip__isnull=False)),
        ]
        permissions = [("export_deed", "Can take out the audit")]
        triggers = [
            pgtrigger.ReadOnly(
                name="deed_never_changes",
                fields=["id", "at", "by", "kind", "about", "facts", "session", "token", "request_id"],
            ),
            pgtrigger.Trigger(
                name="deed_address_only_forgotten",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("ip"),
                condition=pgtrigger.Q(new__ip__isnull=False),
                func="RAISE EXCEPTION 'pgtrigger: the address of a deed can only be forgotten';",
            ),
            pgtrigger.Protect(name="deed_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
