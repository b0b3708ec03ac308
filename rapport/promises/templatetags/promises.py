"""Words about promises, for templates."""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.promises.business_time import Rule
from rapport.promises.kinds import FIRST
from rapport.promises.models import Kind, Promise
from rapport.timeline.models import Channel

register = template.Library()

STATES = {
    Promise.State.OPEN: ("pen", "clock"),
    Promise.State.OVERDUE: ("late", "alert-triangle"),
    Promise.State.KEPT: ("kept", "check"),
    Promise.State.KEPT_LATE: ("risk", "check"),
    Promise.State.BROKEN: ("late", "mood-sad"),
    Promise.State.RENEGOTIATED: ("plain", "clock-edit"),
    Promise.State.WITHDRAWN: ("plain", "hand-stop"),
    Promise.State.VOID: ("plain", "x"),
}


@register.filter
def as_moment(text: str) -> datetime | None:
    """The moment that a fact of an entry names in ISO 8601."""
    return datetime.fromisoformat(text) if text else None


@register.filter
def reason_in_words(reason: str) -> str:
    """Why a promise was broken; the one reason that Rapport itself gives is put into words."""
    return _("Nobody said a word for thirty days.") if reason == "no_outcome" else reason


@register.filter
def state_tone(promise: Promise) -> str:
    return STATES[promise.state][0]


@register.filter
def state_icon(promise: Promise) -> str:
    return STATES[promise.state][1]


@register.filter
def channel_in_words(channel: str) -> str:
    return dict(Channel.choices).get(channel, channel)


@register.filter
def used_at(promise: Promise, at: datetime) -> int:
    return promise.used(at)


@register.filter
def tone_at(promise: Promise, at: datetime) -> str:
    return promise.tone(at)


@register.filter
def late_at(promise: Promise, at: datetime) -> bool:
    return promise.is_late(at)


@register.filter
def level_in_words(kind: Kind) -> str:
    """How soon a promise of this kind is due."""
    if kind.rule == Rule.MINUTES:
        words = ngettext("within %(count)s business minute", "within %(count)s business minutes", kind.amount)
    elif kind.rule == Rule.HOURS:
        words = ngettext("within %(count)s business hour", "within %(count)s business hours", kind.amount)
    elif kind.rule == Rule.SAME_OR_NEXT_DAY:
        return _("the same day, at the latest by the end of the next business day")
    elif kind.amount == 0:
        return _("by the end of the same business day")
    else:
        words = ngettext(
            "by the end of the next business day", "by the end of the next %(count)s business days", kind.amount
        )
    return words % {"count": kind.amount}


@register.filter
def kind_label(key: str, kinds: dict[str, Kind]) -> str:
    """What a kind is called; `kinds` are those the view read."""
    kind = kinds.get(key) or FIRST.get(key)
    return str(kind.label) if kind else key
