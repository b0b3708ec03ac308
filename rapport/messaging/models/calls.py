"""Telephone calls as the line tells of them, who answers on which telephone, and how the house greets."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models import Customer
from rapport.messaging.models.channels import Channel
from rapport.messaging.models.telling import calls
from rapport.timeline.models import KeptFile


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        sight = Customer.objects.sight(user, "customer")
        return self.filter(Q(customer=None) | sight) if sight else self.all()

    def owed(self):
        """Missed, and nobody has called back or was reached since."""
        return self.filter(direction=Call.Direction.IN, state__in=Call.NOT_REACHED, returned_at=None)


class Call(Record):
    """One call, from its first ringing on. Its moments are facts as they were told; its state follows from them."""

    class Direction(models.TextChoices):
        IN = "in", pgettext_lazy("of a call", "They called")
        OUT = "out", pgettext_lazy("of a call", "We called")

    class State(models.TextChoices):
        RINGING = "ringing", _("Ringing")
        ANSWERED = "answered", _("Speaking")
        ENDED = "ended", _("We spoke")
        MISSED = "missed", _("Missed")
        VOICEMAIL = "voicemail", _("Left a message")
        ABANDONED = "abandoned", _("Hung up at once")  # within five seconds: it counts nowhere

    NOT_REACHED = (State.MISSED, State.VOICEMAIL)
    GOING_ON = (State.RINGING, State.ANSWERED)

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="calls", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="calls", db_index=False)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.IN)
    peer = models.CharField(max_length=60, blank=True)  # their number in E.164; empty: they keep it to themselves
    state = models.CharField(max_length=9, choices=State, default=State.RINGING)
    ringing_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # who spoke
    transfers = models.PositiveSmallIntegerField(default=0)
    has_voicemail = models.BooleanField(default=False)
    provider_id = models.CharField(max_length=200)  # how the line calls it
    settled_at = models.DateTimeField(null=True)  # when what follows from it was done: entry, promise
    returned_at = models.DateTimeField(null=True)  # of a missed one: since when nobody owes a call back
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, related_name="+")
    entry = models.ForeignKey("timeline.Entry", models.SET_NULL, null=True, related_name="+")

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "provider_id"], name="call_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=models.F("ringing_at")), name="call_rings_first"
            ),
        ]
        indexes = [
            models.Index(fields=["-ringing_at", "-id"], name="call_latest"),
            models.Index(fields=["customer", "-ringing_at", "-id"], name="call_of_customer"),
            models.Index(fields=["peer", "-ringing_at"], name="call_of_number", condition=~Q(peer="")),
            models.Index(
                fields=["-ringing_at", "-id"], name="call_going_on", condition=Q(state__in=["ringing", "answered"])
            ),
            models.Index(fields=["ended_at"], name="call_unsettled", condition=Q(settled_at=None)),
            models.Index(
                fields=["-ringing_at", "-id"],
                name="call_owed",
                condition=Q(direction="in", state__in=["missed", "voicemail"], returned_at=None),
            ),
        ]
        triggers = calls()

    def __str__(self) -> str:
        return self.peer or str(_("A number that is not shown"))

    def get_absolute_url(self) -> str:
        return address_of("messaging:call", self.pk)

    @property
    def is_missed(self) -> bool:
        return self.direction == self.Direction.IN and self.state in self.NOT_REACHED

    @property
    def is_owed(self) -> bool:
        return self.is_missed and self.returned_at is None

    @property
    def waited(self) -> timedelta | None:
        """From the first ringing until somebody answered, or until they gave up."""
        until = self.answered_at or self.ended_at
        return until - self.ringing_at if until else None

    @property
    def spoken(self) -> timedelta | None:
        return self.ended_at - self.answered_at if self.ended_at and self.answered_at else None

    @property
    def seconds_waited(self) -> int | None:
        return None if self.waited is None else max(0, round(self.waited.total_seconds()))

    @property
    def minutes_spoken(self) -> int | None:
        return None if self.spoken is None else max(1, round(self.spoken.total_seconds() / 60))


class CallFile(KeptFile):
    """A message that somebody left on the machine."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="files")
    where = models.CharField(max_length=500)  # at the provider
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "where"], name="call_file_once")]

    def get_absolute_url(self) -> str:
        return address_of("messaging:call_file", self.pk)


@keep_history()
class Seat(Record):
    """Which telephone somebody sits at, and whether they want to see who calls."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seat")
    sees_calls = models.BooleanField(_("Show me who calls while it rings"), default=True)
    extension = models.CharField(_("Your extension or number"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["extension"], condition=~Q(extension=""), name="extension_of_one")
        ]

    def __str__(self) -> str:
        return self.extension


@keep_history()
class HouseGreeting(Record):
    """How everybody here answers the telephone, in one language."""

    language = models.CharField(max_length=8, unique=True)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["language"]

    def __str__(self) -> str:
        return self.text
