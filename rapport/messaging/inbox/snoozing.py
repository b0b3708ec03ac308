"""Until when one puts a conversation off: choices that follow the opening hours."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.promises.calendars import calendar_of


def choices(user, at: datetime) -> list[tuple[datetime, str]]:
    """In two hours, tomorrow, in three days, next week: each at an hour when somebody is here."""
    calendar = calendar_of(user.location)
    today = calendar.local_date(at)
    soon = at + timedelta(hours=2)
    found = [(soon, _("In 2 hours"))] if calendar.is_open(soon) else []
    for days, words in ((0, _("The next morning we are open")), (2, _("In three days")), (6, _("In a week"))):
        opening = calendar.opening_of(calendar.next_open_day(today + timedelta(days=days)))
        found.append((opening, f"{words}, {formats.moment(opening, at=at)}"))
    return found
