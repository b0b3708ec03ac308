"""What was promised to whom by when, how it went, and how the customer was told.

Importers write history by `INSERT … SELECT` into `promises_promise`. They fill: `id` (`uuidv7()`), `customer_id`,
`kind` ('delivery'), `text`, `about`, `made_at`, `due_at` and the same in `first_due_at`, `imported` (true),
`is_internal` (false), `renegotiations` (0), `confirmed_by_customer` (false), `reason` (''), and by what became of it
- delivered by `due_at`: `state` 'kept', `done_at` and `closed_at` when delivered, `evidence` (not empty)
- delivered later: the same with 'kept_late'
- not delivered: 'overdue' once `due_at` has passed, else 'open'; `done_at` and `closed_at` null, `evidence` ''.
`made_by_id`, `owner_id` and `location_id` if known; all other columns stay null. Imported promises are not warned
about, and never end as broken by the clock.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models import Customer
from rapport.promises.business_time import Calendar
from rapport.staff.sight import out_of_sight
from rapport.timeline.models import Channel

OWED = Q(state__in=["open", "overdue"])
OFTEN_MOVED = 2  # more than this, and whoever leads the team sees it
LATEST_DUE = (F("due_at").desc(nulls_last=True), F("id").desc(nulls_last=True))  # as lists ask for it


class PromiseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The promises to customers that `user` may see."""
        return self.filter(Customer.objects.sight(user, "customer"))

    def open(self):
        """Still owed, late or not."""
        return self.filter(state__in=Promise.OPEN_STATES)

    def overdue(self):
        return self.filter(state=Promise.State.OVERDUE)

    def settled(self):
        return self.exclude(state__in=Promise.OPEN_STATES)

    def late(self, at: datetime):
        """Owed and past due at `at`, marked or not yet."""
        return self.open().filter(due_at__lt=at)

    def owned_by(self, user):
        return self.filter(owner=user)

    def orphaned(self):
        """Owed, but nobody who works here has it in hand. Imported history is no one's to begin with.

        Asked for in two, so that both are read from the book of owners however much is owed.
        """
        owed = Promise.objects.open().living().order_by().values("pk")
        return self.filter(pk__in=owed.filter(owner=None).union(owed.filter(owner__is_active=False)))

    def unseen(self):
        """Owed by somebody who does not see the customer where the house is divided by team, or would not."""
        return self.open().living().filter(out_of_sight("owner"), owner__is_active=True)

    def living(self):
        """Made here; imported history aside."""
        return self.filter(imported=False)


