"""What can be asked of a fact, by the type of the fact, and the words in which people ask it.

The names stand in stored conditions, so they never change. The words are templates of the interface's language: their
gaps say where the value stands, which is not behind the verb in every language.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import npgettext
from django.utils.translation import pgettext_lazy as _p


class Type(StrEnum):
    TEXT = "text"
    CHOICE = "choice"  # one of several
    CHOICES = "choices"  # several of several: tags
    NUMBER = "number"
    MONEY = "money"  # in the currency of the business
    DATE = "date"
    YEARLY = "yearly"  # a day that comes round every year, whose first year may be unknown
    YES_NO = "yes_no"
    PERSON = "person"  # somebody who works here
    CUSTOMER = "customer"


class Slot(StrEnum):
    """What stands in the gap of an operator's words."""

    NONE = "none"
    TEXT = "text"
    TEXTS = "texts"
    KEY = "key"  # one of the field's offers
    KEYS = "keys"
    NUMBER = "number"
    NUMBERS = "numbers"  # from, to
    DAY = "day"
    DAYS = "days"  # from, to
    SPAN = "span"
    MONTH_DAY = "month_day"
    MONTH = "month"


UNITS = ("days", "weeks", "months", "years")


@dataclass(frozen=True)
class Span:
    """A length of time as people say it: three months are three pages of the calendar, not ninety days."""

    count: int
    unit: str  # one of `UNITS`

    def before(self, day: date) -> date:
        return self._moved(day, -self.count)

    def after(self, day: date) -> date:
        return self._moved(day, self.count)

    def _moved(self, day: date, count: int) -> date:
        if self.unit in ("days", "weeks"):
            return day + timedelta(days=count * (7 if self.unit == "weeks" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if self.unit == "years" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Operator:
    """`words` has gaps named after the slot: %(value)s, or %(first)s and %(last)s. A span is counted: see `spans`."""

    name: str
    slot: Slot
    words: str = ""
    spans: Callable[[str, int], str] | None = None  # (unit, count) -> words with the gap %(count)s


def _over_ago(unit: str, count: int) -> str:
    return {
        "days": npgettext("condition", "over %(count)s day ago", "over %(count)s days ago", count),
        "weeks": npgettext("condition", "over %(count)s week ago", "over %(count)s weeks ago", count),
        "months": npgettext("condition", "over %(count)s month ago", "over %(count)s months ago", count),
        "years": npgettext("condition", "over %(count)s year ago", "over %(count)s years ago", count),
    }[unit]


def _within_last(unit: str, count: int) -> str:
    return {
        "days": npgettext("condition", "within the last %(count)s day", "within the last %(count)s days", count),
        "weeks": npgettext("condition", "within the last %(count)s week", "within the last %(count)s weeks", count),
        "months": npgettext("condition", "within the last %(count)s month", "within the last %(count)s months", count),
        "years": npgettext("condition", "within the last %(count)s year", "within the last %(count)s years", count),
    }[unit]


def _within_next(unit: str, count: int) -> str:
    return {
        "days": npgettext("condition", "within the next %(count)s day", "within the next %(count)s days", count),
        "weeks": npgettext("condition", "within the next %(count)s week", "within the next %(count)s weeks", count),
        "months": npgettext("condition", "within the next %(count)s month", "within the next %(count)s months", count),
        "years": npgettext("condition", "within the next %(count)s year", "within the next %(count)s years", count),
    }[unit]


OPERATORS = {
    operator.name: operator
    for operator in (
        Operator("is", Slot.TEXT, _p("condition", "is %(value)s")),
        Operator("any_of", Slot.TEXTS, _p("condition", "is one of %(value)s")),
        Operator("contains", Slot.TEXT, _p("condition", "contains %(value)s")),
        Operator("starts", Slot.TEXT, _p("condition", "starts with %(value)s")),
        Operator("over", Slot.NUMBER, _p("condition", "over %(value)s")),
        Operator("under", Slot.NUMBER, _p("condition", "under %(value)s")),
        Operator("at_least", Slot.NUMBER, _p("condition", "at least %(value)s")),
        Operator("at_most", Slot.NUMBER, _p("condition", "at most %(value)s")),
        Operator("between", Slot.NUMBERS, _p("condition", "between %(first)s and %(last)s")),
        Operator("on", Slot.DAY, _p("condition", "on %(value)s")),
        Operator("before", Slot.DAY, _p("condition", "before %(value)s")),
        Operator("after", Slot.DAY, _p("condition", "after %(value)s")),
        Operator("from_to", Slot.DAYS, _p("condition", "from %(first)s to %(last)s")),
        Operator("over_ago", Slot.SPAN, spans=_over_ago),
        Operator("within_last", Slot.SPAN, spans=_within_last),
        Operator("within_next", Slot.SPAN, spans=_within_next),
        Operator("each_year_on", Slot.MONTH_DAY, _p("condition", "falls on %(value)s")),
        Operator("in_month", Slot.MONTH, _p("condition", "falls in %(value)s")),
        Operator("yes", Slot.NONE),  # the label says it all: "followed by me"
        Operator("no", Slot.NONE, _p("condition", "is not so")),
        Operator("known", Slot.NONE, _p("condition", "is known")),
        Operator("unknown", Slot.NONE, _p("condition", "is not known")),
    )
}
KNOWN = ("known", "unknown")
BY_TYPE = {
    Type.TEXT: ("is", "any_of", "contains", "starts", *KNOWN),
    Type.CHOICE: ("is", "any_of", *KNOWN),
    Type.CHOICES: ("is", "any_of", *KNOWN),
    Type.PERSON: ("is", "any_of", *KNOWN),
    Type.CUSTOMER: ("is", "any_of", *KNOWN),
    Type.NUMBER: ("is", "over", "under", "at_least", "at_most", "between", *KNOWN),
    Type.MONEY: ("is", "over", "under", "at_least", "at_most", "between", *KNOWN),
    Type.DATE: ("over_ago", "within_last", "within_next", "on", "before", "after", "from_to", *KNOWN),
    Type.YEARLY: ("within_next", "within_last", "each_year_on", "in_month", *KNOWN),
    Type.YES_NO: ("yes", "no"),
}


def slot_of(operator: str, type: Type) -> Slot:
    """What the operator takes: "is" takes a number of a number, and one of the offers of a choice."""
    slot = OPERATORS[operator].slot
    if slot in (Slot.TEXT, Slot.TEXTS):
        if type in (Type.CHOICE, Type.CHOICES, Type.PERSON, Type.CUSTOMER):
            return Slot.KEY if slot == Slot.TEXT else Slot.KEYS
        if type in (Type.NUMBER, Type.MONEY):
            return Slot.NUMBER
    return slot
