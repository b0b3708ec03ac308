from functools import lru_cache
from json import dumps

from django import template
from django.utils.translation import get_language, ngettext

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
