"""What a customer has at home to try, and what came of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models import Customer


class TrialQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(Customer.objects.sight(user, "customer"))

    def pending(self):
        return self.filter(outcome=None)


@keep_history()
class Trial(Record):
    """A sample given, or a thing lent to try."""

    class Kind(models.TextChoices):
        SAMPLE = "sample", _("Sample to keep")
        TRIAL = "trial", _("Lent to try")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="trials")
    kind = models.CharField(_("Kind"), max_length=6, choices=Kind, default=Kind.TRIAL)
    product = models.ForeignKey(
        "orders.Product", models.PROTECT, null=True, blank=True, related_name="trials", verbose_name=_("Product")
    )
    what = models.CharField(_("What"), max_length=300)
    given_on = models.DateField(_("Given on"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_back_on = models.DateField(_("Back, or ask again, on"), null=True, blank=True)
    note = models.TextField(_("Note"), blank=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="trial_says_what"),
            models.CheckConstraint(
                condition=Q(due_back_on=None) | Q(due_back_on__gte=F("given_on")), name="trial_back_after_given"
            ),
        ]
        indexes = [
            models.Index(F("due_back_on").asc(nulls_last=True), "id", name="trial_by_return"),
            models.Index(fields=["customer", "-given_on"], name="trial_of_customer"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_pending(self) -> bool:
        return not hasattr(self, "outcome")

    def is_overdue(self, on: date) -> bool:
        return self.is_pending and self.due_back_on is not None and self.due_back_on < on


class TrialOutcome(Record):
    """What came of a trial. It has one or none."""

    class Result(models.TextChoices):
        BOUGHT = "bought", _("Bought")
        RETURNED = "returned", _("Given back")
        NO_INTEREST = "no_interest", _("No interest")

    trial = models.OneToOneField(Trial, models.CASCADE, related_name="outcome")
    result = models.CharField(_("What came of it"), max_length=11, choices=Result)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("Note"), max_length=300, blank=True)
