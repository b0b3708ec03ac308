"""The tags that pages use hundreds of times, `{% url %}` and `{% translate %}`, each remembering what it answered.

They read as Django's own do and stand in for them everywhere (settings.TEMPLATES). What they answer never changes while
the program runs: an address follows from its name and its gaps, a translation from its words and the language.
"""

from functools import lru_cache
from uuid import UUID

from django import template
from django.template.base import Variable
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import TranslateNode
from django.templatetags.i18n import do_translate as django_translate
from django.templatetags.i18n import register as i18n
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import escape
from django.utils.translation import get_language

register = template.Library()
register.tags |= i18n.tags
register.filters |= i18n.filters
PLAIN = (UUID, int, str)  # what stands in the gaps of our addresses


class QuickURL(URLNode):
    def render(self, context):
        gaps = tuple([arg.resolve(context) for arg in self.args])
        if self.asvar or self.kwargs or not context.autoescape or not all(type(gap) in PLAIN for gap in gaps):
            return super().render(context)
        name = self.view_name.resolve(context)
        return _address(name, gaps, tuple(map(type, gaps)), get_script_prefix(), get_urlconf())


@lru_cache(4000)
def _address(name: str, gaps: tuple, _types: tuple, _prefix: str, _urlconf: str | None) -> str:
    return escape(reverse(name, args=gaps))


@register.tag
def url(parser, token):
    node = django_url(parser, token)
    return QuickURL(node.view_name, node.args, node.kwargs, node.asvar)


class QuickTranslation(TranslateNode):
    """Words that stand in the template itself; those of variables go Django's way."""

    def __init__(self, node: TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop, node.asvar, node.message_context)
        self.known: dict[str | None, str] = {}

    def render(self, context):
        language = get_language()
        if (words := self.known.get(language)) is None:
            words = self.known[language] = super().render(context)
        return words


def translate(parser, token):
    node = django_translate(parser, token)
    words, said_of = node.filter_expression, node.message_context
    is_written = words.var.literal is not None and not words.filters
    is_known = said_of is None or not isinstance(said_of.var, Variable)
    return QuickTranslation(node) if is_written and is_known and not node.noop and not node.asvar else node


register.tag("translate", translate)
register.tag("trans", translate)
