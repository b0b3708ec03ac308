from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from rapport.core.models import Record


class Choice(Record):
    """Customers whom somebody chose together, what was done to all of them, and whether that was taken back.

    Either the keys of those chosen one by one, or what the list was narrowed to, with how many it showed then.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    ids = ArrayField(models.UUIDField(), null=True)
    # `Filters.kept`: also a line of conditions; never the words somebody searched by.
    filters = models.JSONField(default=dict)
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    deed = models.CharField(max_length=20, blank=True)
    wish = models.JSONField(default=dict)  # what the deed's form said: tags, keys of people and teams, a reason
    done_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)  # of how many customers it changed anything
    failed = models.PositiveIntegerField(default=0)  # to how many it could not be done
    failures = models.JSONField(default=list)  # the first of them: [key, reason]
    transaction = models.BigIntegerField(null=True)  # in which their entries were recorded
    undone_at = models.DateTimeField(null=True)
    undone = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="choice_by_age")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(transaction__isnull=False), name="choice_done_in_one_go"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deed or '–'}: {self.count}"
