"""Notices: telling customers early and honestly what went wrong, and what it means for each of them."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record


class NoticeKind(models.TextChoices):
    DELAY = "delay", _("Delay")
    INCIDENT = "incident", _("Disruption")
    CHANGE = "change", _("Change of price, terms or product")
    UNAVAILABLE = "unavailable", _("Not to be had")
    RECALL = "recall", _("Recall")
    CONTACT = "contact", _("Another person for you")


class Certainty(models.TextChoices):
    CONFIRMED = "confirmed", _("We know the cause")
    LIKELY = "likely", _("We think we know the cause")
    UNKNOWN = "unknown", _("We do not know the cause yet")


@keep_history()
class Service(Record):
    """Something the business always offers, of which customers want to know whether it works: shop, phone, branch."""

    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=120)
    local_names = models.JSONField(default=dict, blank=True)  # {"cs": "E-shop"}
    hint = models.CharField(_("What it is"), max_length=200, blank=True)
    location = models.ForeignKey("staff.Location", models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=50)
    is_public = models.BooleanField(_("On the public page"), default=True)
    since = models.DateField(_("Counted since"), default=date.today)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Incident(Record):
    """A disruption of services, from when to when. Its public words are its updates; who is hit is told by a notice."""

    class Effect(models.TextChoices):
        MAINTENANCE = "maintenance", _("Planned work")
        SLOW = "slow", _("Slower or partly out")
        DOWN = "down", _("Out of order")

    title = models.CharField(_("What"), max_length=160)  # in the language of the business
    local_titles = models.JSONField(default=dict, blank=True)  # {"cs": "E-shop nejede"}
    effect = models.CharField(_("How bad"), max_length=11, choices=Effect)
    services = models.ManyToManyField(Service, related_name="incidents", verbose_name=_("What is hit"))
    began_at = models.DateTimeField(_("Since"))
    known_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    next_news_at = models.DateTimeField(_("Next news by"), null=True, blank=True)
    is_public = models.BooleanField(_("On the public page"), default=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["-began_at"], name="incident_by_age")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")), name="incident_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.title


class IncidentUpdate(Record):
    """What was said in public about an incident, in each language."""

    class State(models.TextChoices):
        FOUND = "found", _("We are looking into it")
        CAUSE = "cause", _("We know the cause")
        WATCHING = "watching", _("Mended, we keep watching")
        SOLVED = "solved", _("Solved")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="updates")
    state = models.CharField(max_length=8, choices=State)
    texts = models.JSONField()  # {"en": "…", "cs": "…"}
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]


@keep_history()
class Notice(Record):
    """One honest message to everybody who is affected: what happened, what it means, the new date, what we do, the
    choices, whom to reach, and an apology. Its words stand in `NoticeText`, one row per language."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("of a notice", "Draft")
        APPROVED = "approved", pgettext_lazy("of a notice", "Approved")
        SENDING = "sending", pgettext_lazy("of a notice", "Going out")
        SENT = "sent", pgettext_lazy("of a notice", "Told")
        RESOLVED = "resolved", pgettext_lazy("of a notice", "Solved")
        REVIEWED = "reviewed", pgettext_lazy("of a notice", "Looked back on")
        DROPPED = "dropped", pgettext_lazy("of a notice", "Dropped")

    number = models.BigIntegerField(
        unique=True, editable=False, db_default=models.expressions.RawSQL("nextval('care_notice_number')", ())
    )
    kind = models.CharField(_("Kind"), max_length=11, choices=NoticeKind)
    title = models.CharField(_("Subject"), max_length=160)  # inside the house
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    certainty = models.CharField(_("How sure we are"), max_length=9, choices=Certainty, default=Certainty.CONFIRMED)
    new_on = models.DateField(_("New date"), null=True, blank=True)
    latest_on = models.DateField(_("At the latest"), null=True, blank=True)  # where the new date is a range
    next_news_at = models.DateTimeField(_("Next news by"), null=True, blank=True)
    contact = models.ForeignKey(  # whom customers reach, by name
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Whom to reach"),
    )
    contact_phone = models.CharField(_("Direct phone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("Direct e-mail"), blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="notices")
    known_at = models.DateTimeField(_("We know it since"))
    tell_by = models.DateTimeField()  # the same business day, and before the promised date
    promised_at = models.DateTimeField(null=True, blank=True)  # the date that will be missed; the earliest of them
    told_at = models.DateTimeField(null=True, blank=True)  # when it began to go out
    incident = models.ForeignKey(Incident, models.SET_NULL, null=True, blank=True, related_name="notices")
    product = models.ForeignKey("orders.Product", models.SET_NULL, null=True, blank=True, related_name="+")
    order = models.ForeignKey("orders.Order", models.SET_NULL, null=True, blank=True, related_name="notices")
    slip = models.ForeignKey(  # the promise of delivery that slipped: told once
        "promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    segment = models.ForeignKey("segments.Segment", models.SET_NULL, null=True, blank=True, related_name="+")
    affected = models.JSONField(default=dict)  # how they were chosen: {"by": "segment"|"orders"|"picked", …}
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)  # a second person is to look at it
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)  # by a person; until then drafts follow the facts
    sends_at = models.DateTimeField(null=True, blank=True)  # when it goes out by itself, unless somebody stops it
    is_automatic = models.BooleanField(default=False)  # it went out by itself
    turn = models.PositiveSmallIntegerField(default=0)  # of updates: how many went out
    resolved_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = models.TextField(_("What we learned"), blank=True)
    recipient_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="notice_by_age"),
            models.Index(fields=["tell_by"], name="notice_to_tell", condition=Q(state__in=["draft", "approved"])),
            models.Index(fields=["next_news_at"], name="notice_next_news", condition=Q(state="sent")),
            models.Index(fields=["sends_at"], name="notice_by_itself", condition=Q(sends_at__isnull=False)),
            models.Index(fields=["told_at"], name="notice_by_telling", condition=Q(told_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slip"], condition=Q(slip__isnull=False) & ~Q(state="dropped"), name="slip_told_once"
            ),
            models.CheckConstraint(
                condition=Q(latest_on=None) | Q(new_on__isnull=False, latest_on__gte=models.F("new_on")),
                name="notice_range_has_an_end",
            ),
        ]
        permissions = [("approve_notice", "Can approve notices to many")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("care:notice", self.pk)

    @property
    def notice_lead(self) -> timedelta | None:
        """How long before the promised date customers were told; negative when after."""
        return self.promised_at - self.told_at if self.promised_at and self.told_at else None


class NoticeText(Record):
    """The words of a notice, or of one of its updates, in one language."""

    class About(models.TextChoices):
        NOTICE = "notice", _("Notice")
        UPDATE = "update", _("Update")
        SOLVED = "solved", _("It is solved")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="texts")
    about = models.CharField(max_length=6, choices=About, default=About.NOTICE)
    turn = models.PositiveSmallIntegerField(default=0)  # of updates: the first, the second
    language = models.CharField(max_length=8)
    subject = models.CharField(_("Subject"), max_length=200)
    happened = models.TextField(_("What happened"), blank=True)
    meaning = models.TextField(_("What it means for you"), blank=True)
    doing = models.TextField(_("What we are doing"), blank=True)
    choices = models.TextField(_("Your choices, and what we give for the trouble"), blank=True)
    apology = models.TextField(_("Apology"), blank=True)
    text = models.TextField(_("Words"), blank=True)  # of updates and of "it is solved"
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "about", "turn", "language"], name="notice_text_once"),
        ]


