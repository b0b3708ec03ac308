"""Who decides from outside, and what may be given, as settings."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from rapport.care.models import DisputeBody, RemedyLimit
from rapport.customers.models import Tag


class BodyForm(forms.ModelForm):
    class Meta:
        model = DisputeBody
        fields = ["country", "name", "scope", "time_limit", "link", "contact", "is_active"]
        widgets = {"contact": forms.Textarea(attrs={"rows": 3})}

    def clean_country(self):
        country = self.cleaned_data["country"].strip().upper()
        if len(country) != 2 or not country.isascii() or not country.isalpha():  # noqa: PLR2004 - ISO 3166
            raise ValidationError(_("Two letters, like CZ."))
        return country


class KeyAccountsForm(forms.Form):
    tags = forms.ModelMultipleChoiceField(
        label=_l("Tags of key accounts"),
        queryset=Tag.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_l("Whoever has one of them is a key account. None: whoever has the tag “Key account”."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tags"].queryset = Tag.objects.order_by("name")


class LimitForm(forms.ModelForm):
    class Meta:
        model = RemedyLimit
        fields = ["per_case", "per_year", "currency"]

    def clean_currency(self):
        return self.cleaned_data["currency"].strip().upper()

    def clean(self):
        said = super().clean()
        case, year = said.get("per_case"), said.get("per_year")
        if case is not None and case < 0:
            self.add_error("per_case", _("Not less than nothing."))
        elif case is not None and year is not None and year < case:
            self.add_error("per_year", _("In a year at least as much as in one case."))
        return said

    def validate_constraints(self):
        """Said above, in words."""
