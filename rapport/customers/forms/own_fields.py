from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.forms import DateInput
from rapport.core.names import clean
from rapport.customers.asked import fitting_types
from rapport.customers.forms.fields import WordsField
from rapport.customers.models import CustomField
from rapport.customers.words import OWN

YES_NO = [("", "–"), ("yes", _("yes")), ("no", _("no"))]


class OwnFieldsForm(forms.Form):
    """The fields that the business defined, for one customer."""

    def __init__(self, *args, own_fields: list[tuple[CustomField, object]], **kwargs):
        super().__init__(*args, **kwargs)
        for own, value in own_fields:
            if not own.retired_at:
                self.fields[own.key] = _form_field(own, value)
                self.initial[own.key] = _shown(own, value)
        self.own = {own.key: own for own, _ in own_fields}

    def facts(self) -> dict:
        """By the names that `actions.edit` takes, as plain JSON values."""
        return {OWN + key: _stored(self.own[key], value) for key, value in self.cleaned_data.items()}


def _form_field(own: CustomField, value) -> forms.Field:
    Type = CustomField.Type
    common = {"label": own.label, "required": False}
    if own.type == Type.NUMBER:
        return forms.DecimalField(max_digits=20, decimal_places=6, **common)
    if own.type == Type.DATE:
        return forms.DateField(widget=DateInput, **common)
    if own.type == Type.CHOICE:
        kept = [value] if isinstance(value, str) and value not in own.choices else []
        return forms.ChoiceField(choices=[("", "–"), *((c, c) for c in [*own.choices, *kept])], **common)
    if own.type == Type.YES_NO:
        return forms.ChoiceField(choices=YES_NO, **common)
    if own.type == Type.LINK:
        return forms.URLField(assume_scheme="https", max_length=500, **common)
    return forms.CharField(max_length=1000, **common)


def _shown(own: CustomField, value):
    if own.type == CustomField.Type.YES_NO and value is not None:
        return "yes" if value else "no"
    return value


def _stored(own: CustomField, value):
    if value in (None, ""):
        return None
    if own.type == CustomField.Type.YES_NO:
        return value == "yes"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if hasattr(value, "isoformat") else value


class FieldForm(forms.Form):
    """What the business wants to know of its customers."""

    label = forms.CharField(label=_("What it is called"), max_length=80)
    type = forms.ChoiceField(label=_("Type"), choices=CustomField.Type.choices)
    choices = WordsField(label=_("Choices"), required=False, help_text=_("For the type “choice”, divided by commas."))
    for_kind = forms.ChoiceField(label=pgettext_lazy("persons or organisations", "For"), required=False)

    def __init__(self, *args, field: CustomField | None = None, **kwargs):
        if field:
            kwargs["initial"] = {
                "label": field.label,
                "type": field.type,
                "choices": field.choices,
                "for_kind": field.for_kind,
            }
        super().__init__(*args, **kwargs)
        self.field = field
        kinds = CustomField._meta.get_field("for_kind").choices
        self.fields["for_kind"].choices = [("", _("People and organisations")), *kinds]
        if field:
            fitting = fitting_types(field)
            self.fields["type"].choices = [choice for choice in CustomField.Type.choices if choice[0] in fitting]
            self.fields["type"].required = False
            self.fields["type"].help_text = _("Only types into which every known value fits.")

    def clean_type(self):
        return self.cleaned_data["type"] or self.field.type

    def clean(self):
        facts = super().clean()
        if facts.get("type") == CustomField.Type.CHOICE and not facts.get("choices"):
            self.add_error("choices", _("Name at least one choice."))
        return facts


class ChoiceForm(forms.Form):
    """Another name for one choice of a field."""

    name = forms.CharField(label=_("What it is called"), max_length=60)

    def __init__(self, *args, field: CustomField, choice: str, **kwargs):
        super().__init__(*args, initial={"name": choice}, **kwargs)
        self.field, self.choice = field, choice
        self.fields["name"].help_text = _("The name of another choice joins the two.")

    def clean_name(self):
        name = clean(self.cleaned_data["name"])
        if name == self.choice:
            raise forms.ValidationError(_("That is its name already."))
        return name


class TopicForm(forms.Form):
    name = forms.CharField(label=_("Topic"), max_length=80)
    choices = WordsField(
        label=_("Choices"),
        required=False,
        help_text=_("Usual answers, divided by commas. Others can still be written."),
    )
