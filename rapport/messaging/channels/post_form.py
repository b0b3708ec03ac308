"""What is told everybody: words, where, and when."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.forms import DateTimeInput
from rapport.core.names import clean_lines
from rapport.messaging.channels import posting
from rapport.messaging.channels.adapters import adapters
from rapport.messaging.models import ChannelKind
from rapport.staff.choices import languages


class PostForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6, "autofocus": True})
    )
    link = forms.URLField(label=gettext_lazy("Link"), required=False, max_length=500, assume_scheme="https")
    picture_url = forms.URLField(
        label=gettext_lazy("Address of a picture on the web"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Instagram publishes nothing without a picture."),
    )
    channels = forms.MultipleChoiceField(label=gettext_lazy("Where"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    send_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        widget=DateTimeInput,
        help_text=gettext_lazy("In your own time. Empty: now."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.accounts = {str(one.pk): one for one in posting.accounts()}
        self.fields["channels"].choices = [
            (key, f"{one} · {one.get_kind_display()}") for key, one in self.accounts.items()
        ]
        self.fields["language"].choices = [("", _("Not said")), *languages()]

    def clean_text(self) -> str:
        text = clean_lines(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Write something first."), code="required")
        return text

    def clean_channels(self) -> list:
        return [self.accounts[key] for key in self.cleaned_data["channels"]]

    def clean_send_at(self):
        at = self.cleaned_data["send_at"]
        if at and at < timezone.now() - timedelta(minutes=1):
            raise forms.ValidationError(_("That moment has passed. Choose one that is still to come."), code="past")
        return at

    def clean(self):
        """What a network would refuse is said here, before anything is published elsewhere."""
        cleaned = super().clean()
        channels = cleaned.get("channels") or []
        for channel in channels:
            most = adapters[channel.kind].longest_post(channel, has_picture=bool(cleaned.get("picture_url")))
            length = len(cleaned.get("text", "")) + len(cleaned.get("link", "")) + 2
            if length > most:
                told = {"channel": channel, "most": most, "length": length}
                self.add_error("text", _("%(channel)s takes %(most)s letters; these are %(length)s.") % told)
        if not cleaned.get("picture_url") and any(one.kind == ChannelKind.INSTAGRAM for one in channels):
            self.add_error("picture_url", _("Instagram publishes nothing without a picture."))
        return cleaned
