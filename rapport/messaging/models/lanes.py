from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone


class Lane(models.Model):
    """A way out that a worker keeps open, and how far it is with the messages it took.

    Its worker holds an advisory lock of this number for as long as it lives. One of a dead worker tells exactly what
    is known: what is `gone` was taken by the other server, what is `on_wire` perhaps, and the rest of its batch not.
    """

    number = models.BigAutoField(primary_key=True)
    on_wire = models.UUIDField(null=True)
    gone = ArrayField(models.UUIDField(), default=list)
    begun_at = models.DateTimeField(default=timezone.now)
