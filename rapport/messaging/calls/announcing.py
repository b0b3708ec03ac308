"""What a machine of the line says to whoever nobody answers: that we call back, by when, and that it records."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.customers.naming import language_of
from rapport.messaging.calls import callers
from rapport.messaging.calls.settling import kind_of_call_back
from rapport.messaging.models import Channel
from rapport.promises.business_time import NoOpenHours, due_for
from rapport.promises.calendars import calendar_of
from rapport.promises.kinds import kind_of
from rapport.staff.models import Business


def words_for(
    channel: Channel, peer: str, voices: Mapping[str, str], *, records: bool, at: datetime | None = None
) -> tuple[str, str]:
    """In which of the languages it has a voice for, and the words: theirs where we know them, else the line's."""
    at = at or timezone.now()
    language = _language(channel, peer, voices)
    with translation.override(language):
        due, house = _due(channel, at), Business.objects.current().name
        said = [_("You have reached %(house)s. Nobody can take your call just now.") % {"house": house}]
        if due and peer:
            said.append(_("We call you back by %(due)s at the latest.") % {"due": due})
        if records:
            said.append(_("Say after the tone who you are and what we can do for you. What you say is recorded."))
    return language, " ".join(said)


def _language(channel: Channel, peer: str, voices: Mapping[str, str]) -> str:
    known = callers.whose(callers.number_of(peer, channel)).one
    wished = [known and language_of(known), channel.language, Business.objects.current().language]
    ours = voices.keys() & dict(settings.LANGUAGES).keys()
    return next((base for tag in wished if tag and (base := tag.partition("-")[0]) in ours), "en")


def _due(channel: Channel, at: datetime) -> str:
    calendar = calendar_of(channel.location)
    try:
        due = due_for(kind_of(kind_of_call_back(channel)).level, at, calendar).promise_due_at
    except NoOpenHours:
        return ""
    return formats.moment(due, calendar.zone, at=at)
