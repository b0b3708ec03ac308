import base64
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.timeline.models import Entry

FROM_THE_START = UUID(int=0)


class EndpointQuerySet(models.QuerySet):
    def on(self):
        return self.filter(off_at=None)

    def given_up(self):
        """Those that Rapport switched off by itself; somebody has to look."""
        return self.filter(off_because__in=[Endpoint.Off.GONE, Endpoint.Off.FAILING])


@keep_history()
class Endpoint(Record):
    """An address of another program that is told of entries as they happen. It is the house's, not a person's."""

    class Off(models.TextChoices):
        BY_HAND = "by_hand", _("Switched off by a colleague")
        GONE = "gone", _("Switched off: the address answered that it is gone for good (410)")
        FAILING = "failing", _("Switched off: it took nothing for three days")

    url = models.CharField(_("Address"), max_length=500)
    description = models.CharField(_("What is it for?"), max_length=120)
    has_all_kinds = models.BooleanField(default=True)  # those of slices that come later, too
    kinds = ArrayField(models.CharField(max_length=60), default=list)  # chosen ones, when not all
    with_imported = models.BooleanField(default=False)  # history that an import brings in, too
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    off_at = models.DateTimeField(null=True)
    off_because = models.CharField(max_length=10, choices=Off.choices, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ["description", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(off_at=None, off_because="") | (Q(off_at__isnull=False) & ~Q(off_because="")),
                name="endpoint_off_says_why",
            ),
            models.CheckConstraint(condition=Q(has_all_kinds=True) | ~Q(kinds=[]), name="endpoint_is_told_something"),
        ]

    def __str__(self) -> str:
        return self.description

    def get_absolute_url(self) -> str:
        return reverse("api:webhook", args=[self.pk])

    @property
    def is_on(self) -> bool:
        return self.off_at is None

    @property
    def is_given_up(self) -> bool:
        return self.off_because in (self.Off.GONE, self.Off.FAILING)


class Progress(models.Model):
    """How far an endpoint has come, apart from what people set: this changes all the time and keeps no history."""

    endpoint = models.OneToOneField(Endpoint, models.CASCADE, primary_key=True, related_name="progress")
    since = (
        models.BigIntegerField()
    )  # when it was switched on, this transaction had not begun, so all from it on is told
    running = ArrayField(models.BigIntegerField(), default=list)  # and these, which were still writing then
    transaction = models.BigIntegerField()  # with `entry`: collected up to here, in commit order
    entry = models.UUIDField(default=FROM_THE_START)
    busy_until = models.DateTimeField(null=True)  # a worker is sending; if it dies, another may from then on
    failures = models.PositiveIntegerField(default=0)  # in a row
    paused_until = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)  # when it last took something


class SecretQuerySet(models.QuerySet):
    def valid(self, at: datetime):
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at)).order_by("-made_at", "-id")


class Secret(Record):
    """What an endpoint checks signatures with. Kept as a salt: the database alone does not give the secret away."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="secrets")
    salt = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # a day after a newer one was made

    objects = SecretQuerySet.as_manager()

    @property
    def key(self) -> bytes:
        return salted_hmac("rapport.api.webhooks.secret", self.salt, algorithm="sha256").digest()

    @property
    def words(self) -> str:
        """As it is given to the other program."""
        return f"whsec_{base64.b64encode(self.key).decode()}"


class DeliveryQuerySet(models.QuerySet):
    def due(self, at: datetime):
        return self.filter(state=Delivery.State.WAITING, next_at__lte=at)


class Delivery(Record):
    """One entry for one endpoint: made once, sent until it was taken or three days are over."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        TAKEN = "taken", _("Delivered")
        FAILED = "failed", _("Failed")

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries", db_index=False)
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="+")  # none: a test
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    next_at = models.DateTimeField(null=True)  # while it waits
    begun_at = models.DateTimeField()  # from here three days are counted; anew when it is sent again by hand
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)  # the last time; what follows is about that
    status = models.PositiveSmallIntegerField(null=True)
    took_ms = models.PositiveIntegerField(null=True)
    problem = models.CharField(max_length=40, blank=True)  # why there is no good answer: a name of `line.Problem`
    answer = models.TextField(blank=True)  # its beginning

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "entry"], name="delivered_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False) | (~Q(state="waiting") & Q(next_at=None)),
                name="delivery_waits_for_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="delivery_log"),
            models.Index(fields=["endpoint", "state", "-id"], name="delivery_log_by_state"),
            models.Index(fields=["endpoint", "next_at", "id"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["made_at"], name="delivery_by_age"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("api:delivery", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_tried_again(self) -> bool:
        return self.is_waiting and self.attempts > 0
