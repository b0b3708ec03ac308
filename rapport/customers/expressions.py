"""Database expressions that indexes and queries share; both must be written the same for an index to help."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan


class Words(Func):
    """The words of a text as an array, so that an index can find each of them."""

    function = "string_to_array"
    arity = 2
    output_field = ArrayField(models.TextField())

    def __init__(self, text, between=None, **extra):
        super().__init__(text, between or Value(" "), **extra)


class WholeNames(Func):
    """The whole names within a search key (see `naming.BETWEEN`) as an array."""

    template = "string_to_array(%(expressions)s, ' | ')"
    arity = 1
    output_field = ArrayField(models.TextField())


def in_text(text: str, piece: str) -> Q:
    """`piece` is in that text. An index by parts looks for what stands behind a blank at its beginning.

    Where words begin is in the index too, as one part of every text there is: to look for it takes longest of all.
    """
    found = Q(**{f"{text}__contains": piece.lstrip()})
    return found & Q(GreaterThan(StrIndex(text, Value(piece)), 0)) if piece[:1] == " " else found


def line_of(text: str, number: int) -> Func:
    """One line of a text, counted from 1."""
    return Func(F(text), Value("\n"), Value(number), function="split_part", output_field=models.TextField())


class Digits(Func):
    """A phone number with nothing but its digits; an index of the first release still names it."""

    function = "regexp_replace"
    output_field = models.TextField()

    def __init__(self, *parts, **extra):
        number = Case(When(~Q(e164=""), then=F("e164")), default=F("raw"))
        super().__init__(*(parts or (number, Value(r"\D"), Value(""), Value("g"))), **extra)


class Mailbox(Func):
    """What `core.emails.alias_key` makes of the key of an address: the mailbox that it most likely reaches."""

    arity = 1
    template = (
        "(CASE WHEN split_part(%(expressions)s, '@', 2) IN ('gmail.com', 'googlemail.com')"
        " THEN replace(split_part(split_part(%(expressions)s, '@', 1), '+', 1), '.', '') || '@gmail.com'"
        " ELSE split_part(split_part(%(expressions)s, '@', 1), '+', 1)"
        " || '@' || split_part(%(expressions)s, '@', 2) END)"
    )
    output_field = models.TextField()


# Keys that are not their mailbox's own: with a tag, or with dots where dots are nothing.
ANOTHER_MAILBOX = Q(key__regex=r"(\+.*@|\..*@g(oogle)?mail\.com$|@googlemail\.com$)")
