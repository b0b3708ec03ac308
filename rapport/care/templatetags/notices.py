from django import template
from django.utils.translation import gettext as _

from rapport.care.notices.actions.speaking import CHOICES
from rapport.care.notices.reasons import sentence_of
from rapport.core import formats

register = template.Library()


@register.filter
def choice_label(choice: str) -> str:
    """What a customer chose, in words."""
    return str(CHOICES.get(choice, choice))


@register.filter
def held_because(reason: str) -> str:
    """Why somebody was not written to."""
    return sentence_of(reason)


TONES = {"draft": "risk", "approved": "pen", "sending": "pen", "sent": "pen", "resolved": "kept", "reviewed": "kept"}
REACHED = {"told": "kept", "spoken": "kept", "held": "late"}
CALLED = ("waiting", "held")


@register.filter
def state_tone(notice) -> str:
    return TONES.get(notice.state, "plain")


@register.filter
def reached_tone(recipient) -> str:
    return REACHED.get(recipient.state, "plain")


@register.filter
def reached_label(recipient) -> str:
    """How far it got with one of them."""
    if recipient.state == "waiting" and recipient.message_id:
        return _("On the way")
    return recipient.get_state_display()


@register.filter
def can_be_called(recipient) -> bool:
    """Somebody may still tell them in person."""
    return recipient.state == "held" or (recipient.state == "waiting" and not recipient.message_id)


@register.filter
def lead_words(lead) -> str:
    """ "3 d 3 h before", "5 h after"."""
    minutes = abs(int(lead.total_seconds() // 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        said = _("%(days)s d %(hours)s h") % {"days": formats.number(days), "hours": hours}
    else:
        said = formats.duration_minutes(minutes)
    return (_("%(time)s before") if lead.total_seconds() >= 0 else _("%(time)s after")) % {"time": said}
