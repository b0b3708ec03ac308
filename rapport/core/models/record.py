from django.db import models

from rapport.core.ids import uuid7


class Record(models.Model):
    """A row with a UUIDv7 key. Ids say nothing about a person, so they may stand in addresses and job arguments."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
