"""Shapes that every slice's API shares."""

import unicodedata
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

from rapport.core.money import digits, is_currency

T = TypeVar("T")
MOST = 200  # items of a page


def _without_controls(text: str) -> str:
    """Composed (NFC), and without what no keyboard writes; a database could not keep some of it."""
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text):
        raise ValueError(_("Contains control characters."))
    return unicodedata.normalize("NFC", text)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError(_("Must not be empty."))
    return text


def text(most: int):
    """A text of at most `most` signs, cleaned as every text is on its way in."""
    return Annotated[str, StringConstraints(max_length=most), AfterValidator(_without_controls)]


def words(most: int):
    """As `text`, but with something in it."""
    return Annotated[
        str,
        StringConstraints(min_length=1, max_length=most),
        AfterValidator(_without_controls),
        AfterValidator(_not_blank),
    ]


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(_("Say the time zone, for example 2026-11-23T09:00:00Z."))
    try:
        return moment.astimezone(UTC)
    except OverflowError as problem:
        raise ValueError(_("That is outside the calendar.")) from problem


Moment = Annotated[
    datetime,
    AfterValidator(_in_utc),
    PlainSerializer(lambda at: at.astimezone(UTC).isoformat().replace("+00:00", "Z"), return_type=str),
    Field(json_schema_extra={"format": "date-time"}),
]


def _plain_number(value):
    if isinstance(value, float):  # 0.1 is not 0.1; money is written as a string or a whole number
        raise ValueError(_("Write it as a string, for example “12.50”."))
    return value


Amount = Annotated[
    Decimal,
    BeforeValidator(_plain_number, json_schema_input_type=str),
    Field(max_digits=20, decimal_places=8, allow_inf_nan=False),
    PlainSerializer(lambda amount: format(amount, "f"), return_type=str),
]


def _known_currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError(_("Not a currency of ISO 4217."))
    return code


Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_known_currency)]


class Money(Schema):
    """An amount beside its ISO 4217 currency."""

    amount: Amount = Field(examples=["12.50"])
    currency: Currency = Field(examples=["EUR"])

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> "Money":
        """As it is shown: 12.5 euros are "12.50", and a price of less than a cent keeps what it has."""
        amount, least = amount.normalize(), digits(currency)
        if -int(amount.as_tuple().exponent) < least:
            amount = amount.quantize(Decimal(1).scaleb(-least))
        return cls.model_construct(amount=amount, currency=currency)


class In(Schema):
    """What is sent to us. A field that we don't know is an error, so that a slip of the pen is noticed."""

    model_config = ConfigDict(extra="forbid")


class PageOut(Schema, Generic[T]):
    """One page of a list. `next` is the cursor of the page after it, null on the last."""

    items: list[T]
    next: str | None


class ListQuery(Schema):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=MOST)
    cursor: Annotated[str, StringConstraints(max_length=600), AfterValidator(_without_controls)] = Field(
        "", description="`next` of the page before; opaque"
    )
