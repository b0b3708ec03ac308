"""Setting up a chat: where it may stand, how it looks, what it says first; and the line for the web page."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.names import clean
from rapport.messaging.channels.forms import ChannelDetails, ChannelForm, channel_forms
from rapport.messaging.chat import account
from rapport.messaging.models import ChannelKind


class WebchatForm(ChannelDetails):
    template = "messaging/chat/_form.html"
    details = ("name",)
    own = ("sites", "colour", "hides_person")

    sites = forms.CharField(
        label=gettext_lazy("Web pages on which it stands"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        max_length=2000,
        help_text=gettext_lazy("One a line, such as https://www.example.com. Nowhere else can it be shown."),
    )
    colour = forms.CharField(
        label=gettext_lazy("Colour"), initial=account.USUAL_COLOUR, widget=forms.TextInput(attrs={"type": "color"})
    )
    hides_person = forms.BooleanField(label=gettext_lazy("Visitors do not see who of us answers"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["address"]
        known = self.instance.settings
        self.initial.setdefault("sites", "\n".join(account.sites_of(self.instance)))
        self.initial.setdefault("colour", account.colour_of(self.instance))
        self.initial.setdefault("hides_person", account.hides_person(self.instance))
        for code, name in settings.LANGUAGES:
            self.fields[f"greeting_{code}"] = forms.CharField(
                label=_("First words, %(language)s") % {"language": name},
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
                initial=(known.get("greetings") or {}).get(code, ""),
            )

    @property
    def greetings(self) -> list[forms.BoundField]:
        return [self[f"greeting_{code}"] for code, _name in settings.LANGUAGES]

    @property
    def tag(self) -> str:
        """The line for the web page; "" until the chat has an address."""
        if self.instance._state.adding:
            return ""
        address = settings.ADDRESS.rstrip("/") + reverse("messaging:chat_script", args=[self.instance.pk])
        return f'<script src="{address}" async></script>'

    def clean_sites(self) -> str:
        good, bad = account.read_sites(self.cleaned_data["sites"])
        if bad:
            raise forms.ValidationError(
                _("This is not the address of a site, such as https://www.example.com: %(line)s"),
                params={"line": bad[0]},
                code="site",
            )
        return "\n".join(good)

    def clean_colour(self) -> str:
        colour = self.cleaned_data["colour"].strip().lower()
        if not account.COLOUR.fullmatch(colour):
            raise forms.ValidationError(_("Choose a colour, or write it as #1f5a8a."), code="colour")
        return colour

    def account(self) -> tuple[dict[str, Any], dict[str, str]]:
        typed = self.cleaned_data
        greetings = {code: clean(typed.get(f"greeting_{code}", "")) for code, _name in settings.LANGUAGES}
        return {
            "sites": typed["sites"].split(),
            "colour": typed["colour"],
            "hides_person": typed["hides_person"],
            "greetings": {code: words for code, words in greetings.items() if words},
        }, {}


channel_forms.add(
    ChannelForm(
        ChannelKind.WEBCHAT,
        ChannelKind.WEBCHAT.label,
        gettext_lazy("Visitors of your web page write to you there, and are answered at once or by e-mail"),
        "message-circle",
        WebchatForm,
        order=25,
    )
)
