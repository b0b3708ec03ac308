"""Forms of the inbox."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core import emails
from rapport.core.forms import DateTimeInput, QuickDateInput
from rapport.messaging.inbox.replying import addresses_in
from rapport.messaging.models import Channel
from rapport.staff.choices import ColleagueField, mark_the_blind
from rapport.staff.models import Team, User
from rapport.timeline.forms import BodyInput, FilesField

MOST_LETTERS = 100_000
CC_MOST = 20


class WritingForm(forms.Form):
    """What both halves of the composer have."""

    body = forms.CharField(
        label=_("Message"), required=False, max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 5})
    )
    files = FilesField(label=_("Files"), required=False)

    @property
    def draft_files(self) -> list[str]:
        return self.data.getlist("draft_files") if hasattr(self.data, "getlist") else []


class NoteForm(WritingForm):
    body = forms.CharField(label=_("Inside note"), required=False, max_length=MOST_LETTERS, widget=BodyInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["placeholder"] = _("Only we see this. Name a colleague with @.")


class ReplyForm(WritingForm):
    channel = forms.ChoiceField(label=_("By"), required=False)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=300)
    cc = forms.CharField(label=_("Copy to"), required=False, max_length=1000)
    send_at = forms.DateTimeField(label=_("Send it later, on"), required=False, widget=DateTimeInput)
    promised = forms.CharField(label=_("What we promise"), required=False, max_length=300)
    promised_on = forms.DateField(label=_("By when"), required=False, widget=QuickDateInput)
    restates = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, channels, **kwargs):
        super().__init__(*args, **kwargs)
        self.channels: dict[str, Channel] = {str(channel.pk): channel for channel in channels}
        self.fields["channel"].choices = [(key, str(channel)) for key, channel in self.channels.items()]

    def clean_channel(self) -> Channel | None:
        return self.channels.get(self.cleaned_data["channel"])

    def clean_cc(self) -> tuple[str, ...]:
        found = addresses_in(self.cleaned_data["cc"])
        if len(found) > CC_MOST:
            raise forms.ValidationError(_("At most %(most)s addresses.") % {"most": CC_MOST})
        for address in found:
            emails.validate(address)
        return found

    def clean_send_at(self) -> datetime | None:
        at = self.cleaned_data["send_at"]
        if at and at <= timezone.now():
            raise forms.ValidationError(_("That moment has passed."))
        return at

    def clean(self):
        said = super().clean()
        if said.get("promised") and not said.get("promised_on") and "promised_on" not in self.errors:
            self.add_error("promised_on", _("Say by when they have it."))
        if said.get("promised_on") and not said.get("promised") and "promised" not in self.errors:
            self.add_error("promised", _("Say what they have by then."))
        day = said.get("promised_on")
        if day and day < timezone.localdate():
            self.add_error("promised_on", _("That day has passed."))
        return said


class AssignmentForm(forms.Form):
    to = ColleagueField(label=_("Colleague"), required=False, empty_label=_("Nobody"))

    def __init__(self, *args, conversation, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["to"], conversation)


class HandoverForm(forms.Form):
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("The same")
    )
    person = ColleagueField(label=_("Colleague"), required=False, empty_label=_("Whoever of them is free"))
    reason = forms.CharField(label=_("Why"), max_length=300)
    tells = forms.BooleanField(label=_("Tell the customer who has it now"), required=False, initial=True)

    def __init__(self, *args, conversation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()
        offer(self.fields["person"], conversation)
        if conversation.customer_id is None:
            del self.fields["tells"]

    def clean(self):
        said = super().clean()
        if not said.get("team") and not said.get("person"):
            self.add_error("team", _("Choose a team or a colleague."))
        return said


class SnoozeForm(forms.Form):
    until = forms.DateTimeField(label=_("Until"), widget=DateTimeInput)

    def clean_until(self) -> datetime:
        at = self.cleaned_data["until"]
        if at <= timezone.now():
            raise forms.ValidationError(_("That moment has passed."))
        if at > timezone.now() + timedelta(days=366):
            raise forms.ValidationError(_("At most a year."))
        return at


class TagsForm(forms.Form):
    tags = forms.CharField(label=_("Tags"), required=False, max_length=1000, help_text=_("Divided by commas"))

    def clean_tags(self) -> list[str]:
        return self.cleaned_data["tags"].split(",")


def offer(field: forms.ModelChoiceField, conversation) -> None:
    field.offer(User.objects.working_here())
    if conversation.customer_id:
        mark_the_blind(field, conversation.customer.team_id)
