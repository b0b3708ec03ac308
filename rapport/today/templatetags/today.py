from functools import lru_cache
from json import dumps

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext

from rapport.core.registry import Step, TodayItem
from rapport.core.templatetags.ui import icon

register = template.Library()
MOST = 120


@register.simple_tag
def news_words() -> str:
    """In which words the browser says what came and went on an open page: from which number on which words hold."""
    return _news_words(get_language())


@lru_cache
def _news_words(language: str) -> str:
    def come(n: int) -> str:
        return ngettext("%(count)s new line has come.", "%(count)s new lines have come.", n)

    def gone(n: int) -> str:
        return ngettext("%(count)s line is settled.", "%(count)s lines are settled.", n)

    return dumps({"new": _patterns(come), "gone": _patterns(gone)}, ensure_ascii=False)


def _patterns(say) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for n in range(1, MOST):
        words = say(n) % {"count": "{n}"}
        if not found or found[-1][1] != words:
            found.append((n, words))
    return found


@register.simple_tag(takes_context=True)
def put_off(context, item: TodayItem) -> SafeString:
    """The moments until which a line can be put off, each a form: four for every line, so they are written at once."""
    about = _hidden("key", item.key)
    if item.due_at:
        about += _hidden("due_at", localtime(item.due_at).isoformat())
    elif item.due_on:
        about += _hidden("due_on", item.due_on.isoformat())
    begin, sign = (
        f'<form method="post" action="{reverse("today:tick")}" data-done>{_token(context)}{about}',
        icon("clock"),
    )
    return mark_safe(  # noqa: S308
        "\n".join(
            f"{begin}{_hidden('until', name)}<button>{sign}<span>{escape(words)}</span></button></form>"
            for name, words, _moment in context["snooze_choices"]
        )
    )


@register.simple_tag(takes_context=True)
def menu_step(context, step: Step) -> SafeString:
    """A step of the menu of a line: a link, or a form that does it."""
    address, words = escape(step.url), f"{icon(step.icon) if step.icon else ''}<span>{escape(step.label)}</span>"
    if step.method != "post":
        return mark_safe(f'<a href="{address}">{words}</a>')  # noqa: S308
    fields = "".join(_hidden(name, value) for name, value in step.fields.items())
    done = " data-done" if step.done else ""
    return mark_safe(  # noqa: S308
        f'<form method="post" action="{address}"{done}>{_token(context)}{fields}<button>{words}</button></form>'
    )


def _hidden(name: str, value: object) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">'


def _token(context) -> str:
    return _hidden("csrfmiddlewaretoken", context["csrf_token"])
