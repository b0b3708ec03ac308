"""Forms in which customers say something about themselves."""

from copy import copy

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.addressee import base_language
from rapport.core.forms import ChoiceCards
from rapport.core.names import clean
from rapport.customers.forms.details import PERSONS_ONLY, NameField
from rapport.customers.forms.fields import LanguageField, TimeZoneField
from rapport.customers.forms.rows import AddressForm, DateForm, PreferenceForm
from rapport.customers.models import Customer
from rapport.customers.naming import language_of

TWO_WAYS = ("cs", "ka", "ta")  # languages that say "you" in two ways
NAMES = ("name", "given_name", "family_name", "titles_before", "titles_after", "romanised_name", "pronunciation")
ADDRESSED = ("form_gender", "title_wish", "address_style", "pronoun_level", "language", "time_zone")
TITLES = [
    (Customer.Title.UNKNOWN, _("I'd rather not say")),
    (Customer.Title.FEMALE, _("As a woman")),
    (Customer.Title.MALE, _("As a man")),
    (Customer.Title.NONE, _("Without a title")),
]
STYLES = [(Customer.Style.FORMAL, _("By title and name")), (Customer.Style.FIRST_NAME, _("By my first name"))]
PRONOUNS = [
    (Customer.Pronoun.POLITE, _("Polite: vy, თქვენ, நீங்கள்")),
    (Customer.Pronoun.FAMILIAR, _("Familiar: ty, შენ, நீ")),
]


class AboutYouForm(forms.ModelForm):
    """How they write their name, and how we are to greet them. `tried` is what that would make of them."""

    name = NameField()
    title_wish = forms.CharField(
        label=_("Title you would like"),
        max_length=20,
        required=False,
        help_text=_("Mrs, Miss, Mx, selvi … Left empty: Mr and Ms."),
    )
    form_gender = forms.ChoiceField(label=_("How we address you"), choices=TITLES, widget=forms.RadioSelect)
    address_style = forms.ChoiceField(
        label=_("How we greet you"),
        choices=STYLES,
        widget=ChoiceCards(hints={"formal": _("As the language asks for"), "first_name": _("Only if you like that")}),
    )
    pronoun_level = forms.ChoiceField(label=_("What we say to you"), choices=PRONOUNS, required=False)
    language = LanguageField(required=False, label=_("Language in which we write to you"))
    time_zone = TimeZoneField()
    greeting = forms.CharField(
        label=_("Greet me with exactly these words"),
        max_length=200,
        required=False,
        help_text=_("Left empty, we greet you as shown below."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Customer
        fields = [*NAMES, *ADDRESSED]
        help_texts = {
            "romanised_name": _("As it stands in your passport, if you write it in other letters."),
            "pronunciation": _("For whoever calls you: ta-MAR beh-REE-dzeh."),
        }

    field_order = [*NAMES, "language", "form_gender", "title_wish", "address_style", "pronoun_level", "greeting"]

    def __init__(self, data=None, *, customer: Customer, greeting: str = ""):
        shown = copy(customer)  # the page shows what is, not what is tried out
        initial = {"greeting": greeting, "version": customer.version}
        super().__init__(data, instance=shown, initial=initial)
        self.customer = customer
        self.fields["name"].help_text = _("As you write it yourself, in your own letters.")
        if customer.is_organisation:
            for name in (*PERSONS_ONLY, "form_gender", "title_wish", "address_style", "pronoun_level"):
                self.fields.pop(name, None)
        elif base_language(language_of(customer)) not in TWO_WAYS:
            del self.fields["pronoun_level"]

    def clean_greeting(self) -> str:
        return clean(self.cleaned_data["greeting"])

    def clean(self):
        said = super().clean()
        if said.get("address_style") == Customer.Style.FIRST_NAME and not (
            said.get("given_name") or self.customer.given_name
        ):
            self.add_error("given_name", _("Tell us the first name by which we may call you."))
        return said

    def facts(self) -> dict:
        """What is to be noted of them; an empty way of saying "you" is as it was."""
        said = {name: self.cleaned_data[name] for name in (*NAMES, *ADDRESSED) if name in self.cleaned_data}
        return {name: value for name, value in said.items() if value or name != "pronoun_level"}

    def tried(self) -> Customer:
        """They, as if it were noted already. Nothing is written."""
        tried = copy(self.customer)
        for name, value in self.facts().items():
            setattr(tried, name, value)
        if tried.address_style == Customer.Style.FIRST_NAME:
            tried.first_name_permission_at = tried.first_name_permission_at or timezone.now()
        return tried

    def _post_clean(self):
        """The action writes and decides; this form only reads."""


class OwnRow:
    """A row as its customer sees it: without what was noted beside it among us."""

    theirs: tuple[str, ...]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.theirs):
            del self.fields[name]


class OwnAddressForm(OwnRow, AddressForm):
    theirs = ("purpose", "lines", "postal_code", "city", "area", "country", "is_preferred")


class OwnDateForm(OwnRow, DateForm):
    theirs = ("kind", "label", "day", "month", "year", "may_greet")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["may_greet"].label = _("You may congratulate me")


class OwnWishForm(OwnRow, PreferenceForm):
    theirs = ("topic", "value")


ROWS = {"addresses": OwnAddressForm, "dates": OwnDateForm, "preferences": OwnWishForm}


class EraseForm(forms.Form):
    """They say in so many words that they mean it."""

    sure = forms.BooleanField(label=_("I want you to forget me"))
