"""Records that may be one and the same customer: what is proposed, what was decided, how it was looked for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.models import Record
from rapport.customers.models.customer import Customer


class DuplicatePairQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Pairs of customers whom `user` sees both: of somebody hidden not even that they resemble anyone."""
        return self.filter(Customer.objects.sight(user, "first"), Customer.objects.sight(user, "second"))

    def open(self):
        """Pairs that somebody can still decide about."""
        for side in ("first", "second"):
            self = self.filter(**{f"{side}__standing": "", f"{side}__merged_into": None, f"{side}__archived_at": None})
        return self


class DuplicatePair(Record):
    """Two records that may be the same customer. Only what nobody decided about yet; `evidence` names fields only.

    The order of the two is that of their keys, so that a pair is there once.
    """

    class Strength(models.TextChoices):
        STRONG = "strong", _("Almost certain")
        POSSIBLE = "possible", _("Possible")

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)  # as `pair_once`
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    weight = models.FloatField()  # of all evidence, in bits (DOMAIN 2.4)
    strength = models.CharField(max_length=8, choices=Strength)
    evidence = models.JSONField(default=list)  # [name, how it compares, bits]
    found_at = models.DateTimeField(default=timezone.now)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(F("weight").desc(nulls_last=True), F("id").desc(), name="pair_strongest_first")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    @property
    def probability(self) -> float:
        """How likely both are one, as far as the evidence goes."""
        return 1 / (1 + 2 ** -max(-500.0, min(500.0, self.weight)))


class NotDuplicatesQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(Customer.objects.sight(user, "first"), Customer.objects.sight(user, "second"))


class NotDuplicates(Record):
    """That somebody said two records are two customers. Holds as long as what they were compared by stays."""

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)  # as `not_duplicates_once`
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    first_keys = models.CharField(max_length=32)  # digests of what they were compared by
    second_keys = models.CharField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = NotDuplicatesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicates_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_duplicates_in_order"),
        ]


class DuplicateSearch(Record):
    """One look through the customers for duplicates: everybody, or those who changed since the last."""

    class Scope(models.TextChoices):
        ALL = "all", _("Everybody")
        CHANGED = "changed", _("Who changed since the last look")

    scope = models.CharField(max_length=8, choices=Scope, default=Scope.ALL)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    customers = models.PositiveIntegerField(default=0)  # who were looked at
    compared = models.PositiveBigIntegerField(default=0)  # pairs
    proposed = models.PositiveIntegerField(default=0)
    cut = models.JSONField(default=list)  # of each block: its name, how many groups were too large, how many in them

    class Meta:
        indexes = [models.Index(F("began_at").desc(), name="duplicate_search_latest")]


class DuplicateAcceptance(Record):
    """Pairs that somebody chose to merge all at once, and what became of each."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    least = models.FloatField()  # bits from which pairs were chosen
    pairs = models.JSONField(default=list)  # keys of the pairs, as they were when it was chosen
    count = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)
    merges = models.JSONField(default=list)  # keys of the merges
    refused = models.JSONField(default=list)  # [key of a pair's first, of its second, why]

    class Meta:
        indexes = [models.Index(fields=["at"], name="acceptance_by_age")]
