"""Rows that hang on a customer, as formsets that also work without JavaScript: one empty row, and a button for more."""

from babel.dates import get_month_names
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core import days, emails, formats, postal
from rapport.core.names import clean
from rapport.customers.forms.fields import LanguageField
from rapport.customers.models import Address, Handle, ImportantDate, PreferenceTopic, Salutation


def _months() -> list[tuple]:
    """The months as they stand alone, in the reader's language."""
    return [("", "–"), *get_month_names("wide", "stand-alone", formats.locale_of()).items()]


class RowForm(forms.Form):
    """One row. One of `needs` must be filled in once words stand anywhere; a row that was emptied goes."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    needs: tuple[str, ...] = ()

    def clean(self):
        facts = super().clean()
        told = [value for name, value in facts.items() if name != "id" and isinstance(value, str) and value]
        chosen = [facts.get(name) for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)]
        is_begun = any(value not in chosen for value in told)
        if is_begun and not self.errors and not facts.get("DELETE") and not any(facts.get(n) for n in self.needs):
            self.add_error(self.needs[0], self.fields[self.needs[0]].default_error_messages["required"])
        return facts

    @property
    def is_to_go(self) -> bool:
        return bool(self.cleaned_data.get("DELETE"))


class PointForm(RowForm):
    label = forms.CharField(
        label=_("Label"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("work, home …")}),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    is_preferred = forms.BooleanField(label=_("Preferred"), required=False)
    is_verified = forms.BooleanField(label=_("Verified"), required=False)


class EmailForm(PointForm):
    address = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    needs = ("address",)
    field_order = ["id", "address"]

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if address:
            emails.validate(address)
        return emails.display(address) if address else ""


class PhoneForm(PointForm):
    raw = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    needs = ("raw",)
    field_order = ["id", "raw"]


class AddressForm(PointForm):
    purpose = forms.ChoiceField(
        label=pgettext_lazy("what an address is for", "For"), choices=Address.Purpose.choices, required=False
    )
    lines = forms.CharField(
        label=_("Street"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    area = forms.CharField(label=_("State or region"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    as_written = forms.CharField(
        label=_("As they write it"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    needs = ("lines", "city", "postal_code", "as_written")
    field_order = ["id", "purpose", "lines", "postal_code", "city", "area", "country", "as_written"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *postal.country_choices()]

    def clean_purpose(self) -> str:
        return self.cleaned_data["purpose"] or Address.Purpose.POSTAL


class HandleForm(PointForm):
    network = forms.ChoiceField(label=_("Network"), choices=Handle.Network.choices, required=False)
    handle = forms.CharField(label=_("Name or address"), max_length=300, required=False)
    needs = ("handle",)
    field_order = ["id", "network", "handle"]

    def clean_network(self) -> str:
        return self.cleaned_data["network"] or Handle.Network.WEB


class DateForm(RowForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=ImportantDate.Kind.choices, required=False)
    label = forms.CharField(label=_("Own words"), max_length=80, required=False)
    day = forms.IntegerField(label=_("Day"), min_value=1, max_value=31, required=False)
    month = forms.TypedChoiceField(label=_("Month"), choices=_months, coerce=int, required=False, empty_value=None)
    year = forms.IntegerField(label=_("Year"), min_value=1850, max_value=2200, required=False)
    may_greet = forms.BooleanField(label=_("They like to be congratulated"), required=False, initial=True)
    needs = ("day",)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or ImportantDate.Kind.BIRTHDAY

    def clean(self):
        facts = super().clean()
        day, month = facts.get("day"), facts.get("month")
        if facts.get("DELETE") or self.errors:
            return facts
        if bool(day) != bool(month):
            self.add_error("day", _("Give both the day and the month."))
        elif day and not days.is_day(month, day, facts.get("year")):
            self.add_error("day", _("There is no such day."))
        return facts


class PersonalNoteForm(RowForm):
    text = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    needs = ("text",)


class PreferenceForm(RowForm):
    topic = forms.CharField(
        label=_("Topic"), max_length=80, required=False, widget=forms.TextInput(attrs={"list": "preference-topics"})
    )
    value = forms.CharField(
        label=_("Wish"), max_length=200, required=False, widget=forms.TextInput(attrs={"list": "preference-wishes"})
    )
    needs = ("value",)

    def clean(self):
        facts = super().clean()
        if not facts.get("DELETE") and facts.get("value") and not clean(facts.get("topic")):
            self.add_error("topic", _("Say what this wish is about."))
        return facts

    @staticmethod
    def suggestions(*, for_customers: bool = False) -> dict:
        """What can be chosen. Customers are not shown topics that came from the words of somebody else."""
        topics = list(PreferenceTopic.objects.all())
        if for_customers:
            topics = [topic for topic in topics if topic.choices or topic.position]
        wishes = list(dict.fromkeys(choice for topic in topics for choice in topic.choices))
        return {"preference_topics": [topic.name for topic in topics], "preference_wishes": wishes}


class SalutationForm(RowForm):
    language = LanguageField(required=False, empty=_("Choose …"))
    text = forms.CharField(
        label=_("Greeting"), max_length=200, required=False, help_text=_("Used to the letter, with its comma.")
    )
    occasion = forms.ChoiceField(label=_("Where"), choices=Salutation.Occasion, required=False)
    envelope = forms.CharField(label=_("On the envelope"), max_length=200, required=False)
    use_in_all_languages = forms.BooleanField(label=_("Use in every language"), required=False)
    needs = ("text",)

    def clean(self):
        facts = super().clean()
        if not facts.get("DELETE") and facts.get("text") and not facts.get("language"):
            self.add_error("language", _("Choose the language of this greeting."))
        return facts


class WordingForm(RowForm):
    """The words of one greeting, on one occasion, in one language; which ones says the address of the page."""

    text = forms.CharField(
        label=_("Greeting"), max_length=200, required=False, help_text=_("Used to the letter, with its comma.")
    )
    needs = ("text",)


class CodeForm(RowForm):
    source = forms.CharField(label=_("System"), max_length=60, required=False)
    code = forms.CharField(label=_("Code"), max_length=120, required=False)
    needs = ("code",)

    def clean(self):
        facts = super().clean()
        if not facts.get("DELETE") and facts.get("code") and not clean(facts.get("source")):
            self.add_error("source", _("Say which system this code comes from."))
        return facts


class RowsFormSet(forms.BaseFormSet):
    """The rows of one section. `rows()` answers those that stay, as the action takes them."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove")

    def refuse(self, message: str) -> None:
        """Say above the rows what the business says no to."""
        self._non_form_errors = self.error_class([message], error_class="nonform", renderer=self.renderer)

    def rows(self) -> list[dict]:
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if form.cleaned_data and not form.is_to_go
        ]

    def clean(self):
        seen = set()
        for form in self.forms:
            facts = getattr(form, "cleaned_data", {})
            if not facts or facts.get("DELETE") or form.errors:
                continue
            if isinstance(form, SalutationForm) and facts.get("text"):
                if facts["language"] in seen:
                    raise ValidationError(_("There can be one greeting in each language."), code="twice")
                seen.add(facts["language"])
            if isinstance(form, CodeForm) and facts.get("code"):
                if facts["source"].casefold() in seen:
                    raise ValidationError(_("There can be one code in each system."), code="twice")
                seen.add(facts["source"].casefold())


ROW_FORMS: dict[str, type[RowForm]] = {
    "emails": EmailForm,
    "phones": PhoneForm,
    "addresses": AddressForm,
    "handles": HandleForm,
    "dates": DateForm,
    "personal_notes": PersonalNoteForm,
    "preferences": PreferenceForm,
    "salutations": SalutationForm,
    "codes": CodeForm,
}


LONG_FORMS = ("addresses", "handles")  # no empty row below full ones; the button brings it


def rows_formset(section: str, present: dict[str, dict], data=None) -> RowsFormSet:
    """The form of a section with the rows `present` (by id, from `snapshot`) and an empty one."""
    extra = 0 if section in LONG_FORMS and present else 1
    FormSet = forms.formset_factory(ROW_FORMS[section], formset=RowsFormSet, extra=extra, can_delete=True)
    initial = [{"id": key, **values} for key, values in present.items()]
    return FormSet(data, initial=initial, prefix=section)
