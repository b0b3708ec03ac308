"""Forms about telephones: the line of a channel, the telephone of a person, the greeting of the house."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import formats, phones
from rapport.core.forms import Switch
from rapport.core.names import clean
from rapport.messaging.accounts import secrets_of
from rapport.messaging.calls import greeting
from rapport.messaging.channels.account_forms import AccountForm
from rapport.messaging.channels.forms import Tried
from rapport.messaging.models import Seat
from rapport.staff.models import Business

LINES = [
    ("", gettext_lazy("It tells us nothing: calls are noted by hand")),
    ("pbx", gettext_lazy("A switchboard that can post JSON")),
    ("twilio", gettext_lazy("Twilio, or a provider that speaks as it does")),
    ("ari", gettext_lazy("Asterisk, by the events of its REST interface")),
]
NEEDED = {"pbx": ("signing",), "twilio": ("account_id", "token"), "ari": ()}
HEARD_OR_TOLD = ("base_url", "account_id", "token")  # of Asterisk; else it has to be posted to us, and signed
FIELD = re.compile(r"\{([^{}]*)\}")


class PhoneForm(AccountForm):
    template = "messaging/setup/_phone.html"
    own = (
        "provider", "account_id", "token", "signing", "forget_before", "public_url", "base_url", "ring_to",
        "takes_messages", "announcement_url", "application", "technology", "context",
    )  # fmt: skip
    needed = ()
    address_label = gettext_lazy("Number")
    address_hint = gettext_lazy("Under which customers call you, with its country: +420 …")
    account_label = gettext_lazy("Number or name of the account")

    provider = forms.ChoiceField(label=gettext_lazy("The line"), choices=LINES, required=False)
    ring_to = forms.CharField(
        label=gettext_lazy("Where it rings"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("The number of your telephone, to which it passes each call on."),
    )
    takes_messages = forms.BooleanField(
        label=gettext_lazy("The machine takes a message when nobody answers"), required=False
    )
    announcement_url = forms.URLField(
        label=gettext_lazy("Address of a recording that is played when nobody answers"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=gettext_lazy(
            "Without one, a voice says by when you call back, in the caller's language as far as it speaks it. Where a "
            "message is taken, yours has to say that it is recorded."
        ),
    )
    application = forms.CharField(
        label=gettext_lazy("Name under which Rapport listens"), required=False, max_length=60,
        help_text=gettext_lazy(
            "With an address, a user and a key, the worker listens to its events by itself. Empty: rapport."
        ),
    )  # fmt: skip
    technology = forms.CharField(
        label=gettext_lazy("How telephones are reached"), required=False, max_length=20,
        help_text=gettext_lazy("PJSIP, unless you know better."),
    )  # fmt: skip
    context = forms.CharField(
        label=gettext_lazy("Part of the dial plan for calls of ours"), required=False, max_length=80,
        help_text=gettext_lazy("from-internal, unless you know better."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("promise_kind") == "reply" and self.instance._state.adding:
            self.initial["promise_kind"] = "callback"

    def clean_address(self) -> str:
        address = super().clean_address()
        return _number(address) if address else ""

    def clean_ring_to(self) -> str:
        number = self.cleaned_data["ring_to"].strip()
        return _number(number) if number else ""

    def clean(self):
        cleaned = super().clean()
        known = secrets_of(self.instance)
        for name in NEEDED.get(cleaned.get("provider", ""), ()):
            if not cleaned.get(name) and not known.get(name) and name not in self.errors:
                self.add_error(name, forms.ValidationError(_("This is needed."), code="required"))
        if cleaned.get("provider") == "ari" and not (cleaned.get("signing") or known.get("signing")):
            for name in HEARD_OR_TOLD:
                if not cleaned.get(name) and not known.get(name) and name not in self.errors:
                    self.add_error(name, forms.ValidationError(_("This is needed."), code="required"))
        return cleaned

    def account(self):
        opened, secrets = super().account()
        names = ("provider", "ring_to", "takes_messages", "announcement_url", "application", "technology", "context")
        return opened | {name: self.cleaned_data[name] for name in names}, secrets

    def try_it(self) -> list[Tried]:
        return super().try_it() if self.cleaned_data.get("provider") else []


class SeatForm(forms.ModelForm):
    class Meta:
        model = Seat
        fields = ["sees_calls", "extension"]
        widgets = {"sees_calls": Switch}
        help_texts = {
            "extension": gettext_lazy("By which your line knows your telephone, such as 101 or +420 777 000 111.")
        }

    def clean_extension(self) -> str:
        said = clean(self.cleaned_data["extension"])
        return phones.parse(said, Business.objects.current().country).e164 or said if said.startswith("+") else said


class GreetingForm(forms.Form):
    """One text for each language of the house."""

    def __init__(self, *args, kept: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        for language in greeting.languages():
            usual = greeting.usual(language)
            self.fields[language] = forms.CharField(
                label=formats.language_name(language),
                required=False,
                max_length=300,
                initial=kept.get(language, usual),
                widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
                help_text=_("{company} is your business, {first_name} whoever answers. Empty: as usual."),
            )

    def clean(self):
        cleaned = super().clean()
        for language, text in list(cleaned.items()):  # what is wrong is taken out of it
            strange = [name for name in FIELD.findall(text) if name not in greeting.FIELDS]
            if strange:
                problem = _("Nobody knows what to put in for %(field)s.") % {"field": "{" + strange[0] + "}"}
                self.add_error(language, forms.ValidationError(problem, code="field"))
        return cleaned


class NewCallerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])


def _number(typed: str) -> str:
    number = phones.parse(typed).e164
    if not number:
        raise forms.ValidationError(_("Write the number with its country, such as +420 777 000 111."), code="number")
    return number
