from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from babel import dates
from hypothesis import given
from hypothesis import strategies as st

from rapport.core.formats import day, locale_of, long_day, month_day
from rapport.core.moments import order_of_language, read_date, read_moment, read_month_day, sniff_order

PRAGUE = ZoneInfo("Europe/Prague")
THAT_DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    """2026-11-22,2026-11-22T15:04:05Z,2026/11/22,2026. 11. 22.,20261122,22.11.2026,22. 11. 2026,22.11.2026 15:04,
    22/11/2026,11/22/2026,22-11-2026,22 Nov 2026,Nov 22 2026,November 22nd 2026,Sunday 22 November 2026,22-Nov-2026,
    22. listopadu 2026,neděle 22. listopadu 2026,22 ნოემბერი 2026,22 ნოე. 2026,22 நவம்பர் 2026,22 NOVEMBER 2026,
    the 22nd of November 2026, 2026 November 22 ,௨௨.௧௧.௨௦௨௬""".split(","),
)
def test_one_day_written_in_many_ways(text):
    assert read_date(text).value == THAT_DAY


@pytest.mark.parametrize(
    "text, order, value",
    [
        ("3/4/2026", "dmy", date(2026, 4, 3)),
        ("3/4/2026", "mdy", date(2026, 3, 4)),
        ("3-4-2026", "mdy", date(2026, 3, 4)),
        ("3.4.2026", "mdy", date(2026, 4, 3)),
        ("4/4/2026", "", date(2026, 4, 4)),
        ("3/14/2026", "dmy", date(2026, 3, 14)),
        ("2026-03-04", "mdy", date(2026, 3, 4)),
        (datetime(2026, 3, 4, 5), "", date(2026, 3, 4)),
        (date(2026, 3, 4), "", date(2026, 3, 4)),
    ],
)
def test_the_order_of_day_and_month_is_a_hint(text, order, value):
    assert read_date(text, order).value == value


@pytest.mark.parametrize(
    "text, word",
    [
        (None, "no date"),
        ("  ", "no date"),
        ("3/4/2026", "may be"),
        ("22.11.26", "four digits"),
        ("31.2.2026", "calendar"),
        ("2026-13-01", "calendar"),
        ("0001-01-01", "calendar"),
        ("soon", "can read"),
        ("Nov 2026", "no day"),
        ("22 Nov Dec 2026", "can read"),
        ("22 Movember 2026", "can read"),
        ("46348", "can read"),
        ("22 November", "no year"),
        ("{22}", "can read"),
    ],
)
def test_what_is_no_single_day_comes_back_with_a_reason(text, word):
    reading = read_date(text)
    assert reading.value is None
    assert word in str(reading.reason)


@pytest.mark.parametrize(
    "text, day",
    [
        ("2019-05", "2019-05-01"),
        ("5/2019", "2019-05-01"),
        ("05. 2019", "2019-05-01"),
        ("2019-05-00", "2019-05-01"),
        ("květen 2019", "2019-05-01"),
        ("2019 მაისი", "2019-05-01"),
        ("2019", "2019-01-01"),
    ],
)
@pytest.mark.parametrize("read", [read_date, read_month_day])
def test_a_date_without_a_day_says_what_to_do_about_it(read, text, day):
    reading = read(text)
    assert reading.value is None
    assert f"“{text}” says no day. Write a whole one, such as {day}" in str(reading.reason)


def test_an_ambiguous_date_shows_how_to_write_it():
    assert "2026-04-03" in str(read_date("3/4/2026").reason)


