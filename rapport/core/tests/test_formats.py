from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import dates
from django.utils import timezone, translation

from rapport.core import formats

PRAGUE = ZoneInfo("Europe/Prague")
AFTERNOON = datetime(2026, 11, 22, 14, 4, tzinfo=UTC)
LANGUAGES = ["en", "ka", "cs", "ta"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_babel_knows_every_language_we_write(language):
    locale = formats.locale_of(language)
    assert locale.language == language
    assert len(set(dates.get_month_names("wide", "stand-alone", locale).values())) == 12
    assert len(set(formats.weekday_names(language))) == 7
    assert all(locale.languages.get(code) for code in LANGUAGES)
    assert all(locale.territories.get(code) for code in ("GE", "CZ", "IN", "GB"))
    if language != "en":
        assert dates.get_month_names("wide", "stand-alone", locale)[11] != "November"


@pytest.mark.parametrize(
    "language, whole, this_year, alone, heading, birthday",
    [
        ("en", "22 Nov 2026, 15:04", "22 Nov, 15:04", "22 Nov 2026", "Sunday 22 November", "29 February"),
        (
            "en-us",
            "Nov 22, 2026, 3:04\u202fPM",
            "Nov 22, 3:04\u202fPM",
            "Nov 22, 2026",
            "Sunday November 22",
            "February 29",
        ),
        ("ka", "22 ნოე. 2026, 15:04", "22 ნოე, 15:04", "22 ნოე. 2026", "კვირა, 22 ნოემბერი", "29 თებერვალი"),
        ("cs", "22. 11. 2026 15:04", "22. 11. 15:04", "22. 11. 2026", "neděle 22. listopadu", "29. února"),
        ("ta", "22 நவ., 2026, 3:04 PM", "22 நவ., 3:04 PM", "22 நவ., 2026", "ஞாயிறு, 22 நவம்பர்", "29 பிப்ரவரி"),
    ],
)
def test_dates_follow_the_reader(language, whole, this_year, alone, heading, birthday):
    with translation.override(language):
        assert formats.moment(AFTERNOON, PRAGUE) == whole
        assert formats.moment(AFTERNOON, PRAGUE, at=AFTERNOON - timedelta(days=3)) == this_year
        assert formats.moment(AFTERNOON, PRAGUE, at=AFTERNOON) == formats.clock(AFTERNOON, PRAGUE)
        assert formats.day(AFTERNOON.date()) == alone
        assert formats.long_day(AFTERNOON.date()) == heading
        assert formats.month_day(2, 29) == birthday


def test_moments_are_shown_in_the_current_zone_unless_another_is_asked_for():
    with timezone.override("Asia/Tbilisi"):
        assert formats.moment(AFTERNOON, language="en") == "22 Nov 2026, 18:04"
        late = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)
        assert formats.moment(late, language="en", at=AFTERNOON) == "1 Jan 2027, 01:00"
    assert formats.clock(AFTERNOON, ZoneInfo("Asia/Kolkata"), language="en") == "19:34"
    assert formats.clock(time(9, 5), language="cs") == "9:05"
    assert formats.moment(datetime(2026, 11, 22, 9, 0), PRAGUE, language="en") == "22 Nov 2026, 09:00"


def test_birthdays_and_days_may_lack_a_year():
    assert formats.month_day(3, 14, 1990, language="cs") == "14. března 1990"
    assert formats.day(date(2026, 3, 14), at=date(2026, 1, 1), language="en") == "14 Mar"
    assert formats.day(date(2025, 3, 14), at=date(2026, 1, 1), language="en") == "14 Mar 2025"


@pytest.mark.parametrize(
    "passed, words",
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=13), "13 days ago"),
        (timedelta(days=14), "2 weeks ago"),
        (timedelta(days=60), "8 weeks ago"),
        (timedelta(days=61), "2 months ago"),
        (timedelta(days=729), "23 months ago"),
        (timedelta(days=731), "2 years ago"),
    ],
)
def test_ago(passed, words):
    with translation.override("en"):
        assert formats.ago(AFTERNOON - passed, AFTERNOON) == words


