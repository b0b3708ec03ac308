"""How forms look: one field is `.field > label + .input + .hint + .error`, errors are summed up on top."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.form_drawing import WRITTEN

NO_BOX = ("checkbox", "radio", "hidden")  # widgets that are not a box to write in


class RapportBoundField(BoundField):
    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if getattr(widget, "input_type", "") not in NO_BOX:
            given = widget.attrs.get("class", "")
            attrs["class"] = f"input {given}".strip()
        if widget.use_fieldset:  # the group is told about the error, not each of its circles
            attrs.pop("aria-invalid", None)
        return attrs

    @property
    def is_tick(self) -> bool:
        """One box to tick, with its words beside it."""
        return getattr(self.field.widget, "input_type", "") == "checkbox" and not self.use_fieldset

    @property
    def is_optional(self) -> bool:
        return not self.field.required and not self.field.disabled

    @property
    def first_id(self) -> str:
        """Where a link in the error summary leads."""
        return self.id_for_label or self.auto_id


class RapportRenderer(TemplatesSetting):
    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
    formset_template_name = "core/forms/formset.html"
    bound_field_class = RapportBoundField

    def render(self, template_name, context, request=None):
        write = WRITTEN.get(template_name)
        return write(context) if write else super().render(template_name, context, request)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


@dataclass(frozen=True)
class QuickDay:
    """A day, perhaps with a time of day, that one press chooses."""

    label: str
    day: date
    clock: time | None = None

    @property
    def words(self) -> str:
        when = formats.day(self.day)
        return f"{when}, {formats.clock(self.clock)}" if self.clock else when


def quick_days() -> list[QuickDay]:
    """Tomorrow, in a week, in a month: what somebody who wants to be reminded means most often."""
    today = timezone.localdate()
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    in_a_month = first.replace(day=min(today.day, monthrange(first.year, first.month)[1]))
    return [
        QuickDay(_("Tomorrow"), today + timedelta(days=1)),
        QuickDay(_("In a week"), today + timedelta(days=7)),
        QuickDay(_("In a month"), in_a_month),
    ]


class QuickDateInput(DateInput):
    """A day, with buttons for those that are meant most often. `quick()` answers them when the form is shown."""

    template_name = "core/forms/quick_date.html"

    def __init__(self, attrs=None, quick: Callable[[], list[QuickDay]] = quick_days):
        super().__init__(attrs)
        self.quick = quick

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"quick": self.quick()}


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """In the reader's time zone, which is the active one."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Switch(forms.CheckboxInput):
    """A box to tick whose effect is on or off."""

    label_class = "switch"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["role"] = "switch"
        return context


class ChoiceCards(forms.RadioSelect):
    """Few choices, each with a line about it: `ChoiceCards(hints={"formal": _("…")})`."""

    template_name = "core/forms/choice_cards.html"

    def __init__(self, attrs=None, choices=(), hints=None):
        super().__init__(attrs, choices)
        self.hints = hints or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(value, "")
        return option
