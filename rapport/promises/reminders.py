"""When an owner is reminded of a promise: computed once, when it is made."""

from dataclasses import dataclass
from datetime import datetime

from rapport.promises.business_time import Calendar, Rule
from rapport.promises.models import Kind


@dataclass(frozen=True)
class Moments:
    ask_at: datetime | None
    at_risk_at: datetime | None
    urgent_at: datetime | None


def moments(kind: Kind, made_at: datetime, due_at: datetime, calendar: Calendar) -> Moments:
    """Halfway through the business time, and so many business minutes before it is due as the kind says.

    A first warning that would fall before the promise was made comes when a quarter of its time is left instead;
    a last one is then left out. What is due the same or the next day warns when a quarter is left, if that is sooner.
    Where no business time lies in between, the clock on the wall counts.
    """
    span = calendar.business_minutes(made_at, due_at)
    if not span:
        return Moments(ask_at=None, at_risk_at=due_at - (due_at - made_at) / 4, urgent_at=None)
    return Moments(
        ask_at=calendar.add(made_at, span / 2) if kind.asks_halfway else None,
        at_risk_at=_before(due_at, _first_warning(kind, span), span, calendar, otherwise=span / 4),
        urgent_at=_before(due_at, kind.urgent_minutes, span, calendar, otherwise=None),
    )


def _first_warning(kind: Kind, span: float) -> float | None:
    if kind.at_risk_minutes is not None and kind.rule == Rule.SAME_OR_NEXT_DAY:
        return max(kind.at_risk_minutes, span / 4)
    return kind.at_risk_minutes


def _before(due_at, minutes, span, calendar, *, otherwise):
    if minutes is None:
        return None
    if minutes >= span:
        minutes = otherwise
    return None if minutes is None else calendar.subtract(due_at, minutes)