@pytest.mark.parametrize(
    "left, words",
    [
        (timedelta(minutes=42, seconds=30), "in 42 min"),
        (timedelta(seconds=30), "now"),
        (timedelta(seconds=-30), "now"),
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(hours=23), "in 23 hours"),
        (timedelta(days=1, hours=5), "in 1 day"),
        (timedelta(days=1200), "in 1,200 days"),
        (timedelta(minutes=-42), "42 min late"),
        (timedelta(hours=-1), "1 hour late"),
        (timedelta(days=-2, minutes=-1), "2 days late"),
    ],
)
def test_time_left(left, words):
    with translation.override("en"):
        assert formats.time_left(AFTERNOON + left, AFTERNOON) == words


@pytest.mark.parametrize("minutes, words", [(0, "0 min"), (6, "6 min"), (80, "1 h 20 min"), (120, "2 h")])
def test_durations(minutes, words):
    with translation.override("en"):
        assert formats.duration_minutes(minutes) == words


@pytest.mark.parametrize(
    "language, plain, two_places, share, euros, lari, crowns, yen",
    [
        ("en", "1,234,567.5", "3.10", "88%", "€1,234.50", "GEL\u00a05.00", "CZK\u00a05.00", "JP¥1,235"),
        (
            "ka",
            "1\u00a0234\u00a0567,5",
            "3,10",
            "88%",
            "1\u00a0234,50\u00a0€",
            "5,00\u00a0₾",
            "5,00\u00a0CZK",
            "1\u00a0235\u00a0JPY",
        ),
        (
            "cs",
            "1\u00a0234\u00a0567,5",
            "3,10",
            "88\u00a0%",
            "1\u00a0234,50\u00a0€",
            "5,00\u00a0GEL",
            "5,00\u00a0Kč",
            "1\u00a0235\u00a0JP¥",
        ),
        ("ta", "12,34,567.5", "3.10", "88%", "€1,234.50", "GEL\u00a05.00", "CZK\u00a05.00", "¥1,235"),
    ],
)
def test_numbers_and_money(language, plain, two_places, share, euros, lari, crowns, yen):
    with translation.override(language):
        assert formats.number(1234567.5) == plain
        assert formats.number(Decimal("3.1"), decimals=2) == two_places
        assert formats.percent(0.88) == share
        assert formats.money(Decimal("1234.5"), "EUR") == euros
        assert formats.money(Decimal(5), "GEL") == lari
        assert formats.money(Decimal(5), "CZK") == crowns
        assert formats.money(Decimal("1234.6"), "JPY") == yen


def test_details_of_numbers():
    assert formats.money(Decimal("-12.5"), "EUR", language="en") == "-€12.50"
    assert formats.money(Decimal(1), "XXQ", language="en") == "XXQ\u00a01.00"
    assert formats.percent(Decimal("0.885"), decimals=1, language="en") == "88.5%"
    assert formats.number(0, language="ta") == "0"


def test_names_of_languages():
    assert formats.LANGUAGE_NAMES["ka"] == "ქართული"
    assert formats.language_name("ka", "cs") == "gruzínština"
    assert formats.language_name("cs", "en") == "Czech"
    assert formats.language_name("en-US", "en") == "American English"
    assert formats.language_name("cs-CZ", "en") == "Czech"
    assert formats.language_name("zxx-q", "en") == "No linguistic content"
    assert formats.language_name("qq", "en") == "qq"


@pytest.mark.parametrize(
    "tag, locale", [("xx", "en_GB"), ("ka-GE", "ka_GE"), ("cs-XX", "cs"), ("not a tag", "en_GB"), ("", "en_GB")]
)
def test_an_unknown_language_is_read_as_english(tag, locale):
    with translation.override("en"):
        assert str(formats.locale_of(tag)) == locale
