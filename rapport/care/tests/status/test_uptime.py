"""Of the last ninety days: what counts, and how each day looks."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from rapport.care.models import Incident
from rapport.care.status.uptime import DAYS, joined, record_of

PRAGUE = ZoneInfo("Europe/Prague")
AT = datetime(2026, 11, 23, 11, tzinfo=UTC)  # Monday noon in Prague
LONG_AGO = date(2020, 1, 1)


def out(begin: str, end: str | None, effect: str = "down") -> Incident:
    moment = lambda text: datetime.fromisoformat(text).replace(tzinfo=PRAGUE)  # noqa: E731
    return Incident(effect=effect, began_at=moment(begin), ended_at=moment(end) if end else None)


def record(*incidents, since=LONG_AGO):
    return record_of(incidents, since=since, at=AT, zone=PRAGUE)


def test_where_nothing_happened_all_days_worked():
    found = record()
    assert (len(found.days), found.share, found.disturbed) == (DAYS, 1, [])
    assert (found.days[0].on, found.days[-1].on) == (date(2026, 8, 26), date(2026, 11, 23))


def test_two_disruptions_at_once_count_once_and_are_split_by_the_business_midnight():
    found = record(out("2026-11-20 22:00", "2026-11-21 02:00"), out("2026-11-21 01:00", "2026-11-21 03:00"))
    assert found.down_minutes == 5 * 60
    assert [(day.on.day, day.minutes) for day in found.disturbed] == [(20, 120), (21, 180)]


def test_slow_hours_and_planned_work_show_and_do_not_count():
    found = record(out("2026-11-20 10:00", "2026-11-20 12:00", "slow"), out("2026-11-19 01:00", None, "maintenance"))
    assert found.share == 1
    assert {str(day.tone) for day in found.disturbed} == {"slow", "maintenance"}
    assert [str(day.tone) for day in found.disturbed if day.on.day == 20] == ["slow"]  # the worse of both


def test_the_share_is_of_the_time_since_it_is_offered_and_never_rounded_up():
    since = date(2026, 11, 22)  # 36 hours until noon of the 23rd
    found = record(out("2026-11-22 00:00", "2026-11-22 09:00"), since=since)
    assert found.share == Decimal("0.75")
    assert [str(day.tone) for day in found.days[-3:]] == ["none", "down", "works"]
    assert record(out("2026-11-22 10:00", "2026-11-22 10:01")).share < 1


def test_what_still_goes_on_counts_until_now_and_what_is_planned_not_yet():
    found = record(out("2026-11-23 10:00", None), out("2026-12-24 10:00", None))
    assert (found.down_minutes, found.disturbed[-1].minutes) == (120, 120)


def test_a_day_on_which_clocks_are_set_back_has_an_hour_more():
    found = record(out("2026-10-25 00:00", "2026-10-26 00:00"))
    assert found.down_minutes == 25 * 60


def test_what_is_offered_since_today_has_a_share_from_midnight_on():
    assert record(since=date(2026, 11, 24)).share is None
    hour = timedelta(hours=1)
    assert joined([(AT, AT + hour), (AT + hour, AT + 2 * hour)]) == [(AT, AT + 2 * hour)]
