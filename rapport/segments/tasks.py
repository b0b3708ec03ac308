from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.segments import actions

KEPT = timedelta(days=30)


@app.periodic(cron="23 4 * * *")
@app.task(queue="maintenance", queueing_lock="segments.forget_removed")
def forget_removed(timestamp: int = 0) -> None:
    """Segments that were deleted a while ago, and that nobody brought back."""
    actions.forget_removed(before=timezone.now() - KEPT)
