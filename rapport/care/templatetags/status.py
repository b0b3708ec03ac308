"""Ninety days as ninety bars, drawn by the server; what they show stands in words beside them, too."""

from collections import defaultdict

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.care.models import Incident
from rapport.care.status.uptime import DAYS, NOT_YET, WORKED, Record
from rapport.core import formats

register = template.Library()

STEP, HEIGHT = 4, 36
BARS = {  # x is set in front; a day out of order is as wide as it may be, a slow one broken in two
    WORKED: "v36h3v-36z",
    Incident.Effect.MAINTENANCE: "m0 18v18h3v-18z",
    Incident.Effect.SLOW: "v14h3v-14zm0 22v14h3v-14z",
    Incident.Effect.DOWN: "v36h4v-36z",
    NOT_YET: "m0 33v3h3v-3z",
}
TONES = {"": "kept", "maintenance": "", "slow": "risk", "down": "late"}


@register.simple_tag
def day_bars(record: Record, name: str) -> SafeString:
    """One path for each kind of day, so that ninety days of four services weigh little."""
    paths: dict[str, list[str]] = defaultdict(list)
    for place, day in enumerate(record.days):
        paths[str(day.tone)].append(f"M{place * STEP} 0{BARS[day.tone]}")
    drawn = format_html_join(
        "", '<path class="status-bars--{}" d="{}"/>', ((tone, "".join(d)) for tone, d in paths.items())
    )
    label = _("%(name)s in the last 90 days: %(words)s") % {"name": name, "words": in_words(record)}
    return format_html(
        '<svg class="status-bars" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        DAYS * STEP, HEIGHT, label, drawn,
    )  # fmt: skip


@register.simple_tag
def one_bar(tone: str) -> SafeString:
    """For the key below the bars."""
    path = format_html('<path class="status-bars--{}" d="M0 0{}"/>', str(tone), BARS[tone])
    return format_html('<svg viewBox="0 0 4 {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>', HEIGHT, path)


@register.filter
def in_words(record: Record) -> str:
    """ "99.87% of the time in order, disturbed on 3 days"."""
    if record.share is None:
        return _("offered since today")
    share = formats.percent(record.share, decimals=2)
    count = len(record.disturbed)
    if not count:
        return _("%(share)s of the time in order") % {"share": share}
    said = ngettext(
        "%(share)s of the time in order, disturbed on %(count)s day",
        "%(share)s of the time in order, disturbed on %(count)s days",
        count,
    )
    return said % {"share": share, "count": formats.number(count)}


@register.filter
def effect_words(effect: str) -> str:
    return str(Incident.Effect(effect).label) if effect else _("Works")


@register.filter
def effect_tone(effect: str) -> str:
    return TONES.get(str(effect), "")


@register.filter
def lasted(minutes: int) -> str:
    return formats.duration_minutes(minutes)
