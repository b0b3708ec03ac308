"""Words about causes and what is done against them, for templates."""

from django import template

from rapport.care.models import Action
from rapport.care.models.causes import FIRST_CAUSES

register = template.Library()

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