class NoticeRecipient(Record):
    """That a notice concerns a customer, perhaps for one order of theirs; how it reached them, and what they chose."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("of a recipient", "Waiting")
        TOLD = "told", pgettext_lazy("of a recipient", "Told")
        HELD = "held", pgettext_lazy("of a recipient", "Held back")
        SPOKEN = "spoken", pgettext_lazy("of a recipient", "Told by phone or in person")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="recipients", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="notices_received")
    order = models.ForeignKey("orders.Order", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True)  # why held back: a name of `messaging.outgoing.reasons`
    message = models.ForeignKey("messaging.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    latest = models.ForeignKey(  # of the updates, or that it is solved
        "messaging.Message", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    promise = models.ForeignKey(  # the word that stands since they were told the new date
        "promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    choice = models.CharField(max_length=20, blank=True)  # what they chose on their own pages: "fine", "other_day" …
    choice_words = models.TextField(blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    news_told_at = models.DateTimeField(null=True, blank=True)  # when the latest news reached them
    update_turn = models.PositiveSmallIntegerField(default=0)  # the last update they were sent
    solved_told_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # the one question, three days after it was solved
    question = models.ForeignKey("messaging.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True, blank=True)  # how we dealt with it, 1 to 5
    rating_words = models.TextField(blank=True, default="", db_default="")
    rated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "customer", "order"], name="notice_concerns_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["notice", "state", "id"], name="notice_recipients")]


@keep_history()
class NoticeRule(Record):
    """Whether a delay is told without a person pressing anything. A house has one, or none yet."""

    only = models.BooleanField(default=True, editable=False, unique=True)
    goes_out = models.BooleanField(_("Tell delays of single orders by itself"), default=False)
    wait_minutes = models.PositiveSmallIntegerField(
        _("Minutes to look at it first"), default=30, validators=[MaxValueValidator(24 * 60)]
    )
    when_passed = models.BooleanField(_("Also when a promised day passed and nobody said why"), default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_notice_rule")]

    def __str__(self) -> str:
        return str(_("Notices that go out by themselves"))
