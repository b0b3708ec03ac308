"""Times and numbers, written for the reader. Part of `{% load ui %}`."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from json import dumps

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rapport.core import formats
from rapport.core.escaping import escape, mark_safe

register = template.Library()


@register.simple_tag
def moment(dt: datetime | None, now: datetime | None = None) -> SafeString | str:
    return _time(dt, formats.moment(dt, at=now)) if dt else ""


@register.simple_tag
def clock(dt: datetime | None) -> SafeString | str:
    return _time(dt, formats.clock(dt)) if dt else ""


@register.simple_tag
def ago(dt: datetime | None, now: datetime) -> SafeString | str:
    if not dt:
        return ""
    words = formats.ago(dt, now)
    exactly = escape(formats.moment(dt))
    return mark_safe(f'<time datetime="{_iso(dt)}" title="{exactly}" data-ago>{escape(words)}</time>')  # noqa: S308


@register.simple_tag
def day(d: date | None, today: date | datetime | None = None) -> SafeString | str:
    return _time(d, formats.day(_local_day(d), at=_local_day(today))) if d else ""


@register.simple_tag
def long_day(d: date | None) -> SafeString | str:
    return _time(d, formats.long_day(_local_day(d))) if d else ""


@register.simple_tag
def duration(minutes: int) -> str:
    return formats.duration_minutes(minutes)


@register.simple_tag
def money(amount, currency: str) -> SafeString:
    return _figure(formats.money(amount, currency)) if amount is not None else mark_safe("")


@register.simple_tag
def number(n, decimals: int | None = None) -> SafeString:
    return _figure(formats.number(n, decimals=decimals)) if n is not None else mark_safe("")


@register.simple_tag
def percent(ratio, decimals: int = 0) -> SafeString:
    return _figure(formats.percent(ratio, decimals=decimals)) if ratio is not None else mark_safe("")


def _figure(text: str) -> SafeString:
    return mark_safe(f'<span class="tnum">{escape(text)}</span>')  # noqa: S308


def _time(when: date | datetime, words: str) -> SafeString:
    return mark_safe(f'<time datetime="{_iso(when)}">{escape(words)}</time>')  # noqa: S308


def _iso(when: date | datetime) -> str:
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()


def _local_day(when: date | datetime | None) -> date | None:
    return timezone.localdate(when) if isinstance(when, datetime) else when


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """The languages of the pages, each by its own name."""
    return settings.LANGUAGES


@register.simple_tag
def tick_words() -> str:
    """The patterns by which the browser goes on counting "in 42 min" and "5 min ago"."""
    return _tick_words(get_language())


@lru_cache
def _tick_words(language: str) -> str:
    at = datetime(2026, 1, 1, tzinfo=UTC)

    def patterns(unit: timedelta, upto: int, say=formats.time_left) -> list[tuple[int, str]]:
        """From which number on which words hold, so that the browser needs no plural rules."""
        found: list[tuple[int, str]] = []
        for n in range(1, upto):
            words = say(at + n * unit, at).replace(str(n), "{n}")
            if not found or found[-1][1] != words:
                found.append((n, words))
        return found

    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    words = {
        "now": formats.time_left(at, at),
        "left": {"minutes": patterns(minute, 60), "hours": patterns(hour, 24)},
        "late": {"minutes": patterns(-minute, 60), "hours": patterns(-hour, 24)},
        "just": formats.ago(at, at),
        "ago": {"minutes": patterns(-minute, 60, formats.ago), "hours": patterns(-hour, 24, formats.ago)},
    }
    return dumps(words, ensure_ascii=False)
