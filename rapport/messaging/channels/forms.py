"""What a person fills in to set up a channel of each kind. A kind brings its form; the pages are in `setup`."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.names import clean
from rapport.core.registry import Registry
from rapport.messaging.accounts import keep_secrets
from rapport.messaging.models import Channel
from rapport.promises.kinds import all_kinds
from rapport.staff.choices import languages
from rapport.staff.models import Location, Team


@dataclass(frozen=True)
class Tried:
    """What came of trying one thing with the account, in words."""

    label: str
    is_fine: bool
    words: str


class ChannelDetails(forms.ModelForm):
    """What every channel has. A kind with an account adds its fields, and writes `account` and `try_it`."""

    can_be_tried = False
    details = ("name", "address")  # shown first; then the kind's own
    own: tuple[str, ...] = ()
    address_label: Any = ""
    address_hint: Any = ""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=80, help_text=_("As colleagues call it")
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_("Of whoever writes here, when nothing else tells."),
    )
    promise_kind = forms.ChoiceField(
        label=_("An answer is promised as"), help_text=_("Its service level decides until when somebody is answered.")
    )

    class Meta:
        model = Channel
        fields = ["name", "address", "team", "location", "language", "promise_kind", "tells_when_closed", "is_default"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()
        self.fields["location"].queryset = Location.objects.open()
        self.fields["team"].empty_label = _("Everybody")
        self.fields["location"].empty_label = _("The whole business")
        self.fields["language"].choices = [("", _("The language of the business")), *languages()]
        self.fields["promise_kind"].choices = [
            (key, kind.label)
            for key, kind in all_kinds().items()
            if key == self.instance.promise_kind or not (kind.retired_at or kind.is_internal)
        ]
        if self.address_label:
            self.fields["address"].label = self.address_label
        self.fields["address"].help_text = self.address_hint

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])

    def clean_address(self) -> str:
        address = clean(self.cleaned_data["address"])
        others = Channel.objects.of(self.instance.kind).exclude(pk=self.instance.pk)
        if address and others.filter(address__iexact=address).exists():
            raise forms.ValidationError(_("There is a channel with this address already."), code="taken")
        return address

    def account(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Of a valid form: what of the account is open, and which secrets were typed. An empty one stays as it was."""
        return {}, {}

    def try_it(self) -> list[Tried]:
        """Of a valid form: really connect, and say in words what works and what doesn't."""
        return []

    def as_channel(self) -> Channel:
        """The channel with what was typed, not saved."""
        channel = self.save(commit=False)
        opened, secrets = self.account()
        channel.settings = channel.settings | opened
        keep_secrets(channel, **{name: value for name, value in secrets.items() if value})
        return channel

    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.details]

    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.own]


@dataclass(frozen=True)
class ChannelForm:
    """A kind of channel that can be set up. `name` is the kind."""

    name: str
    label: Any
    hint: Any
    icon: str
    form: type[ChannelDetails] = ChannelDetails
    order: int = 50


channel_forms: Registry[ChannelForm] = Registry()
