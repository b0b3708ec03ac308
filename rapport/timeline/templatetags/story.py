"""Words of the story that need more than a template."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.timeline.mentions import marked
from rapport.timeline.models import Entry

register = template.Library()


@register.simple_tag
def story_day_words(day: date) -> str:
    today = timezone.localdate()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    if day.year == today.year:
        return formats.long_day(day)
    return format_date(day, "full", formats.locale_of())


@register.simple_tag
def entry_words(entry: Entry) -> SafeString:
    """What was written, with the colleagues named in it set off."""
    words = marked(entry.body, [mention.user for mention in entry.mentions.all()])
    return mark_safe(linebreaks(words))  # noqa: S308 - escaped by `marked`


@register.filter
def iso_day(text: str) -> str:
    """A day kept as text among the facts, written for the reader."""
    return formats.day(date.fromisoformat(text))


@register.filter
def draft_time(at: datetime) -> str:
    """The hour of today, the day and hour of another day."""
    local = timezone.localtime(at)
    return formats.clock(at) if local.date() == timezone.localdate() else formats.moment(at)


@register.filter
def as_json(value: Any) -> str:
    """For an attribute that a module reads; the template escapes it."""
    return json.dumps(value, ensure_ascii=False)


@register.simple_tag
def largest_file() -> int:
    return settings.ATTACHMENT_MAX_BYTES
