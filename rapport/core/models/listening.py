"""Who has a page open that listens, as far as the streams have written it down."""

from django.db import models


class Listening(models.Model):
    """Under which name somebody listens. Written by `core.streams.database`; old rows mean nothing."""

    key = models.CharField(max_length=80, primary_key=True)  # "chat:<id>"
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
