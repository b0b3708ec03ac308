"""Why things go wrong, what is done against it, and whether that helped."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record

EFFECT_AFTER = timedelta(days=90)

FIRST_CAUSES = {
    "product": _("Product"),
    "product.defect": _("Does not work as it should"),
    "product.part": _("A part is missing"),
    "product.quality": _("Poorly made"),
    "product.safety": _("Not safe"),
    "delivery": _("Delivery"),
    "delivery.late": _("Came late"),
    "delivery.lost": _("Never came"),
    "delivery.damaged": _("Damaged on the way"),
    "delivery.wrong": _("The wrong thing, or to the wrong place"),
    "price": _("Price and invoice"),
    "price.invoice": _("The invoice is wrong"),
    "price.agreed": _("Not the price we agreed on"),
    "price.unexpected": _("A cost nobody spoke of"),
    "price.refund": _("Money not given back in time"),
    "promise": _("A promise not kept"),
    "promise.answer": _("Nobody answered or called back"),
    "promise.date": _("A date was missed"),
    "promise.work": _("What was agreed was not done"),
    "behaviour": _("How we behaved"),
    "behaviour.rude": _("Unfriendly"),
    "behaviour.listening": _("Nobody listened"),
    "behaviour.unequal": _("Treated worse than others"),
    "information": _("Information"),
    "information.wrong": _("What we said was wrong"),
    "information.missing": _("Nobody told them"),
    "information.unclear": _("Hard to understand"),
    "digital": _("Website and systems"),
    "digital.down": _("Did not work"),
    "digital.hard": _("Hard to use"),
    "digital.data": _("Their data: lost, wrong, seen by others"),
    "other": pgettext_lazy("kind of cause", "Something else"),
}  # those before the dot are the upper level


@keep_history()
class Cause(Record):
    """A cause of complaints, in a tree of two levels. Those of every house have a key and are named by it."""

    key = models.SlugField(max_length=40, blank=True)  # "delivery", "delivery.carrier": `causes/first.py` has them
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=120, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=50)
    retired_at = models.DateTimeField(null=True, blank=True)  # no longer offered; old cases keep it

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(key="") | ~Q(name=""), name="cause_is_named"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="cause_key_once"),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str:
        return self.name or FIRST_CAUSES.get(self.key, self.key)

    @property
    def is_first(self) -> bool:
        """One of those that every house has."""
        return self.key in FIRST_CAUSES

    @property
    def kin(self) -> tuple[UUID, ...]:
        """Itself and the one above it: what is done against either is done against this."""
        return (self.pk, self.parent_id) if self.parent_id else (self.pk,)


class Why(Record):
    """One step of asking why. Branches are allowed; each answer stands on evidence or is marked as assumed."""

    case = models.ForeignKey("care.Case", models.CASCADE, related_name="whys", db_index=False)
    after = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="further")
    question = models.CharField(_("Why?"), max_length=300)
    because = models.TextField(_("Because"))
    evidence = models.CharField(_("How we know"), max_length=300, blank=True)
    is_assumed = models.BooleanField(_("Assumed"), default=False)
    is_root = models.BooleanField(_("This is the cause"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "at", "id"], name="whys_of_case")]
        constraints = [
            models.CheckConstraint(condition=~Q(evidence="") | Q(is_assumed=True), name="why_stands_on_something")
        ]


@keep_history()
class Action(Record):
    """What is done: to put one case right, against its cause, or elsewhere before it happens there too."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Puts this case right")
        CORRECTIVE = "corrective", _("Against the cause")
        PREVENTIVE = "preventive", _("Elsewhere, before it happens")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("of an action", "In hand")
        DONE = "done", pgettext_lazy("of an action", "Done")
        EFFECTIVE = "effective", pgettext_lazy("of an action", "It helped")
        REOPENED = "reopened", pgettext_lazy("of an action", "It did not help")
        DROPPED = "dropped", pgettext_lazy("of an action", "Dropped")

    case = models.ForeignKey("care.Case", models.SET_NULL, null=True, blank=True, related_name="actions")
    cause = models.ForeignKey(Cause, models.PROTECT, null=True, blank=True, related_name="actions")
    product = models.ForeignKey("orders.Product", models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(_("What for"), max_length=10, choices=Kind)
    text = models.CharField(_("What"), max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="care_actions")
    due_on = models.DateField(_("By"))
    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(_("How one can see it"), max_length=300, blank=True)
    check_at = models.DateTimeField(null=True, blank=True)  # done + 90 days
    reason = models.CharField(max_length=300, blank=True)  # why dropped
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="action_says_what"),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(cause__isnull=False), name="action_is_against_something"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "effective"]) | Q(done_at__isnull=False) & ~Q(evidence=""),
                name="action_done_with_evidence",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], name="action_in_hand", condition=Q(state__in=["planned", "reopened"])
            ),
            models.Index(fields=["check_at"], name="action_to_check", condition=Q(state="done")),
            models.Index(fields=["cause", "product", "done_at"], name="action_of_cause"),
        ]

    OPEN_STATES = (State.PLANNED, State.REOPENED)
    DONE_STATES = (State.DONE, State.EFFECTIVE)
    MEASURED = (Kind.CORRECTIVE, Kind.PREVENTIVE)  # that the cause comes up less often shows whether it helped

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return address_of("care:action", self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    def is_late(self, on: date) -> bool:
        return self.is_open and self.due_on < on

    def is_to_check(self, at: datetime) -> bool:
        """Done long enough ago to see whether it helped."""
        return self.state == self.State.DONE and self.check_at is not None and self.check_at <= at


class EffectCheck(Record):
    """Whether a cause came back: counts per deliveries before and after, compared by the ratio of two Poisson rates."""

    class Verdict(models.TextChoices):
        EARLY = "early", _("Too early to tell")
        EFFECTIVE = "effective", _("It helped")
        NOT_SHOWN = "not_shown", _("It did not help, or that cannot be shown")

    action = models.ForeignKey(Action, models.CASCADE, related_name="checks")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    before = models.PositiveIntegerField()  # complaints of the cause in 90 days before
    before_of = models.PositiveIntegerField()  # deliveries in that time
    after = models.PositiveIntegerField()
    after_of = models.PositiveIntegerField()
    ratio = models.FloatField(null=True)  # of the rates, after to before; null: no rate to compare with
    low = models.FloatField(null=True)  # 95 %
    high = models.FloatField(null=True)
    by_days = models.BooleanField(default=False)  # nothing is delivered here: `…_of` are days
    verdict = models.CharField(max_length=9, choices=Verdict)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at"]


@keep_history()
class EightD(Record):
    """The eight disciplines, for what is critical or keeps coming back. The actions of the case are its D3 to D7."""

    case = models.OneToOneField("care.Case", models.CASCADE, related_name="eight_d")
    plan = models.TextField(_("D0 Plan and emergency measures"), blank=True)
    team = models.TextField(_("D1 Team"), blank=True)
    problem = models.TextField(_("D2 The problem: is, is not, in numbers"), blank=True)
    containment = models.TextField(_("D3 Holding it for now"), blank=True)
    occurrence = models.TextField(_("D4 Why it happened"), blank=True)
    non_detection = models.TextField(_("D4 Why nobody noticed"), blank=True)
    chosen = models.TextField(_("D5 What we chose to do for good"), blank=True)
    validated = models.TextField(_("D6 Done, and shown to work"), blank=True)
    prevention = models.TextField(_("D7 So that it happens nowhere else"), blank=True)
    recognition = models.TextField(_("D8 Thanks to the team"), blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("begun_at")), name="eight_d_in_order"
            )
        ]
