from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.history import keep_history
from rapport.promises.business_time import Level, Rule

FIRST_LABELS = {
    "reply": _("Answer an e-mail"),
    "callback": _("Call back"),
    "delivery": _("Deliver"),
    "complaint": _("Answer a complaint"),
    "fix": _("Repair or put right"),
    "document": _("Send a document"),
    "price": _("Name a price"),
    "follow_up": _("Follow up"),
    "other": _("Something else"),
    "privacy": _("Answer about their data"),
    "case_answer": _("Answer a request"),
    "case_update": _("Tell how a request stands"),
    "case_resolution": _("Solve a request"),
    "complaint_restate": _("Say what we understood of a complaint"),
    "complaint_assess": _("Assess a complaint"),
    "complaint_look": _("Look into a complaint"),
    "complaint_answer": _("Decide about a complaint"),
    "complaint_critical": _("A manager sees a critical complaint"),
}


@keep_history()
class Kind(models.Model):
    """A kind of promise and its service level. The first kinds live in `kinds.py` until a business changes them."""

    class Counting(models.TextChoices):
        SAME_OR_NEXT_DAY = Rule.SAME_OR_NEXT_DAY.value, _("The same day, at the latest by the end of the next")
        MINUTES = Rule.MINUTES.value, _("A number of business minutes")
        HOURS = Rule.HOURS.value, _("A number of business hours")
        DAYS = Rule.DAYS.value, _("By the end of a number of business days")

    key = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(
        pgettext_lazy("of a thing", "Name"), max_length=80, blank=True
    )  # empty: a first kind under its own name
    is_internal = models.BooleanField(_("Only among us"), default=False)  # not told, not counted in rates
    rule = models.CharField(_("Due"), max_length=20, choices=Counting, default=Counting.DAYS)
    amount = models.PositiveIntegerField(_("How many"), default=1)
    cutoff_minutes = models.PositiveSmallIntegerField(_("Minutes before closing that still count"), default=120)
    at_risk_minutes = models.PositiveIntegerField(_("First warning"), null=True, blank=True, default=24 * 60)
    urgent_minutes = models.PositiveIntegerField(_("Last warning"), null=True, blank=True, default=2 * 60)
    asks_halfway = models.BooleanField(_("Ask halfway if it is still on track"), default=True)
    position = models.PositiveSmallIntegerField(default=50)
    retired_at = models.DateTimeField(null=True, blank=True)  # no longer offered; old promises keep it

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(urgent_minutes=None)
                | Q(at_risk_minutes=None)
                | Q(urgent_minutes__lt=models.F("at_risk_minutes")),
                name="last_warning_after_the_first",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=[Rule.SAME_OR_NEXT_DAY.value, Rule.DAYS.value]) | Q(amount__gt=0),
                name="a_level_takes_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str:
        return self.name or FIRST_LABELS.get(self.key, self.key)

    @property
    def level(self) -> Level:
        return Level(Rule(self.rule), self.amount, self.cutoff_minutes)

    @property
    def is_first(self) -> bool:
        """One of the kinds that every house has."""
        return self.key in FIRST_LABELS
