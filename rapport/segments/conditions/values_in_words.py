"""Values as people write them, and as they are printed back: one way each, that every language reads again."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.core import moments
from rapport.core.facts import Field, Slot, Span
from rapport.core.formats import locale_of
from rapport.core.ids import is_id
from rapport.core.money import parse_amount
from rapport.segments.conditions.tokens import fold
from rapport.segments.conditions.values import Unfit

KEY_SIGN = "#"  # before a key, where a name could mean several or is known no more
MOST_OFFERS = 50


def expected(slot: Slot) -> str:
    """What a gap takes, in words."""
    return {
        Slot.TEXT: _("a text"),
        Slot.TEXTS: _("texts with commas between them"),
        Slot.KEY: _("a name"),
        Slot.KEYS: _("names with commas between them"),
        Slot.NUMBER: _("a number"),
        Slot.NUMBERS: _("a number"),
        Slot.DAY: _("a date such as 2026-11-22"),
        Slot.DAYS: _("a date such as 2026-11-22"),
        Slot.SPAN: _("a whole number"),
        Slot.MONTH_DAY: _("a day of the year such as --03-14"),
        Slot.MONTH: _("a month"),
    }[slot]


def read_number(text: str) -> Decimal:
    try:
        return parse_amount(text, _language())
    except ValidationError as problem:
        raise Unfit(" ".join(problem.messages)) from problem


def read_count(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise Unfit(_("takes a whole number."))
    return int(text)


def read_day(text: str) -> date:
    return _read(moments.read_date(text, moments.order_of_language(_language())))


def read_month_day(text: str) -> tuple[int, int]:
    month, day, _year = _read(moments.read_month_day(text, moments.order_of_language(_language())))
    return month, day


def read_month(text: str) -> int:
    month = int(text) if text.isdecimal() and len(text) < 3 else moments.month_called(text)
    if not month:
        raise Unfit(_("“%(text)s” is no month.") % {"text": text})
    return month


def _read(reading: moments.Reading) -> Any:
    if reading.value is None:
        raise Unfit(str(reading.reason))
    return reading.value


def read_key(text: str, field: Field, user: Any) -> str:
    """The key of what is called so: in this language, in English, or by the key itself."""
    if text.startswith(KEY_SIGN) and is_id(text[1:]):
        return text[1:]
    if field.choices:
        for key, label in _choices(field):
            if fold(text) in (fold(str(label)), fold(str(key))):
                return key
        raise Unfit(_("“%(text)s” is none of these: %(choices)s.") % {"text": text, "choices": _some(field)})
    if field.named is None:
        return text
    offers = field.offers(user, text, MOST_OFFERS) if field.offers else []
    keys = {offer.key for offer in offers if fold(offer.label) == fold(text)}
    if fold(text) == "me" and "me" in field.named(["me"]):
        return "me"
    if len(keys) > 1:
        raise Unfit(_("Several are called “%(text)s”. Choose the one you mean from the list.") % {"text": text})
    if not keys:
        raise Unfit(_("Nothing is called “%(text)s”.") % {"text": text})
    return keys.pop()


def written_key(key: str, field: Field, user: Any, as_value: Callable[[str], str]) -> str:
    """What it is called, where that leads back to it; otherwise the key."""
    if field.choices:
        label = dict(field.choices()).get(key)
        return as_value(str(label) if label is not None else key)
    if field.named is None:
        return as_value(key)
    label = field.named([key]).get(key)
    if label:
        try:
            if read_key(label, field, user) == key:
                return as_value(label)
        except Unfit:
            pass
    return f"{KEY_SIGN}{key}" if is_id(key) else as_value(key)


def written_number(value: Decimal) -> str:
    """With a point; three digits behind it could be thousands, so there are never three."""
    text = format(value.normalize(), "f")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def written_month(month: int) -> str:
    return locale_of(_language()).months["stand-alone"]["wide"][month]


def written(value: Any, slot: Slot, as_value: Callable[[str], str]) -> Sequence[str]:
    """What stands in the gaps, one after the other."""
    match slot:
        case Slot.NONE:
            return []
        case Slot.TEXT:
            return [as_value(value)]
        case Slot.TEXTS:
            return [", ".join(map(as_value, value))]
        case Slot.NUMBER:
            return [written_number(value)]
        case Slot.NUMBERS:
            return [written_number(one) for one in value]
        case Slot.DAY:
            return [value.isoformat()]
        case Slot.DAYS:
            return [day.isoformat() for day in value]
        case Slot.SPAN:
            assert isinstance(value, Span)
            return [str(value.count)]
        case Slot.MONTH_DAY:
            return [f"--{value[0]:02}-{value[1]:02}"]
        case Slot.MONTH:
            return [written_month(value)]
    raise ValueError(slot)


def _choices(field: Field) -> list[tuple[str, str]]:
    """In this language and in English."""
    found = [(key, str(label)) for key, label in field.choices()]
    with translation.override("en"):
        return found + [(key, str(label)) for key, label in field.choices()]


def _some(field: Field) -> str:
    return ", ".join(str(label) for _key, label in list(field.choices())[:12])


def _language() -> str:
    return (translation.get_language() or "en").split("-")[0]
