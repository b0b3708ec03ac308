from django.db import models


class Made(models.Model):
    """One row, of whichever table, that the demo business brought along. As long as there are any, it lives here."""

    table = models.CharField(max_length=63)
    row = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="made_once")]
