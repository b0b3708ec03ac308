"""Whether something may be sent to somebody: what they consented to, what came back, what has to wait."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.messaging.models.channels import ChannelKind


class Purpose(models.TextChoices):
    SERVICE = "service", _("Service")  # an answer, an order, a promise: what a contract asks for
    PERSONAL = "personal", _("Personal")  # thanks, birthdays
    SURVEY = "survey", _("Questions")
    MARKETING = "marketing", _("Marketing")


class Consent(Record):
    """That a customer agreed to something, in which words, and that they took it back. Nothing else of it changes."""

    class How(models.TextChoices):
        FORM = "form", _("On a form")
        EMAIL = "email", _("By e-mail")
        PHONE = "phone", _("On the telephone")
        PAPER = "paper", _("On paper")
        IN_PERSON = "in_person", _("In person")
        IMPORTED = "imported", _("Brought from elsewhere")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose)
    channel_kind = models.CharField(max_length=12, choices=ChannelKind, blank=True)  # empty: by any
    wording = models.TextField()  # the exact words they saw or heard
    version = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    given_at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How)
    proof = models.TextField(blank=True)  # the address of the form, who heard it, where the paper lies
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_how = models.CharField(max_length=10, choices=How, blank=True)
    withdrawn_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(wording=""), name="consent_in_words"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="consent_never_changes",
                fields=["purpose", "channel_kind", "wording", "version", "language", "given_at", "how", "by"],
            )
        ]


class Suppression(Record):
    """An address to which nothing is sent any more. Kept as a keyed hash, so that it outlives an erasure."""

    class Because(models.TextChoices):
        BOUNCED = "bounced", _("Mails came back")
        SPAM_REPORT = "spam_report", _("They called a mail spam")
        UNSUBSCRIBED = "unsubscribed", _("They asked not to be written to")
        BY_HAND = "by_hand", _("Somebody here decided so")

    key = models.CharField(max_length=64)  # HMAC of kind and folded address
    kind = models.CharField(max_length=12, choices=ChannelKind)
    purposes = ArrayField(models.CharField(max_length=10, choices=Purpose), default=list)  # empty: all
    because = models.CharField(max_length=12, choices=Because)
    detail = models.CharField(max_length=300, blank=True)
    soft_bounces = models.PositiveSmallIntegerField(default=0)  # 0: it came back for good
    soft_at = ArrayField(models.DateTimeField(), default=list)  # when it came back for a while, the latest last
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "because"], condition=Q(lifted_at=None), name="suppressed_once")
        ]
        indexes = [models.Index(fields=["key"], name="suppression_key")]


class ContactHold(Record):
    """Nothing for these purposes goes to a customer for now: an open complaint, mourning, an incident."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="contact_holds")
    purposes = ArrayField(models.CharField(max_length=10, choices=Purpose))
    because = models.CharField(max_length=60)  # a stable name: "complaint", "mourning", "incident"
    source = models.CharField(max_length=80, blank=True)  # of whom: "care.complaint:<id>"
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)  # null: until it is lifted
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["customer"], name="contact_hold_standing", condition=Q(lifted_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "source"], condition=Q(lifted_at=None) & ~Q(source=""), name="held_once"
            )
        ]


@keep_history()
class Budget(Record):
    """How often one customer may be written to. A rolling window; the exempt purposes neither count nor wait."""

    name = models.CharField(_("Name"), max_length=80)
    most = models.PositiveSmallIntegerField(_("At most"))
    days = models.PositiveSmallIntegerField(_("in days"))
    exempt = ArrayField(models.CharField(max_length=10, choices=Purpose), default=list)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering = ["days", "name"]
        constraints = [models.CheckConstraint(condition=Q(days__gt=0), name="budget_has_days")]
