from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.core.days import day_in, is_day, next_occurrence, years_on


@pytest.mark.parametrize(
    "month, day, on, feb29, expected",
    [
        (2, 29, date(2026, 11, 22), "mar1", date(2027, 3, 1)),
        (2, 29, date(2026, 11, 22), "feb28", date(2027, 2, 28)),
        (2, 29, date(2027, 3, 2), "mar1", date(2028, 2, 29)),
        (2, 29, date(2027, 3, 1), "mar1", date(2027, 3, 1)),
        (2, 29, date(2027, 3, 1), "feb28", date(2028, 2, 29)),
        (3, 14, date(2026, 3, 14), "mar1", date(2026, 3, 14)),
        (3, 14, date(2026, 3, 15), "mar1", date(2027, 3, 14)),
        (12, 31, date(2026, 12, 31), "mar1", date(2026, 12, 31)),
        (1, 1, date(2026, 12, 31), "mar1", date(2027, 1, 1)),
    ],
)
def test_the_next_time_a_day_is_kept(month, day, on, feb29, expected):
    assert next_occurrence(month, day, on, feb29) == expected


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["mar1", "feb28"]),
)
def test_every_day_comes_back_within_a_year(born, on, feb29):
    following = next_occurrence(born.month, born.day, on, feb29)
    assert on <= following
    assert (following - on).days <= 366
    assert day_in(following.year, born.month, born.day, feb29) == following


@pytest.mark.parametrize(
    "when, born, years",
    [
        (date(2026, 3, 14), (3, 14, 1990), 36),
        (date(2026, 3, 13), (3, 14, 1990), 35),
        (date(2027, 3, 1), (2, 29, 2000), 27),
        (date(2027, 2, 28), (2, 29, 2000), 26),
        (date(1990, 3, 14), (3, 14, 1990), 0),
        (date(1990, 3, 13), (3, 14, 1990), None),
        (date(1989, 5, 1), (3, 14, 1990), None),
        (date(2026, 3, 14), (3, 14, None), None),
    ],
)
def test_full_years(when, born, years):
    month, day, year = born
    assert years_on(when, month, day, year) == years


def test_which_days_exist():
    assert is_day(2, 29)
    assert is_day(2, 29, 2024)
    assert not is_day(2, 29, 2025)
    assert not is_day(4, 31)
    assert not is_day(13, 1)
    assert not is_day(0, 0)
