"""The small parts that pages are made of. What each looks like is in the style sheets of the same name."""

from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from zlib import crc32

from django import template
from django.conf import settings
from django.contrib.messages import constants as levels
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapport.core import formats, names
from rapport.core.assets import head_assets
from rapport.core.escaping import escape, mark_safe
from rapport.core.templatetags import times

register = template.Library()
register.tags |= times.register.tags


# Icons, people ----------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, cls: str = "") -> SafeString:
    """An icon of the sprite (`core/icons.txt` lists them). It never stands without a word or an aria-label."""
    return _icon(name, cls, _sheet())


@cache
def _sheet() -> str:
    return static("core/icons.svg")


@lru_cache(1000)
def _icon(name: str, cls: str, sheet: str) -> SafeString:
    classes = f"icon {cls}".strip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', classes, sheet, name)


@register.simple_tag
def avatar(who, size: str = "") -> SafeString:
    """The round sign of a person: photo or initials, in a hue that stays theirs."""
    classes = "avatar"
    if size:
        classes += f" avatar--{size}"
    if getattr(who, "is_organisation", False):
        classes += " avatar--org"
    photo = getattr(who, "photo_url", "")
    inner = f'<img src="{escape(photo)}" alt="" loading="lazy">' if photo else ""
    letters = getattr(who, "initials", None)
    if letters is None:
        letters = names.initials(str(who))
    # Escaped here and not by format_html, which takes thrice the time: a list has a hundred of these.
    return mark_safe(  # noqa: S308
        f'<span class="{classes}" style="--hue:{hue(who)}" data-initials="{escape(letters)}" aria-hidden="true">'
        f"{inner}</span>"
    )


@register.simple_tag
def avatar_group(people) -> SafeString:
    shown = format_html_join("", "{}", ((avatar(who, "sm"),) for who in list(people)[:4]))
    return format_html('<span class="avatars">{}</span>', shown)


@register.simple_tag
def person(who, link: bool = True) -> SafeString:
    """A customer's name: serif, in their own language, leading to their page."""
    name = getattr(who, "display_name", "") or getattr(who, "name", "") or str(who)
    lang = lang_attr(getattr(who, "language", ""))
    if link and hasattr(who, "get_absolute_url"):
        address = escape(who.get_absolute_url())
        return mark_safe(f'<a class="person" href="{address}"{lang}>{escape(name)}</a>')  # noqa: S308
    return mark_safe(f'<span class="person"{lang}>{escape(name)}</span>')  # noqa: S308


@register.inclusion_tag("core/ui/person_block.html")
def person_block(who, note: str = "", size: str = "") -> dict:
    return {"who": who, "note": note, "size": size}


def hue(who) -> int:
    key = getattr(who, "pk", None) or str(who)
    return crc32(str(key).encode()) % 360


@register.filter
def lang_attr(language: str) -> SafeString:
    """` lang="ka"` for words in another language than the page's, else nothing."""
    if not language or language == get_language():
        return mark_safe("")
    return mark_safe(f' lang="{escape(language)}"')  # noqa: S308


@register.simple_tag
def head_links(theme: str) -> SafeString:
    """The head's links to style sheets, modules and icons: the same for everyone who has the same theme."""
    return _written_head_links(theme) if settings.DEVELOPMENT else _head_links(theme)


@cache
def _head_links(theme: str) -> SafeString:
    return _written_head_links(theme)


def _written_head_links(theme: str) -> SafeString:
    return render_to_string("core/_head.html", {"theme": theme, **head_assets()})


# Words with a tone ------------------------------------------------------------------------------------------------


@register.simple_tag
def badge(text, tone: str = "plain", icon: str = "") -> SafeString:
    return format_html('<span class="badge" data-tone="{}">{}{}</span>', tone, _icon_or_nothing(icon), text)


@register.simple_tag
def count(n, tone: str = "", label: str = "") -> SafeString:
    """`n` is a number, or already words such as "99+"."""
    words = format_html('<span class="visually-hidden"> {}</span>', label) if label else ""
    shown = n if isinstance(n, str) else formats.number(n)
    return format_html('<span class="count"{}>{}{}</span>', _tone(tone), shown, words)


