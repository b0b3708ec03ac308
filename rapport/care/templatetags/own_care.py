"""Small parts of customers' own pages about their requests."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rapport.care.models import Case
from rapport.core.templatetags.ui import badge

register = template.Library()
State = Case.State


@register.simple_tag
def their_state(case: Case) -> SafeString:
    """Where it stands, in the words of whoever waits."""
    words, tone, icon = {
        State.NEW: (_("With us"), "pen", "clock"),
        State.UNDERSTOOD: (_("With us"), "pen", "clock"),
        State.IN_WORK: (_("We are on it"), "pen", "clock"),
        State.REOPENED: (_("With us again"), "pen", "clock"),
        State.WAITING: (_("We wait for you"), "risk", "message-circle"),
        State.RESOLVED: (_("Answered"), "kept", "check"),
        State.CLOSED: (_("Closed"), "plain", "check"),
    }[State(case.state)]
    return badge(words, tone, icon)
