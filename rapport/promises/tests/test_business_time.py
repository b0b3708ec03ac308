"""The worked examples of the domain's section on service levels, and what must hold for every calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.promises.business_time import (
    MIDNIGHT,
    Calendar,
    Hours,
    Level,
    NoOpenHours,
    Rule,
    due_for,
    week,
)
from rapport.promises.tests.calendars import NINE_TO_SIX, at, brno, madurai, office, tbilisi, utc

PRAGUE, TBILISI, INDIA, NEW_YORK = "Europe/Prague", "Asia/Tbilisi", "Asia/Kolkata", "America/New_York"
REPLY = Level(Rule.SAME_OR_NEXT_DAY)
ROUND_THE_CLOCK = week({day: [Hours(MIDNIGHT, MIDNIGHT)] for day in range(7)})
NIGHT_SHIFT = week({day: [Hours(MIDNIGHT, time(8))] for day in range(7)})


@pytest.mark.parametrize(
    "start, minutes, end",
    [
        ("2026-11-20 16:30", 240, "2026-11-23 11:30"),
        ("2026-12-24 10:00", 240, "2026-12-28 13:00"),
        ("2026-11-18 08:00", 0, "2026-11-18 09:00"),
        ("2026-11-18 17:00", 60, "2026-11-18 18:00"),
        ("2026-11-18 17:00", 61, "2026-11-19 09:01"),
    ],
)
def test_adding_business_minutes(start, minutes, end):
    assert brno().add(at(PRAGUE, start), minutes) == at(PRAGUE, end)


@pytest.mark.parametrize(
    "end, minutes, start",
    [
        ("2026-11-23 11:30", 240, "2026-11-20 16:30"),
        ("2026-11-28 12:00", 60, "2026-11-27 17:00"),
        ("2026-11-19 18:00", 9 * 60, "2026-11-19 09:00"),
    ],
)
def test_counting_back_from_a_due_time(end, minutes, start):
    assert brno().subtract(at(PRAGUE, end), minutes) == at(PRAGUE, start)


CASES = [
    # number, calendar, received, at whose clock, target, promise, promise in UTC
    (1, brno, PRAGUE, "2026-11-18 10:00", "2026-11-18 18:00", "2026-11-19 18:00", "2026-11-19 17:00"),
    (2, brno, PRAGUE, "2026-11-18 16:00", "2026-11-18 18:00", "2026-11-19 18:00", "2026-11-19 17:00"),
    (3, brno, PRAGUE, "2026-11-18 16:01", "2026-11-19 18:00", "2026-11-19 18:00", "2026-11-19 17:00"),
    (4, brno, PRAGUE, "2026-11-18 05:30", "2026-11-18 18:00", "2026-11-19 18:00", "2026-11-19 17:00"),
    (5, brno, PRAGUE, "2026-11-20 17:30", "2026-11-23 18:00", "2026-11-23 18:00", "2026-11-23 17:00"),
    (6, brno, PRAGUE, "2026-11-21 11:00", "2026-11-23 18:00", "2026-11-23 18:00", "2026-11-23 17:00"),
    (7, brno, PRAGUE, "2026-12-23 17:00", "2026-12-28 18:00", "2026-12-28 18:00", "2026-12-28 17:00"),
    (8, brno, PRAGUE, "2026-03-27 17:00", "2026-03-30 18:00", "2026-03-30 18:00", "2026-03-30 16:00"),
    (9, brno, PRAGUE, "2026-10-25 02:30", "2026-10-26 18:00", "2026-10-26 18:00", "2026-10-26 17:00"),
    (10, tbilisi, TBILISI, "2026-04-08 17:30", "2026-04-14 18:00", "2026-04-14 18:00", "2026-04-14 14:00"),
    (11, tbilisi, TBILISI, "2026-11-22 13:00", "2026-11-24 18:00", "2026-11-24 18:00", "2026-11-24 14:00"),
    (12, tbilisi, PRAGUE, "2026-11-16 23:30", "2026-11-17 18:00", "2026-11-18 18:00", "2026-11-18 14:00"),
    (13, brno, TBILISI, "2026-11-18 18:30", "2026-11-18 18:00", "2026-11-19 18:00", "2026-11-19 17:00"),
    (14, madurai, NEW_YORK, "2026-01-13 09:00", "2026-01-19 18:00", "2026-01-19 18:00", "2026-01-19 12:30"),
]


@pytest.mark.parametrize("number, calendar, clock, received, target, promise, promise_utc", CASES)
def test_same_day_or_by_the_end_of_the_next(number, calendar, clock, received, target, promise, promise_utc):
    calendar = calendar()
    due = due_for(REPLY, at(clock, received, fold=1 if number == 9 else 0), calendar)

    assert due.target_due_at == at(calendar.zone_name, target)
    assert due.promise_due_at == at(calendar.zone_name, promise) == utc(promise_utc)


@pytest.mark.parametrize(
    "level, received, due_at",
    [
        (Level(Rule.MINUTES, 30), "2026-11-18 17:45", "2026-11-19 09:15"),
        (Level(Rule.HOURS, 4), "2026-11-20 16:30", "2026-11-23 11:30"),
        (Level(Rule.DAYS, 0), "2026-11-18 10:00", "2026-11-18 18:00"),
        (Level(Rule.DAYS, 0), "2026-11-18 16:01", "2026-11-19 18:00"),
        (Level(Rule.DAYS, 0, cutoff_minutes=0), "2026-11-18 18:00", "2026-11-18 18:00"),
        (Level(Rule.DAYS, 1), "2026-11-20 10:00", "2026-11-23 18:00"),
        (Level(Rule.DAYS, 3), "2026-12-23 10:00", "2026-12-30 18:00"),
    ],
)
def test_other_service_levels(level, received, due_at):
    assert due_for(level, at(PRAGUE, received), brno()).promise_due_at == at(PRAGUE, due_at)


def test_a_change_to_summer_time_between_two_moments_counts():
    calendar = office(PRAGUE, hours=ROUND_THE_CLOCK)
    noon, next_noon = at(PRAGUE, "2026-03-28 12:00"), at(PRAGUE, "2026-03-29 12:00")

    assert calendar.business_minutes(noon, next_noon) == 23 * 60


@pytest.mark.parametrize("day, hours", [("2026-03-29", 7), ("2026-10-25", 9), ("2026-10-26", 8)])
def test_a_night_shift_is_as_long_as_the_night(day, hours):
    calendar = office(PRAGUE, hours=NIGHT_SHIFT)
    evening = at(PRAGUE, f"{day} 12:00")

    assert calendar.business_minutes(evening - timedelta(hours=16), evening) == hours * 60


def test_hours_that_the_clocks_skip_count_from_the_change():
    calendar = office(PRAGUE, hours=week({6: [Hours(time(1), time(2, 30)), Hours(time(2, 45), time(5))]}))

    assert calendar.spans(date(2026, 3, 29)) == [(utc("2026-03-29 00:00"), utc("2026-03-29 03:00"))]


def test_a_day_that_a_zone_skipped_altogether_is_closed():
    assert office("Pacific/Apia", hours=ROUND_THE_CLOCK).spans(date(2011, 12, 30)) == []


def test_open_round_the_clock_never_closes_for_a_minute():
    calendar = office(PRAGUE, hours=ROUND_THE_CLOCK)

    assert calendar.add(at(PRAGUE, "2026-11-18 23:30"), 60) == at(PRAGUE, "2026-11-19 00:30")
    assert calendar.is_open(at(PRAGUE, "2026-11-18 23:59"))


def test_a_lunch_break_does_not_count():
    calendar = office(PRAGUE, hours=week({2: [Hours(time(9), time(12)), Hours(time(13), time(17))]}))

    assert calendar.add(at(PRAGUE, "2026-11-18 11:30"), 60) == at(PRAGUE, "2026-11-18 13:30")
    assert not calendar.is_open(at(PRAGUE, "2026-11-18 12:00"))
    assert calendar.close_of(date(2026, 11, 18)) == at(PRAGUE, "2026-11-18 17:00")


def test_single_days_go_their_own_way():
    half_day, extra_saturday = date(2026, 12, 31), date(2026, 11, 28)
    special = {half_day: (Hours(time(9), time(13)),), extra_saturday: (Hours(time(10), time(14)),)}
    calendar = Calendar(PRAGUE, ((date(2020, 1, 1), NINE_TO_SIX),), special)

    assert calendar.close_of(half_day) == at(PRAGUE, "2026-12-31 13:00")
    assert calendar.next_open_day(date(2026, 11, 27)) == extra_saturday


def test_new_hours_count_from_their_day_on():
    short = week({day: [Hours(time(9), time(15))] for day in range(5)})
    calendar = Calendar(PRAGUE, ((date(2020, 1, 1), NINE_TO_SIX), (date(2026, 11, 19), short)))

    assert calendar.close_of(date(2026, 11, 18)) == at(PRAGUE, "2026-11-18 18:00")
    assert calendar.close_of(date(2026, 11, 19)) == at(PRAGUE, "2026-11-19 15:00")
    assert calendar.close_of(date(2019, 11, 20)) == at(PRAGUE, "2019-11-20 18:00")


@pytest.mark.parametrize("calendar", [Calendar("UTC", ()), office("UTC", hours=week({}))])
def test_a_calendar_that_never_opens_says_so(calendar):
    with pytest.raises(NoOpenHours, match="calendar has no open hours"):
        calendar.add(utc("2026-11-18 10:00"), 1)
    with pytest.raises(NoOpenHours):
        calendar.subtract(utc("2026-11-18 10:00"), 1)
    with pytest.raises(NoOpenHours):
        due_for(REPLY, utc("2026-11-18 10:00"), calendar)


@pytest.mark.parametrize("opens, closes", [(time(9), time(9)), (time(18), time(9))])
def test_empty_and_inverted_hours_are_no_hours(opens, closes):
    with pytest.raises(ValueError):
        Hours(opens, closes)


# What holds for every calendar.

patiently = settings(deadline=None, max_examples=50)  # a busy machine is no wrong answer
ZONES = ["UTC", PRAGUE, TBILISI, INDIA, NEW_YORK, "Australia/Lord_Howe", "America/St_Johns"]
quarters = st.integers(0, 95).map(lambda q: time(q // 4, q % 4 * 15))
hours = (
    st.tuples(quarters, quarters | st.just(MIDNIGHT))
    .filter(lambda pair: pair[1] == MIDNIGHT or pair[0] < pair[1])
    .map(lambda pair: Hours(*pair))
)
weeks = st.dictionaries(st.integers(0, 6), st.lists(hours, min_size=1, max_size=3), min_size=1).map(week)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)


@st.composite
def calendars(draw):
    days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
    special = draw(st.dictionaries(days, st.lists(hours, max_size=2).map(tuple), max_size=5))
    versions = ((date(2020, 1, 1), draw(weeks)), (draw(days), draw(weeks)))
    return Calendar(draw(st.sampled_from(ZONES)), versions, special)


@patiently
@given(calendars(), moments, st.integers(0, 5_000))
def test_adding_then_measuring_gives_the_minutes(calendar, start, minutes):
    end = calendar.add(start, minutes)

    assert end >= start
    assert calendar.business_minutes(start, end) == pytest.approx(minutes)


@patiently
@given(calendars(), moments, st.integers(0, 5_000))
def test_counting_back_then_measuring_gives_the_minutes(calendar, end, minutes):
    start = calendar.subtract(end, minutes)

    assert start <= end
    assert calendar.business_minutes(start, end) == pytest.approx(minutes)


@patiently
@given(calendars(), moments, st.integers(0, 5_000))
def test_what_is_added_ends_while_we_are_open(calendar, start, minutes):
    end = calendar.add(start, minutes)
    day = calendar.local_date(end)

    spans = calendar.spans(day) + calendar.spans(day - timedelta(days=1))
    assert any(opens <= end <= closes for opens, closes in spans)


@patiently
@given(calendars(), moments, st.integers(0, 2_000), st.integers(0, 2_000))
def test_more_minutes_never_end_earlier(calendar, start, minutes, more):
    assert calendar.add(start, minutes) <= calendar.add(start, minutes + more)


@patiently
@given(calendars(), moments, moments, st.integers(0, 2_000))
def test_starting_later_never_ends_earlier(calendar, first, second, minutes):
    first, second = sorted([first, second])

    assert calendar.add(first, minutes) <= calendar.add(second, minutes)


@patiently
@given(calendars(), st.tuples(moments, moments, moments))
def test_measuring_is_never_negative_and_adds_up(calendar, three):
    first, second, third = sorted(three)
    measure = calendar.business_minutes

    assert measure(second, first) == 0
    assert 0 <= measure(first, second) <= (second - first) / timedelta(minutes=1) + 1e-6
    assert measure(first, third) == pytest.approx(measure(first, second) + measure(second, third))


@patiently
@given(calendars(), moments)
def test_the_target_is_never_later_than_the_promise(calendar, received):
    due = due_for(REPLY, received, calendar)

    assert received < due.promise_due_at
    assert due.target_due_at <= due.promise_due_at