@register.simple_tag
def due(at: datetime | date, now: datetime, tone: str = "", words: str = "", risk_minutes: int = 60) -> SafeString:
    """How long there is left, or how late it is. Words first: a tone only from "risk" on."""
    if not isinstance(at, datetime):
        return format_html('<time class="due" datetime="{}"{}>{}</time>', at, _tone(tone), words or times.day(at, now))
    if not tone and at < now:
        tone = "late"
    elif not tone and at - now <= timedelta(minutes=risk_minutes):
        tone = "risk"
    sign = icon("alert-triangle" if tone in ("risk", "late") else "clock")
    return format_html(
        '<time class="due" datetime="{}"{}{}>{}<span>{}</span></time>',
        at.isoformat(timespec="seconds"),
        _tone(tone),
        "" if words else mark_safe(" data-tick"),
        sign,
        words or formats.time_left(at, now),
    )


@register.inclusion_tag("core/ui/callout.html")
def callout(tone: str, title, text="", icon: str = "") -> dict:
    signs = {"late": "alert-triangle", "kept": "check", "risk": "info-circle", "thanks": "heart-handshake"}
    return {"tone": tone, "title": title, "text": text, "icon": icon or signs.get(tone, "info-circle")}


@register.inclusion_tag("core/ui/empty.html")
def empty(icon: str, title, text="", url: str = "", action="") -> dict:
    """What to say where nothing is, and the one thing to do about it."""
    return {"icon": icon, "title": title, "text": text, "url": url, "action": action}


@register.simple_tag
def thread(used: float, tone: str = "") -> SafeString:
    """How much of the promised time is used, in percent."""
    used = _percent(used)
    return format_html(
        '<div class="promise-thread" style="--used:{0}%"{1} role="progressbar" aria-valuemin="0"'
        ' aria-valuemax="100" aria-valuenow="{0}" aria-label="{2}"></div>',
        used,
        _tone(tone),
        _("Time used"),
    )


@register.simple_tag
def meter(value: float, label: str, tone: str = "") -> SafeString:
    return format_html(
        '<div class="meter" style="--value:{0}%"{1} role="progressbar" aria-valuemin="0" aria-valuemax="100"'
        ' aria-valuenow="{0}" aria-label="{2}"></div>',
        _percent(value),
        _tone(tone),
        label,
    )


@register.simple_tag
def kbd(keys: str) -> SafeString:
    return format_html_join(" ", "<kbd>{}</kbd>", ((key,) for key in keys.split()))


def _tone(tone: str) -> SafeString | str:
    return format_html(' data-tone="{}"', tone) if tone else ""


def _icon_or_nothing(name: str) -> SafeString | str:
    return icon(name) if name else ""


def _percent(value: float) -> int:
    return max(0, min(100, round(value or 0)))


# Forms and lists --------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound_field) -> SafeString:
    return bound_field.as_field_group()


@register.inclusion_tag("core/forms/errors.html")
def form_errors(form) -> dict:
    return {"form": form}


@register.inclusion_tag("core/ui/more.html", takes_context=True)
def more(context, page, target: str = "#rows") -> dict:
    """The rest of a keyset page: a link that, with htmx, adds the next rows to `target`."""
    return {
        "request": context["request"],
        "next": page.next,
        "target": target,
        "id": "more-" + target.lstrip("#"),
    }


@register.inclusion_tag("core/ui/sort_head.html", takes_context=True)
def sort_head(context, name: str, label, sort: str, cls: str = "") -> dict:
    """A table head that sorts by `name`; `sort` is how the list is sorted now ("-name" is downwards)."""
    direction = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    return {
        "request": context["request"],
        "label": label,
        "cls": cls,
        "direction": direction,
        "sort": f"-{name}" if sort == name else name,
    }


@register.simple_tag(takes_context=True)
def live(context, region: str) -> SafeString:
    """Attributes of a search form whose answers appear in `region` while one types."""
    return format_html(
        'hx-get="{}" hx-trigger="input changed delay:20ms, change, submit" hx-target="{}" hx-select="{}"'
        ' hx-swap="outerHTML" hx-replace-url="true" hx-sync="this:replace"',
        context["request"].path,
        region,
        region,
    )


# Toasts -----------------------------------------------------------------------------------------------------------


@register.filter
def toast_tone(message) -> str:
    return "late" if message.level >= levels.WARNING else "kept"


@register.filter
def undo_url(message) -> str:
    """The address in `extra_tags="undo:/…"`: what to post to for turning it back."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:/")), "")
