from django.conf import settings
from django.db import models
from django.utils import timezone

from rapport.core.models import Record


class TickQuerySet(models.QuerySet):
    def hiding(self, user, *, at):
        """What `user` does not want to see at the moment `at`."""
        return self.filter(user=user).filter(models.Q(until=None) | models.Q(until__gt=at))


class Tick(Record):
    """That one person put a line of Today away, for good or until later. The line itself belongs to its slice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ticks")
    key = models.CharField(max_length=120)  # TodayItem.key
    until = models.DateTimeField(null=True)  # empty: done
    at = models.DateTimeField(default=timezone.now)

    objects = TickQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="ticked_once")]
