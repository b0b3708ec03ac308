"""Words of the story that need more than a template."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.addresses import address_of
from rapport.core.escaping import mark_safe
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


@register.simple_tag(takes_context=True)
def entry_tools(context, entry: Entry) -> SafeString:
    """What the reader may do about an entry. Written by Python, as a story has two dozen of them."""
    said, by_reader = entry.sentence, entry.by_id == context["user"].pk
    tools = _pinning(context, entry, said) if context.get("may_pin") else ""
    if entry.is_by_hand and (by_reader or context.get("may_correct_all")):
        address = address_of("timeline:correction", entry.pk)
        words = f'{_("Correct")}<span class="visually-hidden">({said})</span>'
        tools += f'<a class="link-btn" href="{address}" data-dialog>{words}</a>'
    return mark_safe(tools)  # noqa: S308 - a sentence is HTML


def _pinning(context, entry: Entry, said: SafeString) -> str:
    address, token = address_of("timeline:pin", entry.pk), context["csrf_token"]
    live = (
        f' hx-post="{address}" hx-target="#story-lines" hx-swap="outerHTML show:none"' if context.get("story") else ""
    )
    if getattr(entry, "pin", None):
        words = f'{_("Unpin")}<span class="visually-hidden">({said})</span>'
        button = f'<button class="link-btn" name="off" value="1">{words}</button>'
    else:
        button = f'<button class="link-btn">{_("Pin")}<span class="visually-hidden">: {said}</span></button>'
    hidden = f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    return f'<form method="post" action="{address}"{live}>{hidden}{button}</form>\n'
