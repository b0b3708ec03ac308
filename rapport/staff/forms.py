"""Forms about people, the business and its places."""

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from rapport.core import pictures
from rapport.core.countries import country_choices
from rapport.core.forms import ChoiceCards, Switch
from rapport.core.money import currency_choices
from rapport.staff.choices import ROLE_HINTS, ColleagueField, languages, time_zones
from rapport.staff.models import Business, Invitation, Location, Team, User


def new_password(**options) -> forms.CharField:
    return forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Three or four words that don't belong together are good."),
        **options,
    )


class PasswordRules:
    """Checks `password` by the rules of the house, knowing who will have it."""

    def future_user(self) -> User:
        raise NotImplementedError

    def _post_clean(self):
        super()._post_clean()
        if password := self.cleaned_data.get("password"):
            try:
                password_validation.validate_password(password, self.future_user())
            except forms.ValidationError as problem:
                self.add_error("password", problem)


class InvitationForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["email", "name", "role", "language"]
        widgets = {"role": ChoiceCards(hints=ROLE_HINTS)}
        help_texts = {"language": _("Of the invitation; they choose their own later.")}

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [(name, label) for name, label in settings.ROLES.items()]
        self.fields["role"].choices = [r for r in roles if r[0] != "owner" or by.has_perm("staff.change_owner")]
        self.fields["role"].initial = "agent"


class JoinForm(PasswordRules, forms.Form):
    """How someone who was invited introduces themselves."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = new_password()
    language = forms.ChoiceField(label=_("Language"), choices=languages)

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def future_user(self) -> User:
        return User(email=self.email, name=self.cleaned_data.get("name", ""))


class PersonForm(forms.ModelForm):
    role = forms.ChoiceField(label=_("Role"), choices=settings.ROLES, widget=ChoiceCards(hints=ROLE_HINTS))

    class Meta:
        model = User
        fields = ["name", "title", "location", "teams"]
        widgets = {"teams": forms.CheckboxSelectMultiple}

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.open()
        self.fields["role"].initial = self.instance.role
        if not by.has_perm("staff.change_owner"):
            self.fields["role"].choices = [(k, v) for k, v in settings.ROLES.items() if k != "owner"]
        if not Team.objects.exists():
            del self.fields["teams"]


class ProfileForm(forms.ModelForm):
    THEMES = [("", _("Same as this device")), ("light", _("Light")), ("dark", _("Dark"))]

    theme = forms.ChoiceField(label=_("Look"), choices=THEMES, required=False, widget=forms.RadioSelect)
    photo = forms.FileField(
        label=_("New photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("Whom you look after sees it on their own pages. PNG, JPEG or WebP, up to 8 MB."),
    )
    without_photo = forms.BooleanField(label=_("Take the photo away"), required=False)

    class Meta:
        model = User
        fields = ["name", "phone", "language", "time_zone", "single_keys"]
        widgets = {"single_keys": Switch}
        help_texts = {
            "single_keys": _("J and K move through lists, N writes a note. Off while you type, or always off."),
            "phone": _("Whom you look after sees it on their own pages."),
        }

    field_order = ["name", "phone", "photo", "without_photo", "language", "time_zone", "theme", "single_keys"]

    def clean_photo(self) -> bytes | None:
        upload = self.cleaned_data["photo"]
        return pictures.as_jpeg(upload, side=320, megabytes=8) if upload else None

    def __init__(self, *args, business: Business, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.photo:
            del self.fields["without_photo"]
        as_business = (_("As the business (%(zone)s)") % {"zone": business.time_zone},)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), required=False, choices=[("", *as_business), *time_zones()]
        )


class BusinessForm(forms.ModelForm):
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    language = forms.ChoiceField(
        label=_("First language"), choices=languages, help_text=_("For customers whose own is not known.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you serve customers in"), choices=languages, widget=forms.CheckboxSelectMultiple
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    web = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    logo = forms.FileField(
        label=_("New logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP, up to 2 MB."),
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Business
        fields = ["name", "country", "language", "languages", "czech_titles", "time_zone", "currency", "email", "phone"]
        fields += ["web"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "cs" not in (self.instance.language, *self.instance.languages):
            del self.fields["czech_titles"]
        if not self.instance.logo:
            del self.fields["without_logo"]

    def clean_logo(self):
        upload = self.cleaned_data["logo"]
        return pictures.as_png(upload, side=512, megabytes=2) if upload else None

    def clean_languages(self):
        first = self.cleaned_data.get("language")
        chosen = self.cleaned_data["languages"]
        return chosen if not first or first in chosen else [first, *chosen]


class LocationForm(forms.ModelForm):
    country = forms.ChoiceField(
        label=_("Country"), choices=country_choices, help_text=_("Its public holidays are kept here.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = Location
        fields = ["name", "country", "subdivision", "time_zone", "address", "phone", "is_main"]
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "subdivision": _("Its short code, such as TN for Tamil Nadu, where holidays differ inside a country.")
        }


class TeamForm(forms.ModelForm):
    people = forms.ModelMultipleChoiceField(
        label=_("Who is in it"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Team
        fields = ["name", "lead"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].help_text = _("Hears of requests in this team that get late.")
        self.fields["people"].queryset = self.fields["lead"].queryset = self.everyone()
        if not self.instance._state.adding:
            self.fields["people"].initial = self.instance.people.all()

    @staticmethod
    def everyone():
        return User.objects.working_here()


class SuccessorForm(forms.Form):
    """Who, or which place, takes over what is left behind."""

    to = forms.ModelChoiceField(label=_("Hand it over to"), queryset=None, required=False)

    def __init__(self, *args, others, nobody: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(others)
        self.fields["to"].empty_label = nobody

    def offer(self, others) -> None:
        self.fields["to"].queryset = others


class HeirForm(SuccessorForm):
    """Which colleague does; whoever does not see every customer is marked."""

    to = ColleagueField(label=_("Hand it over to"), required=False)

    def offer(self, others) -> None:
        self.fields["to"].offer(others)
