"""What people may ask of those who hold records about them, and what became of it (DOMAIN 15)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models.customer import Customer


class LegalHoldQuerySet(models.QuerySet):
    def standing(self, on: date):
        return self.filter(Q(until=None) | Q(until__gte=on), lifted_at=None)


class LegalHold(Record):
    """That nothing about a customer may be erased: a case, why, and until when. Lifted by a person, or by its day."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="holds")
    case = models.CharField(_("Case"), max_length=120)
    reason = models.CharField(_("Why it has to be kept"), max_length=300)
    until = models.DateField(_("Until"), null=True, blank=True)  # the last day; empty: until it is lifted
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at"]
        constraints = [models.CheckConstraint(condition=~Q(case="") & ~Q(reason=""), name="hold_has_case_and_reason")]

    def stands(self, on) -> bool:
        return self.lifted_at is None and (self.until is None or self.until >= on)


class Restriction(Record):
    """That what is known of a customer is kept, but not used, while something about it is disputed (Art. 18)."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="restriction")
    reason = models.CharField(_("Why"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="restriction_has_a_reason")]


class PersonalExport(Record):
    """Everything held about a customer, in one file for them. Work makes it; the file goes after some days."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="personal_exports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    bytes = models.PositiveBigIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)
    released_at = models.DateTimeField(null=True)  # since then they can fetch it themselves, on their own pages
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]

    @property
    def is_there(self) -> bool:
        return self.made_at is not None and self.gone_at is None


class Erasure(Record):
    """That a customer's identity was erased: when, by whom, on what ground, and how much of each kind. Nothing else."""

    class Ground(models.TextChoices):
        ASKED = "asked", _("They asked for it")
        NO_LONGER_NEEDED = "no_longer_needed", _("It is no longer needed")
        OBJECTED = "objected", _("They objected to its use")
        UNLAWFUL = "unlawful", _("It should not have been kept")
        RETENTION = "retention", _("The time for which it is kept was over")

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="erasure")
    pseudonym = models.CharField(max_length=12, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ground = models.CharField(_("On what ground"), max_length=20, choices=Ground, default=Ground.ASKED)
    counts = models.JSONField(default=dict)  # name of a RecordKind: how many rows
    mentions = models.PositiveIntegerField(default=0)  # places in other people's records that named them
    with_mentions = models.BooleanField(default=False)
    replayed_at = models.DateTimeField(null=True)  # done again after a backup was restored

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"], name="erasure_newest")]

    def __str__(self) -> str:
        return self.pseudonym

    def get_absolute_url(self) -> str:
        return reverse("customers:certificate", args=[self.customer_id])


class ErasedFile(Record):
    """A file that is still to go, or lines of it. Nobody is told of it any more; a job takes it away and this row."""

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="files")
    path = models.CharField(max_length=400)  # below the home of Rapport
    lines = models.JSONField(null=True)  # numbers of the rows of a table that go; null: all of it
    size = models.PositiveBigIntegerField(default=0)  # as found; a file of another size was changed since


@keep_history()
class RetentionRule(models.Model):
    """How long a kind of record is kept. Nothing is taken away before an owner has switched the rule on."""

    kind = models.CharField(primary_key=True, max_length=60)  # name of a kind that `core.personal` knows
    is_on = models.BooleanField(_("Take away what is older, every night"), default=False)
    months = models.PositiveSmallIntegerField(_("Months"))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(months__gte=1), name="kept_for_a_month_at_least")]


class RetentionRun(Record):
    """What a night found to be older than it is kept, and what it took away."""

    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    before = models.DateTimeField()  # older than this
    found = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # fewer where a hold stands, none where the rule is off
    was_on = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"], name="retention_newest")]
