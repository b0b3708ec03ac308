"""How tests of plain columns become queries. `path` leads from the row that is asked to the column.

Every answer is true or false, never null: Django says "and is not null" wherever a column may be, also when the whole
is turned round.
"""

from calendar import isleap
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from rapport.core.facts.fields import Test

DAY = timedelta(days=1)
ME = "me"  # in place of a person's key: whoever asks


def as_text(path: str, test: Test) -> Q:
    """Whatever the case of the letters, as people type."""
    match test.operator:
        case "is":
            return Q(**{f"{path}__iexact": test.value})
        case "any_of":
            return any_of(*(Q(**{f"{path}__iexact": value}) for value in test.value))
        case "contains":
            return Q(**{f"{path}__icontains": test.value})
        case "starts":
            return Q(**{f"{path}__istartswith": test.value})
        case "known":
            return ~Q(**{path: ""})
    return Q(**{path: ""})


def as_key(path: str, test: Test) -> Q:
    """One of what may be chosen, by its key; "" where nothing was."""
    match test.operator:
        case "is":
            return Q(**{path: test.value})
        case "any_of":
            return Q(**{f"{path}__in": test.value})
        case "known":
            return ~Q(**{path: ""})
    return Q(**{path: ""})


def as_row(path: str, test: Test) -> Q:
    """Another row by its key: somebody who works here, or "me"."""
    match test.operator:
        case "is":
            return _is_one_of(path, [test.value], test)
        case "any_of":
            return _is_one_of(path, test.value, test)
        case "known":
            return Q(**{f"{path}__isnull": False})
    return Q(**{f"{path}__isnull": True})


def as_number(path: str, test: Test) -> Q:
    if test.operator in ("known", "unknown"):
        return Q(**{f"{path}__isnull": test.operator == "unknown"})
    return Q(**{f"{path}__{lookup}": bound for lookup, bound in number_bounds(test).items()})


def as_day(path: str, test: Test) -> Q:
    """A column of days."""
    if test.operator in ("known", "unknown"):
        return Q(**{f"{path}__isnull": test.operator == "unknown"})
    return Q(**{f"{path}__{lookup}": day for lookup, day in day_bounds(test).items()})


def as_moment(path: str, test: Test) -> Q:
    """A column of moments: a day lasts from its midnight to the next by the clock of the business."""
    if test.operator in ("known", "unknown"):
        return Q(**{f"{path}__isnull": test.operator == "unknown"})
    return Q(**{f"{path}__{lookup}": test.start_of(day) for lookup, day in day_bounds(test).items()})


def number_bounds(test: Test) -> dict[str, Any]:
    """Lookups and what to compare with, for every operator of numbers that takes one."""
    if test.operator == "between":
        return {"gte": test.value[0], "lte": test.value[1]}
    lookups = {"is": "exact", "over": "gt", "under": "lt", "at_least": "gte", "at_most": "lte"}
    return {lookups[test.operator]: test.value}


def day_bounds(test: Test) -> dict[str, date]:
    """From a day on ("gte"), and before another ("lt")."""
    first, last = _first_and_last(test)
    return ({"gte": first} if first else {}) | ({"lt": last + DAY} if last else {})


def as_yearly(month: str, day: str, test: Test) -> Q:
    """A day of every year in two columns. Born on 29 February is 1 March in other years (DOMAIN 10.2)."""
    match test.operator:
        case "each_year_on":
            return Q(**{month: test.value[0], day: test.value[1]})
        case "in_month":
            return Q(**{month: test.value})
        case "within_next":
            return _in_the_year(month, day, test.today, test.value.after(test.today))
        case "within_last":
            return _in_the_year(month, day, test.value.before(test.today), test.today)
    raise ValueError(test.operator)


def any_of(*alternatives: Q) -> Q:
    found = Q(pk__in=[])
    for number, alternative in enumerate(alternatives):
        found = alternative if number == 0 else found | alternative
    return found


def _is_one_of(path: str, keys: Any, test: Test) -> Q:
    me = test.user.pk if test.user else None
    wanted = [me if key == ME else key for key in keys]
    return Q(**{f"{path}__in": [key for key in wanted if key]})


def _first_and_last(test: Test) -> tuple[date | None, date | None]:
    """Both belong to it."""
    value, today = test.value, test.today
    match test.operator:
        case "on":
            return value, value
        case "before":
            return None, value - DAY
        case "after":
            return value + DAY, None
        case "from_to":
            return value
        case "over_ago":
            return None, value.before(today) - DAY
        case "within_last":
            return value.before(today), today
        case "within_next":
            return today, value.after(today)
    raise ValueError(test.operator)


def _in_the_year(month: str, day: str, first: date, last: date) -> Q:
    """From one day to another, over New Year too."""
    if (last - first).days >= 365:
        return Q(**{f"{month}__gte": 1})
    found = Q()
    for year in range(first.year, last.year + 1):
        start = first if year == first.year else date(year, 1, 1)
        end = last if year == last.year else date(year, 12, 31)
        found |= _between(month, day, start, end)
        if start == date(year, 3, 1) and not isleap(year):
            found |= Q(**{month: 2, day: 29})
    return found


def _between(month: str, day: str, first: date, last: date) -> Q:
    """Within one year."""
    if first.month == last.month:
        return Q(**{month: first.month, f"{day}__gte": first.day, f"{day}__lte": last.day})
    found = Q(**{month: first.month, f"{day}__gte": first.day}) | Q(**{month: last.month, f"{day}__lte": last.day})
    if last.month - first.month > 1:
        found |= Q(**{f"{month}__gt": first.month, f"{month}__lt": last.month})
    return found
