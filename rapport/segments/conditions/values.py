"""Values of conditions: between their JSON form and what tests are given."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.days import is_day
from rapport.core.facts import Field, Slot, Span
from rapport.core.facts.operators import UNITS
from rapport.core.names import clean

MOST_SIGNS = 200
MOST_VALUES = 50
MOST_OF_A_SPAN = {"days": 36_500, "weeks": 5_200, "months": 1_200, "years": 100}
MONTH_DAY = re.compile(r"--(\d{2})-(\d{2})")
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,8})?")
YEARS = range(1000, 3000)


class Unfit(ValueError):
    """A value that the operator cannot take; says what it takes."""


def understood(value: Any, slot: Slot, field: Field) -> Any:
    """The value that a test is given. Raises `Unfit`."""
    return READ[slot](value, field)


def stored(value: Any, slot: Slot) -> Any:
    """The one JSON form of a value."""
    match slot:
        case Slot.NONE:
            return None
        case Slot.TEXTS | Slot.KEYS:
            return list(value)
        case Slot.NUMBER:
            return _number_as_json(value)
        case Slot.NUMBERS:
            return [_number_as_json(one) for one in value]
        case Slot.DAY:
            return value.isoformat()
        case Slot.DAYS:
            return [day.isoformat() for day in value]
        case Slot.SPAN:
            return {value.unit: value.count}
        case Slot.MONTH_DAY:
            return f"--{value[0]:02}-{value[1]:02}"
    return value


def _nothing(value: Any, field: Field) -> None:
    if value is not None:
        raise Unfit(_("takes no value."))


def _text(value: Any, field: Field) -> str:
    found = clean(value) if isinstance(value, str) else ""
    if not found or len(found) > MOST_SIGNS:
        raise Unfit(_("takes a text of at most %(most)s signs.") % {"most": MOST_SIGNS})
    return found


def _key(value: Any, field: Field) -> str:
    key = _text(value, field)
    if field.choices and key not in dict(field.choices()) and not (field.named and field.named([key])):
        raise Unfit(_("takes one of these: %(choices)s.") % {"choices": ", ".join(list(dict(field.choices()))[:20])})
    return key


def _several(read: Callable[[Any, Field], str]) -> Callable[[Any, Field], tuple[str, ...]]:
    def read_all(value: Any, field: Field) -> tuple[str, ...]:
        if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= MOST_VALUES:
            raise Unfit(_("takes a list of 1 to %(most)s values.") % {"most": MOST_VALUES})
        return tuple(dict.fromkeys(read(one, field) for one in value))

    return read_all


def _number(value: Any, field: Field) -> Decimal:
    text = str(value) if isinstance(value, (int, str, Decimal)) and not isinstance(value, bool) else ""
    if not NUMBER.fullmatch(text):
        raise Unfit(_("takes a number such as 12 or “12.50”."))
    try:
        return Decimal(text)
    except InvalidOperation as problem:
        raise Unfit(_("takes a number such as 12 or “12.50”.")) from problem


def _day(value: Any, field: Field) -> date:
    if isinstance(value, date):
        return value
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise Unfit(_("takes a day such as 2026-11-22."))
    return day


def _two(read: Callable[[Any, Field], Any], example: str) -> Callable[[Any, Field], tuple[Any, Any]]:
    def read_both(value: Any, field: Field) -> tuple[Any, Any]:
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            raise Unfit(_("takes two values, such as %(example)s.") % {"example": example})
        first, last = (read(one, field) for one in value)
        if last < first:
            raise Unfit(_("takes the smaller value first."))
        return first, last

    return read_both


def _span(value: Any, field: Field) -> Span:
    if isinstance(value, Span):
        value = {value.unit: value.count}
    if isinstance(value, dict) and len(value) == 1:
        unit, count = next(iter(value.items()))
        whole = isinstance(count, int) and not isinstance(count, bool)
        if unit in UNITS and whole and 0 <= count <= MOST_OF_A_SPAN[unit]:
            return Span(count, unit)
    raise Unfit(_("takes a time such as {“days”: 90}, in days, weeks, months or years."))


def _month_day(value: Any, field: Field) -> tuple[int, int]:
    if isinstance(value, tuple):
        value = f"--{value[0]:02}-{value[1]:02}"
    match = MONTH_DAY.fullmatch(value) if isinstance(value, str) else None
    if not match or not is_day(int(match[1]), int(match[2])):
        raise Unfit(_("takes a day of the year such as “--03-14”."))
    return int(match[1]), int(match[2])


def _month(value: Any, field: Field) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 12:
        raise Unfit(_("takes a month, from 1 to 12."))
    return value


def _number_as_json(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else format(value.normalize(), "f")


READ: dict[Slot, Callable[[Any, Field], Any]] = {
    Slot.NONE: _nothing,
    Slot.TEXT: _text,
    Slot.TEXTS: _several(_text),
    Slot.KEY: _key,
    Slot.KEYS: _several(_key),
    Slot.NUMBER: _number,
    Slot.NUMBERS: _two(_number, "[10, 20]"),
    Slot.DAY: _day,
    Slot.DAYS: _two(_day, "[“2026-01-01”, “2026-03-31”]"),
    Slot.SPAN: _span,
    Slot.MONTH_DAY: _month_day,
    Slot.MONTH: _month,
}
