"""Complaints: the steps of ISO 10002:2018 with their limits, what we understood, what we give, who else may decide."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.care.models.cases import Case
from rapport.core.history import keep_history
from rapport.core.models import Record


class Severity(models.TextChoices):
    MINOR = "minor", _("Minor: annoyance")
    MODERATE = "moderate", _("Moderate: money or time")
    MAJOR = "major", _("Major: large loss, repeated, a broken promise")
    CRITICAL = "critical", _("Critical: safety, discrimination, data, law, public")


class Stage(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("of a complaint", "Received")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("of a complaint", "Acknowledged")
    RESTATED = "restated", pgettext_lazy("of a complaint", "Understood")
    ASSESSED = "assessed", pgettext_lazy("of a complaint", "Assessed")
    INVESTIGATING = "investigating", pgettext_lazy("of a complaint", "Investigated")
    RESPONDED = "responded", pgettext_lazy("of a complaint", "Answered")
    ACCEPTED = "closed_accepted", pgettext_lazy("of a complaint", "Accepted")
    NOT_ACCEPTED = "closed_not_accepted", pgettext_lazy("of a complaint", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a complaint", "Withdrawn")
    MONITORING = "monitoring", pgettext_lazy("of a complaint", "Watched")


CLOSED = (Stage.ACCEPTED, Stage.NOT_ACCEPTED, Stage.WITHDRAWN, Stage.MONITORING)


@keep_history()
class DisputeBody(Record):
    """Who decides from outside when we cannot agree (ISO 10003): entered by the business, named in every answer."""

    country = models.CharField(_("Country"), max_length=2)  # ISO 3166-1 alpha-2
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=160)
    scope = models.CharField(_("What for"), max_length=300, blank=True)
    time_limit = models.CharField(_("Until when one may turn to them"), max_length=200, blank=True)
    link = models.URLField(_("Web page"), blank=True)
    contact = models.TextField(_("Address, phone"), blank=True)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering = ["country", "name"]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Complaint(models.Model):
    """What a complaint is besides a case. `stage` is that of its last step."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="complaint")
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.RECEIVED)
    round = models.PositiveSmallIntegerField(default=1)  # grows when an answer is not accepted; two inside the house
    remedy_wanted = models.TextField(_("What they want"), blank=True)
    severity = models.CharField(_("Severity"), max_length=8, choices=Severity, blank=True)
    is_safety = models.BooleanField(_("Somebody's safety is at risk"), default=False)
    is_legal = models.BooleanField(_("The law sets a limit"), default=False)
    statutory_due_on = models.DateField(_("By law until"), null=True, blank=True)
    impact = models.TextField(_("What it did to them"), blank=True)
    containment = models.TextField(_("What was done at once"), blank=True)
    is_public = models.BooleanField(_("Said in public"), default=False)
    about = models.ForeignKey(  # who must not handle it
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    broken = models.ForeignKey(  # the promise of ours that it is about
        "promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision = models.TextField(_("Decision and reasons"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outside = models.ForeignKey(DisputeBody, models.SET_NULL, null=True, blank=True, related_name="+")
    outside_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)  # to an authority

    class Meta:
        permissions = [("export_complaint", "Can take complaints out as a table")]

    @property
    def is_closed(self) -> bool:
        return self.stage in CLOSED


class ComplaintStep(Record):
    """One step of a complaint, with the promise by when it will be done. Open while `done_at` is empty."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="steps", db_index=False)
    stage = models.CharField(max_length=20, choices=Stage)
    round = models.PositiveSmallIntegerField(default=1)
    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    took_minutes = models.PositiveIntegerField(null=True)  # of business time, since the complaint arrived
    in_time = models.BooleanField(null=True)  # by the day first promised; null: none was
    by_customer = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    message = models.ForeignKey("messaging.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    entry = models.ForeignKey("timeline.Entry", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["complaint", "begun_at", "id"], name="complaint_steps")]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "stage", "round"], condition=Q(done_at=None), name="complaint_step_open_once"
            )
        ]


class Restatement(Record):
    """What we understood, in the customer's terms, and what they said to it. Kept apart from the inside view."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("Understood rightly")
        CORRECTED = "corrected", _("Corrected")
        NONE = "no_answer", _("No answer")

    case = models.ForeignKey(Case, models.CASCADE, related_name="restatements", db_index=False)
    happened = models.TextField(_("What happened, in their terms"))
    meant = models.TextField(_("What it meant for them"))
    wanted = models.TextField(_("What they asked for"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    message = models.ForeignKey("messaging.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    correction = models.TextField(_("What they corrected"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    by_customer = models.BooleanField(default=False)  # they answered it themselves

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="restatements_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answer=""), name="restated_once_at_a_time"),
            models.CheckConstraint(
                condition=~Q(answer="corrected") | ~Q(correction=""), name="restatement_corrected_in_words"
            ),
        ]


class RemedyKind(models.TextChoices):
    APOLOGY = "apology", _("Apology")
    REPAIR = "repair", _("Repair")
    REPLACEMENT = "replacement", _("Replacement")
    REFUND = "refund", _("Refund")
    REDUCTION = "reduction", _("Lower price")
    CREDIT = "credit", _("Credit")
    VOUCHER = "voucher", _("Voucher")
    POINTS = "points", _("Points")
    GIFT = "gift", _("Gift")
    INFORMATION = "information", _("Information put right")
    NONE = "none", _("None, and why")


MONEY_BACK = (RemedyKind.REFUND, RemedyKind.REDUCTION, RemedyKind.CREDIT)


@keep_history()
class RemedyLimit(Record):
    """What a role may give by itself: in one case, and to one customer within a year. Above that somebody approves."""

    role = models.CharField(_("Role"), max_length=20, choices=settings.ROLES, unique=True)
    per_case = models.DecimalField(_("In one case"), max_digits=14, decimal_places=2)
    per_year = models.DecimalField(_("To one customer in a year"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)  # ISO 4217

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(per_case__gte=0, per_year__gte=models.F("per_case")), name="remedy_limit_makes_sense"
            )
        ]


@keep_history()
class Remedy(Record):
    """What was given to put a matter right. All of them together are the ledger: nobody pays twice."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("of a remedy", "To be approved")
        APPROVED = "approved", pgettext_lazy("of a remedy", "Approved")
        REFUSED = "refused", pgettext_lazy("of a remedy", "Refused")
        GIVEN = "given", pgettext_lazy("of a remedy", "Given")
        TAKEN_BACK = "taken_back", pgettext_lazy("of a remedy", "Taken back")

    case = models.ForeignKey(Case, models.PROTECT, related_name="remedies")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="remedies", db_index=False)
    order = models.ForeignKey("orders.Order", models.SET_NULL, null=True, blank=True, related_name="remedies")
    kind = models.CharField(_("What"), max_length=12, choices=RemedyKind)
    text = models.CharField(_("In words"), max_length=300, blank=True)
    amount = models.DecimalField(_("Amount"), max_digits=14, decimal_places=2, default=0)
    currency = models.CharField(_("Currency"), max_length=3)
    points = models.PositiveIntegerField(_("Points"), default=0)
    is_statutory = models.BooleanField(_("Owed by law"), default=False)  # else goodwill
    tax_note = models.CharField(_("Tax"), max_length=120, blank=True)
    account = models.CharField(_("Cost account"), max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Why"), max_length=300, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(_("How one can see it"), max_length=300, blank=True)
    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="remedy_not_negative"),
            models.CheckConstraint(condition=~Q(kind="none") | ~Q(reason=""), name="no_remedy_for_a_reason"),
            models.CheckConstraint(condition=~Q(state="given") | ~Q(evidence=""), name="remedy_given_with_evidence"),
            models.UniqueConstraint(
                fields=["case", "kind", "amount", "points", "text"],
                condition=Q(state__in=["proposed", "approved", "given"]),
                name="remedy_once",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "proposed_at"], name="remedies_of_customer"),
            models.Index(fields=["proposed_at"], name="remedy_to_approve", condition=Q(state="proposed")),
        ]
        permissions = [("approve_remedy", "Can approve what is given above the limits")]


class Fairness(Record):
    """Three questions after a complaint is closed: a fair result, a fair way to it, treated with respect
    (Tax, Brown & Chandrashekaran 1998)."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="fairness")
    asked_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey("messaging.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    result = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(1), MaxValueValidator(5)])
    way = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(1), MaxValueValidator(5)])
    respect = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(1), MaxValueValidator(5)])
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)


class KeyAccounts(Record):
    """By which tags the house knows its key accounts. A house says so once, or goes by their usual name."""

    only = models.BooleanField(default=True, editable=False, unique=True)
    tags = models.ManyToManyField("customers.Tag", blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_rule_of_key_accounts")]
