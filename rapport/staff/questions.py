"""The questions of the first run as forms. Each knows what was answered before it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import local_customs
from rapport.core.countries import country_choices, country_name
from rapport.core.money import currency_choices
from rapport.staff.choices import languages, time_zones
from rapport.staff.forms import PasswordRules, new_password
from rapport.staff.models import User

LIKELY = {"en": "GB", "ka": "GE", "cs": "CZ", "ta": "IN"}  # where someone who reads this language may be


class QuestionForm(forms.Form):
    """One question. `beginning` is what a browser that answers nothing would most likely say."""

    intro = ""
    button = gettext_lazy("Next")

    def __init__(self, data=None, *, answers: Mapping[str, Mapping], **kwargs):
        self.answers = answers
        super().__init__(data, **kwargs)

    @classmethod
    def beginning(cls, request, answers: Mapping[str, Mapping]) -> dict[str, Any]:
        return {}

    def second_look(self) -> dict[str, Any] | None:
        """What to show once more, with other values, before it counts as answered."""
        return None


class BusinessQuestion(QuestionForm):
    intro = gettext_lazy("As customers call it. It stands on every page, and you can change it later.")

    business_name = forms.CharField(
        label=gettext_lazy("Name of the business"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": True}),
    )
    clock = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput(attrs={"data-clock": ""}))


class PlaceQuestion(QuestionForm):
    """Country and language; what follows from the country is shown, and is shown again when that changes."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=languages)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zones)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currency_choices)
    usual_in = forms.CharField(max_length=2, required=False, widget=forms.HiddenInput)  # whose usual ones were shown

    @property
    def intro(self) -> str:
        return _("What is usual there is filled in. Change what is different with you.")

    @classmethod
    def beginning(cls, request, answers):
        clock = answers.get("business", {}).get("clock", "")
        country = (
            local_customs.country_of_zone(clock)
            or local_customs.country_of_browser(request.headers.get("Accept-Language", ""))
            or LIKELY.get(request.LANGUAGE_CODE, "GB")
        )
        return cls.usual(country, clock, request.LANGUAGE_CODE)

    @staticmethod
    def usual(country: str, clock: str, language: str) -> dict[str, Any]:
        return {
            "country": country,
            "language": local_customs.language_of(country, list(dict(settings.LANGUAGES)), language),
            "time_zone": local_customs.zone_of(country, clock),
            "currency": local_customs.currency_of(country),
            "usual_in": country,
        }

    def second_look(self):
        country = self.cleaned_data["country"]
        if self.cleaned_data["usual_in"] == country:
            return None
        clock = self.answers.get("business", {}).get("clock", "")
        return self.usual(country, clock, self.cleaned_data["language"])

    def own_language(self, reads: str) -> str:
        """In which language whoever answers goes on reading: that in which they `reads`, unless they chose another.

        What is merely usual in the country is the business's.
        """
        usual = self.usual(self.cleaned_data["country"], "", reads)["language"]
        chosen = self.cleaned_data["language"]
        return reads if chosen == usual else chosen

    @property
    def follows(self) -> list[str]:
        """What else comes with the country, in sentences."""
        country = self["usual_in"].value() or self["country"].value() or ""
        said = []
        if example := local_customs.phone_example(country):
            words = {"country": country_name(country), "example": example}
            said.append(_("Phone numbers as in %(example)s (%(country)s).") % words)
        said.append(_("Its public holidays are kept; you see them with the opening hours."))
        return said


class OwnerQuestion(PasswordRules, QuestionForm):
    """Asked last, so that a password is never kept anywhere but as its hash."""

    intro = gettext_lazy("You become the owner. Colleagues are invited later.")
    button = gettext_lazy("Begin")

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = new_password()

    def future_user(self) -> User:
        return User(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))
