"""Tables that were asked for."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from rapport.core.models import Record


class ComplaintTable(Record):
    """Complaints of a span of time, taken out as a table: by whom, in which format, how many lines once it is there."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    ending = models.CharField(max_length=4)  # csv, xlsx
    rows = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-made_at"], name="complaint_tables_of")]
