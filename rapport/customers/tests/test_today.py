"""Days to remember, as Today shows them."""

from datetime import UTC, date, datetime

from django.db.models import Q

from rapport.customers import actions
from rapport.customers.queries import dates_in_the_next_days
from rapport.customers.today import coming_dates


def _born(name, month, day, **more):
    return actions.add(name, by=None, dates=[{"kind": "birthday", "month": month, "day": day, **more}])


def _coming(today: date) -> list[tuple[str, str]]:
    found = dates_in_the_next_days(Q(), today=today)
    return [(when.customer.name, day.isoformat()) for when, day in found]


def test_a_week_of_birthdays_soonest_first_over_the_new_year(business):
    _born("Eve", 12, 31, year=1990)
    _born("Ann", 1, 2)
    _born("Far", 1, 20)
    _born("Shy", 12, 30, may_greet=False)
    actions.archive(_born("Gone", 12, 30), by=None, reason="Moved")

    assert _coming(date(2026, 12, 29)) == [("Eve", "2026-12-31"), ("Ann", "2027-01-02")]


def test_who_was_born_on_a_leap_day_is_remembered_on_the_first_of_march_in_other_years(business):
    _born("Leap", 2, 29)

    assert _coming(date(2027, 2, 25)) == [("Leap", "2027-03-01")]
    assert _coming(date(2028, 2, 25)) == [("Leap", "2028-02-29")]
    assert _coming(date(2028, 3, 1)) == []


def test_today_names_the_day_never_the_age(ann, business, django_assert_max_num_queries):
    for n in range(3):
        _born(f"Customer {n}", 11, 23 + n, year=1976)
    with django_assert_max_num_queries(3):  # the house, which a request knows, whether it is divided by team
        items = list(coming_dates(ann, datetime(2026, 11, 22, 23, 30, tzinfo=UTC)))  # the 23rd in Prague

    assert [(item.what, item.due_on.day) for item in items] == [("Birthday", 23), ("Birthday", 24), ("Birthday", 25)]
    assert items[0].step.url.startswith(items[0].customer.get_absolute_url())
