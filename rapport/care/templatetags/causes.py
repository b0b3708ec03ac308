"""Words about causes and what is done against them, for templates."""

from math import isfinite

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.care.models import Action, Case
from rapport.care.models.causes import FIRST_CAUSES
from rapport.core import formats

register = template.Library()
HOUR = 60

TONES = {
    Action.State.PLANNED: ("pen", ""),
    Action.State.DONE: ("kept", "check"),
    Action.State.EFFECTIVE: ("kept", "checks"),
    Action.State.REOPENED: ("risk", "alert-triangle"),
    Action.State.DROPPED: ("plain", "x"),
}


@register.simple_tag
def cause_title(name: str) -> str:
    """Both levels of a first cause, or the own words of a house, as an entry remembers them."""
    upper = name.partition(".")[0]
    if name not in FIRST_CAUSES:
        return name
    return str(FIRST_CAUSES[name]) if upper == name else f"{FIRST_CAUSES[upper]} › {FIRST_CAUSES[name]}"


@register.filter
def action_tone(action: Action) -> str:
    return TONES[action.state][0]


@register.filter
def action_icon(action: Action) -> str:
    return TONES[action.state][1]


@register.simple_tag
def cause_of(thing: Action | Case, causes: dict) -> str:
    """Both levels of the cause of an action or a case."""
    return causes[thing.cause_id].title if thing.cause_id in causes else ""


@register.simple_tag
def per_thousand(count: int, of: int) -> str:
    return formats.number(1000 * count / of, decimals=1) if of else "–"


@register.simple_tag
def how_sure(found) -> str:
    """The ratio of the rates with its 95 % interval: of a `poisson.Ratio` or of an `EffectCheck`."""
    estimate = getattr(found, "estimate", getattr(found, "ratio", None))
    if estimate is None:
        return ""
    high = found.high if found.high is not None and isfinite(found.high) else None
    words = {"ratio": formats.number(estimate, decimals=2), "low": formats.number(found.low, decimals=2)}
    if high is None:
        return _("The rate is %(ratio)s of what it was, with 95%% certainty more than %(low)s.") % words
    words["high"] = formats.number(high, decimals=2)
    return _("The rate is %(ratio)s of what it was, with 95%% certainty between %(low)s and %(high)s.") % words


@register.simple_tag
def business_time(minutes: float) -> str:
    """Hours of business, and minutes where there is less than one."""
    minutes = round(minutes)
    if minutes < HOUR:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return _("%(hours)s h") % {"hours": formats.number(minutes / HOUR, decimals=1)}
