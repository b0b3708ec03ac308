"""What somebody meant to come back to when they wrote something down."""

from datetime import date

from django.db import transaction
from django.utils import translation

from rapport.promises.actions.making import promise
from rapport.promises.calendars import calendar_of, end_of
from rapport.promises.models import Promise

FOLLOW_UP = "follow_up"


@transaction.atomic
def follow_up(entry, on: date) -> Promise:
    """Plan what `entry` said to come back to `on` that day; a day that has passed becomes the next that will do.

    Twice answers the first.
    """
    planned = Promise.objects.filter(source=entry, kind=FOLLOW_UP).first()
    if planned:
        return planned
    location = getattr(entry.by, "location", None)
    due_at = end_of(on, calendar_of(location))
    return promise(
        entry.customer,
        _words(entry),
        at=entry.recorded_at,
        kind=FOLLOW_UP,
        by=entry.by,
        location=location,
        due_at=due_at if due_at > entry.recorded_at else None,
        source=entry,
    )


def _words(entry) -> str:
    """The first line that was written; without one or of a private note, its kind in the writer's language."""
    first_line = entry.body.strip().split("\n")[0][:300]
    if first_line and not entry.is_private:
        return first_line
    with translation.override(getattr(entry.by, "language", "en")):
        return str(entry.about.label)
