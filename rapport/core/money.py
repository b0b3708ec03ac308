"""Amounts of money: a `Decimal` beside its ISO 4217 currency, and amounts as people type them."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import numbers
from babel.core import get_global
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .addressee import base_language
from .formats import locale_of
from .names import clean

# Offered first; after them come all currencies that are legal tender somewhere today.
COMMON = ["EUR", "USD", "GEL", "CZK", "INR", "GBP", "CHF", "PLN"]
SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "₾": "GEL",
    "₹": "INR",
    "Kč": "CZK",
    "kč": "CZK",
    "zł": "PLN",
    "₺": "TRY",
    "₴": "UAH",
}
SIGNS |= {
    "ლარი": "GEL",
    "lari": "GEL",
    "Rs.": "INR",
    "Rs": "INR",
    "ரூ.": "INR",
    "ரூ": "INR",
    "US$": "USD",
    "₽": "RUB",
    "¥": "JPY",
}
SIGN_PATTERN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
DECIMAL_COMMA = {
    "cs",
    "ka",
    "de",
    "fr",
    "es",
    "it",
    "pl",
    "sk",
    "pt",
    "ru",
    "uk",
    "nl",
    "tr",
    "sv",
    "nb",
    "da",
    "fi",
    "hu",
    "ro",
}


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str

    def rounded(self) -> "Money":
        return Money(round_amount(self.amount, self.currency), self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._of_my_currency(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._of_my_currency(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{round_amount(self.amount, self.currency):f} {self.currency}"

    def _of_my_currency(self, other: "Money") -> Decimal:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise ValueError(f"{other} is not an amount in {self.currency}.")
        return other.amount


def digits(currency: str) -> int:
    """How many digits the currency has behind the point: 2 for EUR, 0 for JPY."""
    return numbers.get_currency_precision(currency)


def round_amount(amount: Decimal | int | str, currency: str) -> Decimal:
    """`amount` in the smallest unit of the currency, halves away from zero as on a till."""
    return Decimal(amount).quantize(Decimal(1).scaleb(-digits(currency)), rounding=ROUND_HALF_UP)


def is_currency(code: str) -> bool:
    return code in _current_currencies()


def currency_choices(language: str = "") -> list[tuple[str, str]]:
    """("EUR", "EUR – Euro") and so on, the usual ones first."""
    names = locale_of(language or None).currencies
    others = sorted(_current_currencies() - set(COMMON))
    return [(code, f"{code} – {names.get(code, code)}") for code in [*COMMON, *others]]


def parse_money(text: str, default_currency: str, language: str = "") -> Money:
    """Read "12,50 €", "USD 10" or just "10". Raises `ValidationError` like `parse_amount`."""
    text = clean(text)
    sign = re.search(SIGN_PATTERN, text)
    code = next((word for word in re.findall(r"[A-Za-z]{3}", text.upper()) if is_currency(word)), "")
    currency = code or (SIGNS[sign[0]] if sign else default_currency)
    return Money(parse_amount(text, language), currency)


def parse_amount(text: str, language: str = "") -> Decimal:
    """Read an amount as typed: "1 234,50", "1,234.50", "12,34,567.5", "€ 5", "(5)", "12,-".

    `language` settles what 1,234 means. Without one, as in a file of unknown origin, that is refused
    while 1.234 is a decimal fraction, as programs write it. Raises `ValidationError` with the code
    "unreadable" or "ambiguous".
    """
    number, is_negative = _bare(clean(text))
    if not re.fullmatch(r"\d+(?:[.,' ]\d+)*|[.,]\d+", number):
        raise ValidationError(_("“%(text)s” is not an amount."), code="unreadable", params={"text": clean(text)})

    whole, fraction = _whole_and_fraction(number, base_language(language))
    amount = Decimal(f"{whole or 0}.{fraction or 0}") if fraction else Decimal(whole or 0)
    return -amount if is_negative else amount


def _bare(text: str) -> tuple[str, bool]:
    """The digits with their separators, and whether a minus or brackets stood around them."""
    text = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
    text = re.sub(r"\b[A-Za-z]{3}\b", lambda word: "" if is_currency(word[0].upper()) else word[0], text)
    text = re.sub(SIGN_PATTERN, " ", text)
    text = re.sub(r"[’ʼ‘`]", "'", text).replace("−", "-").replace("–", "-").strip()
    text = re.sub(r"[,.]-+$", "", text)  # "12,-"
    bare = re.sub(r"^\((.*)\)$|^-(.*)$|^(.*)-$", lambda match: next(filter(None, match.groups()), ""), text).strip()
    return re.sub(r"^\+\s*", "", bare), bare != text.strip()


def _whole_and_fraction(number: str, language: str) -> tuple[str, str]:
    separators = [letter for letter in number if not letter.isdigit() and letter not in " '"]
    number = re.sub("[ ']", "", number)
    if not separators:
        return number, ""
    last = separators[-1]
    whole, _last, fraction = number.rpartition(last)
    if len(set(separators)) == 2:
        if separators.count(last) > 1 or not _is_grouped(whole, separators[0]):
            raise _not_readable(number)
        return re.sub(r"[.,]", "", whole), fraction
    if len(separators) > 1:
        if not _is_grouped(number, last):
            raise _not_readable(number)
        return number.replace(last, ""), ""
    if len(fraction) != 3 or not whole or len(whole) > 3 or whole.startswith("0"):
        return whole, fraction
    return _either(whole, fraction, last, language)


def _either(whole: str, fraction: str, separator: str, language: str) -> tuple[str, str]:
    """1,234 or 1.234: thousands in one language, a fraction in another."""
    if not language:
        if separator == ".":
            return whole, fraction
    elif language in DECIMAL_COMMA:
        if separator == ",":
            return whole, fraction
    else:
        return (whole + fraction, "") if separator == "," else (whole, fraction)
    raise ValidationError(
        _("“%(text)s” may mean two amounts. Write %(thousands)s or %(fraction)s."),
        code="ambiguous",
        params={
            "text": f"{whole}{separator}{fraction}",
            "thousands": whole + fraction,
            "fraction": f"{whole}{',' if language else '.'}{fraction}0",
        },
    )


def _is_grouped(number: str, separator: str) -> bool:
    """1.234.567, or 12,34,567 as in India."""
    first, *inner, last = number.split(separator)
    widths = {len(group) for group in inner}
    return 1 <= len(first) <= 3 and len(last) == 3 and (widths <= {3} or widths <= {2})


def _not_readable(number: str) -> ValidationError:
    return ValidationError(_("“%(text)s” is not an amount."), code="unreadable", params={"text": number})


@cache
def _current_currencies() -> frozenset[str]:
    tenders = get_global("territory_currencies").values()
    return frozenset(code for tender in tenders for code, _since, until, is_tender in tender if is_tender and not until)