@pytest.mark.parametrize(
    "text, moment",
    [
        ("2026-11-22T15:04:05Z", datetime(2026, 11, 22, 15, 4, 5, tzinfo=UTC)),
        ("2026-11-22 15:04:05.123", datetime(2026, 11, 22, 15, 4, 5, 123000, tzinfo=PRAGUE)),
        ("2026-11-22T15:04+04:00", datetime(2026, 11, 22, 15, 4, tzinfo=timezone(timedelta(hours=4)))),
        ("2026-11-22T15:04-0330", datetime(2026, 11, 22, 15, 4, tzinfo=timezone(-timedelta(hours=3, minutes=30)))),
        ("2026-11-22 15:04+04", datetime(2026, 11, 22, 15, 4, tzinfo=timezone(timedelta(hours=4)))),
        ("22.11.2026 9:05", datetime(2026, 11, 22, 9, 5, tzinfo=PRAGUE)),
        ("Nov 22, 2026, 3:04 PM", datetime(2026, 11, 22, 15, 4, tzinfo=PRAGUE)),
        ("22 Nov 2026 12:04 a.m.", datetime(2026, 11, 22, 0, 4, tzinfo=PRAGUE)),
        ("22/11/2026 12:04 pm UTC", datetime(2026, 11, 22, 12, 4, tzinfo=UTC)),
        ("22.11.2026", datetime(2026, 11, 22, tzinfo=PRAGUE)),
        (date(2026, 11, 22), datetime(2026, 11, 22, tzinfo=PRAGUE)),
        (datetime(2026, 11, 22, 1), datetime(2026, 11, 22, 1, tzinfo=PRAGUE)),
        (datetime(2026, 11, 22, 1, tzinfo=UTC), datetime(2026, 11, 22, 1, tzinfo=UTC)),
    ],
)
def test_moments(text, moment):
    read = read_moment(text, PRAGUE).value
    assert read == moment
    assert read.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "text",
    ["22.11.2026 25:00", "22.11.2026 13:00 pm", "22.11.2026 10:61", "15:04", "", "2026-11-22T10:00+99:00", "x 10:00"],
)
def test_impossible_moments(text):
    reading = read_moment(text, PRAGUE)
    assert reading.value is None
    assert str(reading.reason)


@pytest.mark.parametrize(
    "text, order, value",
    [
        ("14.3.", "", (3, 14, None)),
        ("14. 3.", "", (3, 14, None)),
        ("14.3.1990", "", (3, 14, 1990)),
        ("--03-14", "", (3, 14, None)),
        ("--0229", "", (2, 29, None)),
        ("29 February", "", (2, 29, None)),
        ("March 14", "", (3, 14, None)),
        ("3/14", "", (3, 14, None)),
        ("3/4", "dmy", (4, 3, None)),
        ("14. března", "", (3, 14, None)),
        ("14 მარტი", "", (3, 14, None)),
        ("14 மார்ச்", "", (3, 14, None)),
        ("1990-03-14 00:00:00", "", (3, 14, 1990)),
        (date(1990, 3, 14), "", (3, 14, 1990)),
        ("3/4", "", None),
        ("29.2.2025", "", None),
        ("14", "", None),
    ],
)
def test_birthdays_may_lack_their_year(text, order, value):
    assert read_month_day(text, order).value == value


@pytest.mark.parametrize(
    "texts, order",
    [
        (["3/4/2026", "14/3/2026", ""], "dmy"),
        (["3/4/2026", "3/14/2026 10:00"], "mdy"),
        (["3/14/2026", "14/3/2026"], ""),
        (["3/4/2026", "2026-03-14", "14.3.2026"], ""),
        (["3/4", "3/14"], "mdy"),
        ([], ""),
    ],
)
def test_a_column_shows_the_order_of_its_dates(texts, order):
    assert sniff_order(texts) == order


@pytest.mark.parametrize(
    "language, order", [("en", "dmy"), ("en-US", "mdy"), ("ka", "dmy"), ("cs", "dmy"), ("ta", "dmy"), ("hu", "ymd")]
)
def test_the_order_that_a_language_uses(language, order):
    assert order_of_language(language) == order


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["en", "ka", "cs", "ta", "en-US"]))
def test_what_we_write_we_can_read(written, language):
    assert read_date(day(written, language=language)).value == written
    assert read_month_day(month_day(written.month, written.day, written.year, language=language)).value == (
        (written.month, written.day, written.year)
    )
    assert read_month_day(long_day(written, language=language)).value == (written.month, written.day, None)


def test_no_name_of_a_month_means_two_months():
    meanings: dict[str, set[int]] = {}
    for language in ("en", "ka", "cs", "ta"):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in dates.get_month_names(width, context, locale_of(language)).items():
                    meanings.setdefault(name.casefold(), set()).add(number)
    assert all(len(months) == 1 for months in meanings.values())


@given(st.text())
def test_any_text_gives_a_reading(text):
    for reading in (read_date(text), read_moment(text, PRAGUE), read_month_day(text)):
        assert (reading.value is None) == bool(str(reading.reason))
