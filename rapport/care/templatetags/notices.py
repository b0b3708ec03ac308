from django import template

from rapport.care.notices.actions.speaking import CHOICES
from rapport.care.notices.reasons import sentence_of

register = template.Library()


@register.filter
def choice_label(choice: str) -> str:
    """What a customer chose, in words."""
    return str(CHOICES.get(choice, choice))


@register.filter
def held_because(reason: str) -> str:
    """Why somebody was not written to."""
    return sentence_of(reason)
