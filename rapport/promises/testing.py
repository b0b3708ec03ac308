"""Promises for tests. It is Tuesday, 24 November 2026, ten o'clock in Prague."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rapport.promises import actions
from rapport.promises.calendars import calendar_of
from rapport.promises.models import Promise
from rapport.staff.models import Location


def prague(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Prague"))


TUESDAY = prague("2026-11-24 10:00")


def main_calendar():
    return calendar_of(None)


def told(at: datetime, words: str = "", known_at: datetime | None = None) -> actions.Told:
    return actions.Told(channel="phone", at=at, words=words, known_at=known_at)


def a_promise(customer, text: str = "Three walnut samples", *, at: datetime = TUESDAY, **fields) -> Promise:
    """Due on Wednesday at six unless told otherwise."""
    if "due_on" not in fields:
        fields.setdefault("due_at", prague("2026-11-25 18:00"))
    return actions.promise(customer, text, at=at, **fields)


@pytest.fixture
def tbilisi(db) -> Location:
    location = Location.objects.create(name="Tbilisi", country="GE", time_zone="Asia/Tbilisi")
    actions.seed_holidays(TUESDAY)
    return location
