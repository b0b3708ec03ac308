from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core import emails, pictures
from rapport.core.forms import ChoiceCards
from rapport.core.names import clean, split_person_name
from rapport.customers.forms.fields import LanguageField, TimeZoneField, WordsField
from rapport.customers.models import Customer
from rapport.staff.choices import mark_the_blind
from rapport.staff.models import Location, Team
from rapport.staff.sight import team_of_new

NAME_HINT = _("As they write it themselves, in their own letters.")


PERSONS_ONLY = ("given_name", "patronymic", "family_name", "titles_before", "titles_after")  # a house has none of these


class NameField(forms.CharField):
    """A name that something is left of once invisible characters are gone."""

    def __init__(self, **kwargs):
        super().__init__(max_length=300, label=_("Name"), help_text=NAME_HINT, **kwargs)

    def to_python(self, value) -> str:
        return clean(super().to_python(value))


class NewCustomerForm(forms.Form):
    """The least one has to know to begin: a name. Everything else may follow."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Customer.Kind.choices,
        initial=Customer.Kind.PERSON,
        widget=ChoiceCards(
            hints={
                Customer.Kind.PERSON: _("Somebody with a name and a birthday"),
                Customer.Kind.ORGANISATION: _("A company, an inn, a school, an office"),
            }
        ),
    )
    name = NameField()
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, validators=[emails.validate])
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    language = LanguageField(required=False)
    form_gender = forms.ChoiceField(
        label=pgettext_lazy("Mr, Ms", "Title"),
        choices=Customer.Title.choices,
        required=False,
        help_text=_("Only as they said it; never guessed from the name."),
    )
    source = forms.CharField(
        label=_("Source"), max_length=120, required=False, help_text=_("A fair, a friend, a search …")
    )
    how_met = forms.CharField(label=_("How we met"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    tags = WordsField(label=_("Tags"), required=False, help_text=_("Divided by commas."))
    account_manager = forms.ModelChoiceField(
        get_user_model().objects.none(), label=_("Looked after by"), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account_manager"].queryset = get_user_model().objects.working_here()
        mark_the_blind(self.fields["account_manager"], team_of_new(by))

    def clean_form_gender(self) -> str:
        return self.cleaned_data["form_gender"] or Customer.Title.UNKNOWN

    def facts(self) -> dict:
        """What `actions.add` takes. A person's name is split as a suggestion that the details page shows."""
        facts = dict(self.cleaned_data)
        facts["emails"] = [{"address": address}] if (address := facts.pop("email")) else []
        facts["phones"] = [{"raw": raw}] if (raw := facts.pop("phone")) else []
        if facts["kind"] == Customer.Kind.PERSON:
            split = split_person_name(facts["name"], facts["language"])
            facts |= {"given_name": split.given_name, "family_name": split.family_name, "patronymic": split.patronymic}
            facts["titles_before"] = " ".join(split.prefix_titles)
            facts["titles_after"] = ", ".join(split.suffix_titles)
        return facts


class DetailsForm(forms.ModelForm):
    """Name, language, who looks after them, and where they come from."""

    name = NameField()
    language = LanguageField(required=False)
    time_zone = TimeZoneField()

    class Meta:
        model = Customer
        fields = (
            "kind",
            "name",
            "given_name",
            "patronymic",
            "family_name",
            "titles_before",
            "titles_after",
            "nickname",
            "romanised_name",
            "pronunciation",
            "language",
            "time_zone",
            "account_manager",
            "team",
            "location",
            "source",
            "how_met",
        )
        widgets = {"how_met": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "pronunciation": _("For whoever calls next: ta-MAR beh-REE-dzeh."),
            "romanised_name": _("As they spell it themselves. Left empty, we spell it by the rules."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account_manager"].queryset = get_user_model().objects.working_here()
        self.fields["account_manager"].empty_label = _("Nobody yet")
        mark_the_blind(self.fields["account_manager"], self.instance.team_id)
        self.fields["team"].queryset = Team.objects.all()
        self.fields["location"].queryset = Location.objects.filter(closed_for_good_on=None)

        if self.instance.is_organisation:
            for name in PERSONS_ONLY:
                del self.fields[name]

    def facts(self) -> dict:
        return dict(self.cleaned_data)

    def _post_clean(self):
        """The action writes and decides; this form only reads."""


class PreferenceNotesForm(forms.Form):
    preference_notes = forms.CharField(
        label=_("Preferences in words"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=4000
    )

    def facts(self) -> dict:
        return self.cleaned_data


class ArchiveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("Moved away, closed down, entered twice … It stands on the timeline."),
    )


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP, at most 8 MB. Where and with what it was taken is removed."),
    )

    def clean_photo(self) -> bytes:
        return pictures.as_jpeg(self.cleaned_data["photo"], side=640, megabytes=8)


class TagsForm(forms.Form):
    """Tags as words. `seen` are those that stood there, so that tags others gave meanwhile stay."""

    tags = WordsField(label=_("Tags"), required=False, help_text=_("Divided by commas."))
    seen = WordsField(required=False, widget=forms.HiddenInput)

    def merged_with(self, present: set[str]) -> set[str]:
        mine, seen = set(self.cleaned_data["tags"]), set(self.cleaned_data["seen"])
        return (present | (mine - seen)) - (seen - mine)
