from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.models.record import Record

SILENT_FOR = timedelta(seconds=15)  # whoever works says every second that they do


class WorkQuerySet(models.QuerySet):
    def under_way(self):
        return self.filter(state__in=Work.UNDER_WAY)

    def about(self, subject):
        return self.filter(subject_id=subject.pk)


class Work(Record):
    """Something that takes longer than a page may: who asked for it, how far it is, how it ended.

    What it does is a `progress.kinds.WorkKind`; `subject_id` says on what. Nothing in it is about a customer.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    UNDER_WAY = (State.WAITING, State.RUNNING)

    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=12, default="en")  # of what it says while it works
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # more than one: a worker died over it
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    doing = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)

    objects = WorkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state__in=("waiting", "running")),
                name="one_work_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["subject_id", "-asked_at"], name="work_by_subject")]

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def is_stopping(self) -> bool:
        return self.is_under_way and self.cancel_asked_at is not None

    def is_silent(self, at) -> bool:
        """Whether whoever worked on it has died, as far as one can tell."""
        return self.state == self.State.RUNNING and (self.heard_at or self.asked_at) < at - SILENT_FOR

    @property
    def percent(self) -> int:
        if self.state == self.State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def seconds(self) -> float:
        """How long it has been worked on, up to when it was last heard of."""
        until = self.ended_at or self.heard_at
        return max(0.0, (until - self.started_at).total_seconds()) if self.started_at and until else 0.0

    @property
    def rate(self) -> float | None:
        """What is done in a second; None while that would be a guess."""
        return self.done / self.seconds if self.seconds >= 1 and self.done else None

    @property
    def seconds_left(self) -> float | None:
        return max(0, self.total - self.done) / self.rate if self.rate and self.total else None
