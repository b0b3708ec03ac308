"""Words about orders, for templates."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.orders.forms import amounts
from rapport.orders.models import Order, StepKind
from rapport.orders.models.step_kind import FIRST_LABELS
from rapport.orders.steps import FIRST

register = template.Library()

OUTCOMES = {
    Order.Outcome.OPEN: ("pen", ""),
    Order.Outcome.DELIVERED: ("kept", "check"),
    Order.Outcome.CANCELLED: ("plain", "x"),
    Order.Outcome.RETURNED: ("plain", "truck-return"),
}


@register.simple_tag
def order_words(facts: dict) -> str:
    """What was ordered, as an entry remembers it: "Walnut sideboard and 2 more"."""
    return in_words(facts.get("what", ""), facts.get("lines", 1), facts.get("number", ""))


@register.filter
def what(order: Order) -> str:
    return in_words(order.headline, order.line_count, order.number)


def in_words(headline: str, lines: int, number: str) -> str:
    if not headline:
        return _("Order %(number)s") % {"number": number}
    if lines < 2:
        return headline
    more = ngettext("%(what)s and %(count)d more", "%(what)s and %(count)d more", lines - 1)
    return more % {"what": headline, "count": lines - 1}


@register.filter
def step_words(facts: dict) -> str:
    """What the step of an entry was called that day; a first step by its own name in the reader's language."""
    return facts.get("step_name") or str(FIRST_LABELS.get(facts["step"], facts["step"]))


@register.filter
def step_label(key: str, kinds: dict[str, StepKind]) -> str:
    """What a step is called; `kinds` are those the view read."""
    kind = kinds.get(key) or FIRST.get(key)
    return str(kind.label) if kind else key


@register.filter
def outcome_tone(order: Order) -> str:
    return OUTCOMES[order.outcome][0]


@register.filter
def outcome_icon(order: Order) -> str:
    return OUTCOMES[order.outcome][1]


@register.filter
def late_at(order: Order, at: datetime) -> bool:
    return order.is_late(at)


@register.filter
def days_late(order: Order, at: datetime) -> str:
    """How late an order is, or was when it came."""
    days = max(0, ((order.finished_at or at) - order.promise.due_at).days)
    if days > 365:
        return _("More than a year late")
    if not days:
        return _("A few hours late") if order.finished_at else _("Late today")
    return ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}


@register.filter
def typed(amount: Decimal | None) -> str:
    """A quantity without the zeros that the database keeps behind it."""
    return amounts.typed(amount)


@register.filter
def state_on(contract, on: date) -> str:
    return contract.state(on)


@register.filter
def overdue_on(trial, on: date) -> bool:
    return trial.is_overdue(on)
