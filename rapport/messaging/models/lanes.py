from django.db import models
from django.utils import timezone


class Lane(models.Model):
    """A way out that a worker keeps open. Its worker holds an advisory lock of this number for as long as it lives."""

    number = models.BigAutoField(primary_key=True)
    begun_at = models.DateTimeField(default=timezone.now)


class LaneNote(models.Model):
    """How far a lane is with the messages it took, which leave in the order of their keys.

    Those before `on_wire` were taken by the other server, `on_wire` itself perhaps, the rest not; none was, while it is
    empty. The table is UNLOGGED: a note for each message costs next to nothing, outlives every worker, and is lost only
    in a crash of the database itself. Then the row is gone, and of what the lane had nobody can be sure.
    """

    lane = models.BigIntegerField(primary_key=True)
    on_wire = models.UUIDField(null=True)
