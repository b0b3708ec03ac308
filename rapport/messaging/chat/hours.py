"""When somebody answers, counted from the calendar: what a visitor reads before they write."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.messaging.incoming.closed import next_opening
from rapport.messaging.models import Channel
from rapport.promises.business_time import NoOpenHours, due_for
from rapport.promises.calendars import calendar_of
from rapport.promises.kinds import kind_of


@dataclass(frozen=True)
class Hours:
    is_open: bool
    words: str


def hours(channel: Channel, at: datetime, zone: str = "") -> Hours:
    """In the language that is active, and in their own time where we know their zone."""
    calendar = calendar_of(channel.location)
    theirs = ZoneInfo(zone) if zone else calendar.zone
    is_elsewhere = at.astimezone(theirs).utcoffset() != at.astimezone(calendar.zone).utcoffset()
    try:
        due = due_for(kind_of(channel.promise_kind).level, at, calendar).promise_due_at
        opens = None if calendar.is_open(at) else next_opening(calendar, at)
    except NoOpenHours:
        return Hours(False, _("Leave us a message: a person reads it."))
    facts = {"due": formats.moment(due, theirs, at=at), "opens": opens and formats.moment(opens, theirs)}
    if opens is None:
        said = _("We are open. You have an answer by %(due)s at the latest.")
        if is_elsewhere:
            said = _("We are open. You have an answer by %(due)s, your time, at the latest.")
    else:
        said = _("We are closed, and here again on %(opens)s. You have an answer by %(due)s at the latest.")
        if is_elsewhere:
            said = _(
                "We are closed, and here again on %(opens)s, your time. You have an answer by %(due)s at the latest."
            )
    return Hours(opens is None, said % facts)
