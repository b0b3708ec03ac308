"""Cases: what a customer asked, complained of or suggested, in whose hands it is, and what they hear next, and when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.care.models.causes import Cause
from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models import Customer
from rapport.timeline.models import Channel

LATEST = (F("opened_at").desc(nulls_last=True), F("id").desc(nulls_last=True))
NEXT = (F("next_update_at").asc(nulls_last=True), F("id").asc(nulls_last=True))
SETTLED = Q(state__in=["resolved", "closed"])


class CaseKind(models.TextChoices):
    QUESTION = "question", _("Question")
    SERVICE = "service", _("Service request")
    HELP = "help", _("Technical help")
    COMPLAINT = "complaint", _("Complaint")
    SUGGESTION = "suggestion", _("Suggestion")


class Priority(models.TextChoices):
    LOW = "low", pgettext_lazy("how urgent", "Low")
    NORMAL = "normal", pgettext_lazy("how urgent", "Normal")
    HIGH = "high", pgettext_lazy("how urgent", "High")
    URGENT = "urgent", pgettext_lazy("how urgent", "Urgent")


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of customers whom `user` may see; a confidential one only by those whom it is entrusted to.

        Whoever a complaint is about never sees it.
        """
        return self.within(user.pk, **self.reach(user))

    def reach(self, user) -> dict[str, Any]:
        """What decides which cases `user` may see, beside who they are."""
        sees_confidential = user.has_perm("care.see_confidential")
        return {"sight": Customer.objects.sight(user, "customer"), "sees_confidential": sees_confidential}

    def within(self, user: UUID | None, sight: Q, sees_confidential: bool):
        rows = self.filter(sight) if sight else self.all()
        if user is not None:
            complaints = self.model._meta.get_field("complaint").related_model
            rows = rows.exclude(pk__in=complaints.objects.filter(about=user).values("pk"))
        if sees_confidential:
            return rows
        entrusted = self.model.trusted.through.objects.filter(user=user).values("case")
        theirs = Q(owner=user) | Q(team__lead=user) | Q(pk__in=entrusted)
        return rows.filter(Q(is_confidential=False) | theirs)

    def open(self):
        """Somebody still has to do something, or to hear something."""
        return self.exclude(SETTLED)

    def ended(self):
        return self.filter(SETTLED)


