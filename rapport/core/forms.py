"""How forms look: one field is `.field > label + .input + .hint + .error`, errors are summed up on top."""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

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


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


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
