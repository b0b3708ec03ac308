"""`{% foresees %}`: attributes of the box around the fields of a form whose consequences show while one types."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def foresees(context, url: str = "") -> SafeString:
    return format_html(
        'hx-post="{}" hx-vals=\'{{"preview": "1"}}\' hx-trigger="input changed delay:300ms, change"'
        ' hx-target="#consequences" hx-select="#consequences > *" hx-swap="innerHTML" hx-sync="this:replace"',
        url or context["request"].path,
    )
