"""One fact for many customers: which, then its value."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean
from rapport.customers.forms.fields import LanguageField, TimeZoneField
from rapport.customers.forms.own_fields import OwnFieldsForm
from rapport.customers.models import Customer, CustomField
from rapport.customers.words import OWN

PLAIN = ("language", "time_zone", "source", "form_gender", "address_style", "how_met", "preference_notes")


class FactTogetherForm(forms.Form):
    """Chosen first, a fact brings the field for its value; without a value nothing is saved but what is cleared."""

    fact = forms.ChoiceField(label=_("Which fact"))
    clear = forms.BooleanField(label=_("Clear the value"), required=False)

    def __init__(self, data=None, *, by, initial=None):
        super().__init__(data, initial=initial)
        own = {OWN + field.key: field for field in CustomField.objects.filter(retired_at=None)}
        plain = [(name, str(Customer._meta.get_field(name).verbose_name)) for name in PLAIN]
        theirs = [(name, field.label) for name, field in own.items()]
        self.fields["fact"].choices = [("", _("Choose …")), *plain, *theirs]
        self.fact = str((data if data is not None else initial or {}).get("fact", ""))
        self.own = own.get(self.fact)
        if self.own:
            self.fields["value"] = OwnFieldsForm(own_fields=[(self.own, None)]).fields[self.own.key]
        elif self.fact in PLAIN:
            self.fields["value"] = _field_of(self.fact)
        self.needs_fact = "value" not in self.fields
        if self.needs_fact:
            del self.fields["clear"]
        else:
            self.fields["value"].label = _("The value that all of them get")
            self.order_fields(["fact", "value", "clear"])

    def clean(self):
        said = super().clean()
        if self.needs_fact:
            raise ValidationError(_("Choose a fact first."), code="required")
        if not self.errors and not said.get("clear") and said.get("value") in (None, ""):
            raise ValidationError(_("Write a value, or say that it is to be cleared."), code="required")
        return said

    def wish(self) -> dict[str, Any]:
        value = None if self.cleaned_data["clear"] else self.cleaned_data["value"]
        if self.own:
            form = OwnFieldsForm(own_fields=[(self.own, None)])
            form.cleaned_data = {self.own.key: value}
            return {"fact": self.fact, "value": form.facts()[self.fact], "for_kind": self.own.for_kind}
        return {"fact": self.fact, "value": clean(value) if isinstance(value, str) else _empty(self.fact)}


def _field_of(name: str) -> forms.Field:
    if name == "language":
        return LanguageField(required=False)
    if name == "time_zone":
        return TimeZoneField()
    known = Customer._meta.get_field(name)
    if known.choices:
        return forms.ChoiceField(choices=known.choices, required=False)
    return forms.CharField(
        max_length=known.max_length or 4_000, required=False, widget=None if known.max_length else forms.Textarea
    )


def _empty(name: str) -> Any:
    return Customer._meta.get_field(name).get_default()


class NoteTogetherForm(forms.Form):
    text = forms.CharField(label=_("The note"), max_length=4_000, widget=forms.Textarea)

    def __init__(self, data=None, *, by, initial=None):
        super().__init__(data, initial=initial)

    def wish(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"].strip()}
