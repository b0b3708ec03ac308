"""What people write into cells, as values. Each function raises `ValueError` with a sentence when it can't be read."""

from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rapport.core import moments
from rapport.core.money import parse_amount
from rapport.core.tabular.columns import fold

SAID_FOR_YES = "1 yes y true t x ano a pravda კი დიახ ஆம் ஆமாம் ja oui si sí да так tak wahr vrai"
SAID_FOR_NO = "0 no n false f ne nepravda არა இல்லை nein non нет ні nie falsch faux"
YES = {fold(word) for word in SAID_FOR_YES.split()}
NO = {fold(word) for word in SAID_FOR_NO.split()} | {""}
TICKS = ("✓", "✔")  # folded nothing is left of them
BLANKS = {
    "-",
    "–",
    "—",
    "--",
    "---",
    ".",
    "?",
    "n/a",
    "n.a.",
    "na",
    "none",
    "null",
    "nil",
    "#n/a",
    "unknown",
    "(none)",
    "(blank)",
}
LONGEST_BLANK = max(map(len, BLANKS))


def filled(text: str) -> str:
    """`text`, or "" when it only stands for an empty cell ("-", "n/a", "NULL")."""
    return "" if len(text) <= LONGEST_BLANK and text.casefold() in BLANKS else text


def as_typed(digits: str) -> str:
    """Digits without the apostrophe that keeps a spreadsheet from taking them for a number: Shopify writes '602 00."""
    return digits[1:] if digits[:1] == "'" and digits[1:2].isdecimal() else digits


def decimal(text: str) -> Decimal:
    """A number with either decimal sign, with or without signs between the thousands and a currency."""
    try:
        number = Decimal(text)  # what programs write
        if number.is_finite():
            return number
    except InvalidOperation:
        pass
    try:
        return parse_amount(text)
    except ValidationError as error:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text}) from error


def day(text: str, day_first: bool = True) -> date:
    """A date in ISO form or as people write it; 3/4/2026 by `day_first`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    reading = moments.read_date(text, "dmy" if day_first else "mdy")
    if reading.value is None:
        raise ValueError(str(reading.reason))
    return reading.value


def moment(text: str, day_first: bool = True, zone: tzinfo | None = None) -> datetime:
    """A moment, in UTC where nothing says otherwise. A day alone is its midnight in `zone`."""
    reading = moments.read_moment(text, zone or ZoneInfo("UTC"), "dmy" if day_first else "mdy")
    if reading.value is None:
        raise ValueError(str(reading.reason))
    return reading.value


def truth(text: str) -> bool:
    folded = fold(text)
    if folded in YES or text.strip() in TICKS:
        return True
    if folded in NO:
        return False
    raise ValueError(_("“%(text)s” is neither yes nor no.") % {"text": text})