@keep_history()
class Promise(Record):
    """Who promised what to whom by when. It ends kept, kept late, broken, renegotiated, withdrawn or void."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        OVERDUE = "overdue", _("Late")
        KEPT = "kept", _("Kept")
        KEPT_LATE = "kept_late", _("Kept late")
        BROKEN = "broken", _("Broken")
        RENEGOTIATED = "renegotiated", _("Moved in time")
        WITHDRAWN = "withdrawn", _("No longer wanted")
        VOID = "void", _("Made by mistake")

    OPEN_STATES = (State.OPEN, State.OVERDUE)
    KEPT_STATES = (State.KEPT, State.KEPT_LATE)

    customer = models.ForeignKey(  # found by `promise_by_customer`
        "customers.Customer", models.PROTECT, related_name="promises", db_index=False
    )
    kind = models.CharField(_("Kind"), max_length=40, default="other")  # a key of `kinds.all_kinds()`
    is_internal = models.BooleanField(default=False)  # copied from the kind: not told, not counted
    text = models.CharField(_("What"), max_length=300)  # a result that can be checked
    about = models.CharField(max_length=120, blank=True)  # "order 2214"
    made_by = models.ForeignKey(  # never changes; null: by a service level or in imported history
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="promises_made"
    )
    owner = models.ForeignKey(  # who has it in hand; null is an alert
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="promises", db_index=False
    )
    location = models.ForeignKey("staff.Location", models.SET_NULL, null=True, blank=True, related_name="promises")
    source = models.ForeignKey("timeline.Entry", models.SET_NULL, null=True, blank=True, related_name="+")
    imported = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    target_due_at = models.DateTimeField(null=True, blank=True)  # what we aim for, when earlier than promised
    first_due_at = models.DateTimeField()  # as first promised; survives every renegotiation
    renegotiated_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renegotiated_to"
    )
    renegotiations = models.PositiveSmallIntegerField(default=0)  # how often the date moved until this one

    ask_at = models.DateTimeField(null=True, blank=True)  # halfway: still on track?
    at_risk_at = models.DateTimeField(null=True, blank=True)
    urgent_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)  # when it was truly done
    closed_at = models.DateTimeField(null=True, blank=True)  # when we knew
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    evidence_entry = models.ForeignKey("timeline.Entry", models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_by_customer = models.BooleanField(default=False)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="promise_says_what"),
            models.CheckConstraint(
                condition=Q(imported=True) | Q(due_at__gt=F("made_at")), name="promise_is_for_the_future"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "overdue"], closed_at=None)
                | (~Q(state__in=["open", "overdue"]) & Q(closed_at__isnull=False)),
                name="promise_closed_or_not",
            ),
            models.CheckConstraint(
                condition=Q(state="kept", done_at__lte=F("due_at"))
                | Q(state="kept_late", done_at__gt=F("due_at"))
                | (~Q(state__in=["kept", "kept_late"]) & Q(done_at=None)),
                name="promise_kept_in_time_or_late",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["kept", "kept_late"])
                | ~Q(evidence="")
                | Q(evidence_entry__isnull=False)
                | Q(confirmed_by_customer=True)
                | Q(is_internal=True)
                | Q(imported=True),
                name="promise_kept_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["broken", "void"]) | ~Q(reason=""), name="promise_ended_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="renegotiated") | Q(closed_at__lt=F("due_at")), name="promise_moved_before_due"
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | Q(made_by=None) | ~Q(closed_by=F("made_by")),
                name="promise_voided_by_a_second_person",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="promise_by_due"),
            models.Index(fields=["due_at", "id"], name="promise_open_by_due", condition=Q(state="open")),
            models.Index(fields=["due_at", "id"], name="promise_owed", condition=OWED),
            models.Index(fields=["owner", "due_at", "id"], name="promise_book", condition=OWED),
            models.Index(
                fields=["due_at", "id"], name="promise_moved_often", condition=OWED & Q(renegotiations__gt=OFTEN_MOVED)
            ),
            models.Index(
                fields=["due_at", "id"], name="promise_old_overdue", condition=Q(state="overdue", imported=True)
            ),
            models.Index("state", *LATEST_DUE, name="promise_by_state"),
            models.Index("owner", *LATEST_DUE, name="promise_by_owner"),
            models.Index("customer", *LATEST_DUE, name="promise_by_customer"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="promise_words"),  # as `icontains` asks
        ]
        permissions = [("reassign_promise", "Can hand over all promises of a colleague")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return address_of("promises:promise", self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def is_kept(self) -> bool:
        return self.state in self.KEPT_STATES

    def is_late(self, at: datetime) -> bool:
        return self.is_open and self.due_at < at

    def is_at_risk(self, at: datetime) -> bool:
        return self.is_open and any(moment and moment <= at for moment in (self.at_risk_at, self.urgent_at))

    def latest(self) -> "Promise":
        """The promise that stands today, after every renegotiation. One query per step."""
        promise = self
        while moved := Promise.objects.filter(renegotiated_from=promise).first():
            promise = moved
        return promise

    def used(self, at: datetime) -> int:
        """How much of the promised time has passed, in per cent."""
        span = self.due_at - self.made_at
        if span <= timedelta(0):
            return 100
        return min(100, max(0, round((min(at, self.closed_at or at) - self.made_at) / span * 100)))

    def tone(self, at: datetime) -> str:
        """The tone of the design in which it is shown."""
        if self.is_late(at) or self.state == self.State.BROKEN:
            return "late"
        if self.is_at_risk(at) or self.state == self.State.KEPT_LATE:
            return "risk"
        return "kept" if self.state == self.State.KEPT else ""


class Telling(Record):
    """How and when a customer was told about a promise, or told us; written down by a person."""

    class About(models.TextChoices):
        MADE = "made", _("that we promise")
        MOVED = "moved", _("that it will be later")
        LATE = "late", _("that it is late")
        BROKEN = "broken", _("that we cannot")
        WITHDRAWN = "withdrawn", _("that it is no longer wanted")

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="tellings")
    about = models.CharField(max_length=10, choices=About)
    channel = models.CharField(_("How"), max_length=10, choices=Channel)
    words = models.TextField(_("In which words"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_customer = models.BooleanField(default=False)  # they told us
    at = models.DateTimeField(_("When"))
    known_at = models.DateTimeField(null=True, blank=True)  # when we ourselves knew
    entry = models.ForeignKey("timeline.Entry", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["promise", "at"], name="telling_of_promise")]
        constraints = [
            models.CheckConstraint(
                condition=Q(known_at=None) | Q(known_at__lte=F("at")), name="told_after_it_was_known"
            )
        ]

    @property
    def notice_lead(self) -> timedelta:
        """How long before the promised time the customer was told; negative when after."""
        return self.promise.due_at - self.at

    def telling_delay(self, calendar: Calendar) -> float | None:
        """Business minutes in which we knew and the customer did not; None when nobody wrote down since when."""
        return None if self.known_at is None else calendar.business_minutes(self.known_at, self.at)


class CheckIn(Record):
    """The owner's answer, halfway: still on track?"""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="check_ins")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on_track = models.BooleanField()

    class Meta:
        ordering = ["at"]


class Reminder(Record):
    """That an owner was reminded of a promise: once per level."""

    class Level(models.TextChoices):
        HALFWAY = "halfway", _("Halfway")
        AT_RISK = "at_risk", _("At risk")
        URGENT = "urgent", _("Urgent")
        OVERDUE = "overdue", _("Late")

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="reminders")
    level = models.CharField(max_length=8, choices=Level)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["promise", "level", "owner"], name="reminded_once_per_level")]
