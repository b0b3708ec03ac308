"""The calendars of the worked examples: Monday to Friday 9 to 18, public holidays from the `holidays` library."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import holidays

from rapport.promises.business_time import Calendar, Hours, week

NINE_TO_SIX = week({day: [Hours(time(9), time(18))] for day in range(5)})
YEARS = range(2025, 2029)


def office(zone: str, country: str = "", subdivision: str | None = None, hours=NINE_TO_SIX) -> Calendar:
    closed = holidays.country_holidays(country, subdiv=subdivision, years=YEARS) if country else {}
    return Calendar(zone, ((date(2020, 1, 1), hours),), dict.fromkeys(closed, ()))


def brno() -> Calendar:
    return office("Europe/Prague", "CZ")


def tbilisi() -> Calendar:
    return office("Asia/Tbilisi", "GE")


def madurai() -> Calendar:
    return office("Asia/Kolkata", "IN", "TN")


def at(zone: str, text: str, fold: int = 0) -> datetime:
    """`at("Europe/Prague", "2026-11-18 10:00")`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