@keep_history(exclude=["words_key", "found_by"])
class Case(Record):
    """One matter of one customer. Its state follows from its steps; while open it always has a day of the next news."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("of a case", "New")
        UNDERSTOOD = "understood", pgettext_lazy("of a case", "Understood")
        IN_WORK = "in_work", pgettext_lazy("of a case", "In work")
        WAITING = "waiting", pgettext_lazy("of a case", "Waiting for the customer")
        RESOLVED = "resolved", pgettext_lazy("of a case", "Resolved")
        CLOSED = "closed", pgettext_lazy("of a case", "Closed")
        REOPENED = "reopened", pgettext_lazy("of a case", "Reopened")

    OPEN_STATES = (State.NEW, State.UNDERSTOOD, State.IN_WORK, State.WAITING, State.REOPENED)

    number = models.BigIntegerField(
        unique=True,
        editable=False,
        db_default=models.expressions.RawSQL("nextval('care_case_number')", ()),
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=CaseKind)
    subject = models.CharField(_("Subject"), max_length=200)
    words = models.TextField(_("In their words"), blank=True)
    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        related_name="cases",
        db_index=False,  # found by `case_of_customer`
    )
    channel = models.CharField(_("How it came"), max_length=10, choices=Channel)
    by_customer = models.BooleanField(default=False)  # they opened it themselves, on their own pages
    language = models.CharField(max_length=8, blank=True)
    conversation = models.ForeignKey(
        "messaging.Conversation", models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    message = models.OneToOneField(  # out of which it was made; one message makes one case
        "messaging.Message", models.SET_NULL, null=True, blank=True, related_name="case"
    )
    product = models.ForeignKey("orders.Product", models.SET_NULL, null=True, blank=True, related_name="cases")
    order = models.ForeignKey("orders.Order", models.SET_NULL, null=True, blank=True, related_name="cases")
    priority = models.CharField(_("Priority"), max_length=6, choices=Priority, default=Priority.NORMAL)
    team = models.ForeignKey("staff.Team", models.SET_NULL, null=True, blank=True, related_name="cases")  # department
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="cases", db_index=False
    )
    location = models.ForeignKey("staff.Location", models.SET_NULL, null=True, blank=True, related_name="+")
    is_confidential = models.BooleanField(_("Confidential"), default=False)
    trusted = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")  # who may see it as well
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    answer = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")
    update = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")
    resolution = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")
    next_update_at = models.DateTimeField(null=True, blank=True)  # the date on which the customer hears something
    waits_until = models.DateTimeField(null=True, blank=True)  # while waiting for them: then it comes back
    level = models.PositiveSmallIntegerField(default=0)  # how far up it has been taken

    opened_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)  # first by a person
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopenings = models.PositiveSmallIntegerField(default=0)
    at_first_contact = models.BooleanField(default=False)  # settled with the first answer
    paused_minutes = models.PositiveIntegerField(default=0)  # business minutes in which the clock stood still
    solution = models.TextField(_("How it was solved"), blank=True)
    cause = models.ForeignKey(Cause, models.PROTECT, null=True, blank=True, related_name="cases")
    rating = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rating_words = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    version = models.PositiveIntegerField(default=1)  # grows with every change: two people at once
    words_key = models.TextField(default="", editable=False)  # subject, words and solution, folded and romanised
    found_by = SearchVectorField(null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="case_has_a_subject"),
            models.CheckConstraint(condition=SETTLED | Q(next_update_at__isnull=False), name="case_open_has_next_news"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="case_closed_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5), name="case_rating_of_five"
            ),
        ]
        indexes = [
            models.Index("customer", *LATEST, name="case_of_customer"),
            models.Index(*NEXT, name="case_open_by_news", condition=~SETTLED),
            models.Index("owner", *NEXT, name="case_open_of", condition=~SETTLED),
            models.Index("team", *NEXT, name="case_open_of_team", condition=~SETTLED),
            models.Index("kind", *LATEST, name="case_by_kind"),
            models.Index("state", *LATEST, name="case_by_state"),
            models.Index(*LATEST, name="case_by_age"),
            models.Index(fields=["cause", "product", "opened_at"], name="case_by_cause"),
            GinIndex(fields=["words_key"], opclasses=["gin_trgm_ops"], name="case_words"),
            GinIndex(fields=["found_by"], name="case_found_by"),
        ]
        permissions = [
            ("assign_case", "Can give cases to others"),
            ("see_confidential", "Can see confidential cases"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return address_of("care:case", self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def is_complaint(self) -> bool:
        return self.kind == CaseKind.COMPLAINT

    def is_late(self, at: datetime) -> bool:
        """The customer should have heard something by now."""
        return self.is_open and self.next_update_at is not None and self.next_update_at < at


class CaseStep(Record):
    """What happened to a case: opened, understood, handed over, resolved. Its state is that of the last one."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps", db_index=False)
    verb = models.CharField(max_length=20)  # "opened", "handed_over" …: `cases/verbs.py` has them
    state = models.CharField(max_length=10, choices=Case.State)  # in which it was afterwards
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_customer = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    facts = models.JSONField(default=dict)  # ids, dates, names of states; nothing personal
    entry = models.ForeignKey("timeline.Entry", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "at", "id"], name="case_steps")]


@keep_history()
class Route(Record):
    """Which department a new case goes to. The first that fits, by position; an empty condition fits all."""

    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    kinds = ArrayField(models.CharField(max_length=10, choices=CaseKind), default=list, blank=True)
    language = models.CharField(_("Language"), max_length=8, blank=True)
    location = models.ForeignKey(
        "staff.Location", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Location")
    )
    category = models.CharField(_("Category of the product"), max_length=120, blank=True)
    words = models.CharField(_("Words in it"), max_length=200, blank=True)  # one of them is enough; commas between
    team = models.ForeignKey(
        "staff.Team", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Team")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Person")
    )
    priority = models.CharField(_("Priority"), max_length=6, choices=Priority, blank=True)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=False) | Q(owner__isnull=False), name="route_leads_somewhere"
            )
        ]


@keep_history()
class Rung(Record):
    """One rung of the ladder that a case of a kind goes up while its news are late: who is told next, and when."""

    class Whom(models.TextChoices):
        OWNER = "owner", _("Whoever has it in hand")
        LEAD = "lead", _("Who leads the team")
        MANAGER = "manager", _("Managers")

    class When(models.TextChoices):
        AT_RISK = "at_risk", _("when it gets close")
        DUE = "due", _("when it is late")

    kind = models.CharField(_("Kind"), max_length=10, choices=CaseKind)
    level = models.PositiveSmallIntegerField(_("Rung"))
    whom = models.CharField(_("Who is told"), max_length=8, choices=Whom)
    when = models.CharField(_("When"), max_length=8, choices=When)
    minutes = models.PositiveIntegerField(_("Minutes after that"), default=0)  # of business time

    class Meta:
        ordering = ["kind", "level"]
        constraints = [models.UniqueConstraint(fields=["kind", "level"], name="one_rung_per_level")]


class Escalation(Record):
    """That a case was taken up a rung, once for each promise of news; with whom it was from then on."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="escalations")
    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, related_name="+")
    level = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=20)  # "late", "critical", "third", "key_account", "asked" …
    at = models.DateTimeField(default=timezone.now)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("timeline.Entry", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "promise", "level", "to"], name="taken_up_once", nulls_distinct=False
            )
        ]
