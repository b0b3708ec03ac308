"""Widgets and fields of forms, written by Python.

Django draws each of them by three or four small templates. A page with a few forms has dozens of fields, and so most of
its time went into these. What comes out is the same.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rapport.core.escaping import conditional_escape as escape
from rapport.core.escaping import mark_safe


def written_input(context: Mapping[str, Any]) -> SafeString:
    widget = context["widget"]
    value = widget["value"]
    said = "" if value is None else f' value="{escape(str(value))}"'
    return mark_safe(  # noqa: S308
        f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{said}{_attributes(widget["attrs"])}>'
    )


def written_textarea(context: Mapping[str, Any]) -> SafeString:
    widget = context["widget"]
    words = escape(widget["value"] or "")
    return mark_safe(  # noqa: S308
        f'<textarea name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>\n{words}</textarea>'
    )


def written_select(context: Mapping[str, Any]) -> SafeString:
    widget = context["widget"]
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{escape(group)}">')
        parts += [
            f'<option value="{escape(str(one["value"]))}"{_attributes(one["attrs"])}>{escape(one["label"])}</option>\n'
            for one in options
        ]
        if group:
            parts.append("</optgroup>")
    parts.append("</select>")
    return mark_safe("".join(parts))  # noqa: S308


def written_field(context: Mapping[str, Any]) -> SafeString:
    """One field: `.field > label + .input + .hint + .error`."""
    field = context["field"]
    label = escape(field.label)
    if field.is_optional and not field.is_tick:
        label += f' <span class="optional">{_("optional")}</span>'
    if field.is_tick:
        look = getattr(field.field.widget, "label_class", "check")
        box = f'<label class="{look}" for="{escape(field.id_for_label)}">{field}<span>{label}</span></label>'
    elif field.use_fieldset:
        described = field.aria_describedby
        by = f' aria-describedby="{escape(described)}"' if described else ""
        box = f'<fieldset{by}><legend class="label">{label}</legend>{field}</fieldset>'
    else:
        of = f' for="{escape(field.id_for_label)}"' if field.id_for_label else ""
        box = f"<label{of}>{label}</label>\n{field}"
    return mark_safe(f'<div class="field">\n{box}\n{_hint(field)}{_errors(field)}</div>\n')  # noqa: S308


def _hint(field) -> str:
    if not field.help_text:
        return ""
    return f'<div class="hint" id="{escape(field.auto_id)}_helptext">{field.help_text}</div>\n'


def _errors(field) -> str:
    if not field.errors:
        return ""
    from rapport.core.templatetags.ui import icon

    said = "".join(f'<p class="error">{icon("alert-circle")}<span>{escape(e)}</span></p>' for e in field.errors)
    return f'<div class="errors" id="{escape(field.auto_id)}_error">{said}</div>\n'


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )


_INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "date", "time", "datetime", "checkbox")
WRITTEN = {f"django/forms/widgets/{name}.html": written_input for name in _INPUTS} | {
    "django/forms/widgets/textarea.html": written_textarea,
    "django/forms/widgets/select.html": written_select,
    "core/forms/field.html": written_field,
}
