"""What people fill in about how a customer may be written to."""

from datetime import datetime, time

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.forms import DateInput, QuickDateInput, TimeInput
from rapport.core.names import clean, clean_lines
from rapport.customers.naming import language_of
from rapport.messaging.models import ChannelKind, Consent, Preference, Purpose

ASKED = [(value, label) for value, label in Purpose.choices if value != Purpose.SERVICE]


class ReachingForm(forms.ModelForm):
    first = forms.ChoiceField(label=gettext_lazy("Best by"), required=False)
    second = forms.ChoiceField(label=gettext_lazy("Otherwise by"), required=False)
    third = forms.ChoiceField(label=gettext_lazy("Or by"), required=False)
    never = forms.MultipleChoiceField(
        label=gettext_lazy("Never by"), choices=ChannelKind, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Preference
        fields = ["never", "quiet_from", "quiet_until"]
        widgets = {"quiet_from": TimeInput, "quiet_until": TimeInput}
        help_texts = {"quiet_from": gettext_lazy("In their own time zone.")}

    field_order = ["first", "second", "third", "never", "quiet_from", "quiet_until"]

    def __init__(self, data=None, *, instance=None):
        super().__init__(data, instance=instance)
        kinds = [*(instance.kinds if instance else ()), "", "", ""]
        for name, kind in zip(("first", "second", "third"), kinds, strict=False):
            self.fields[name].choices = [("", "–"), *ChannelKind.choices]
            self.initial[name] = kind

    def clean(self):
        said = super().clean()
        kinds = [said.pop(name, "") for name in ("first", "second", "third")]
        said["kinds"] = list(dict.fromkeys(kind for kind in kinds if kind))
        if both := set(said["kinds"]) & set(said.get("never", ())):
            names = ", ".join(str(ChannelKind(kind).label) for kind in sorted(both))
            self.add_error("never", _("They cannot like and never like the same: %(names)s.") % {"names": names})
        if bool(said.get("quiet_from")) != bool(said.get("quiet_until")):
            self.add_error("quiet_until", _("Say both, from when and until when it is quiet."))
        return said


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(label=gettext_lazy("To what"), choices=ASKED, initial=Purpose.MARKETING)
    channel_kind = forms.ChoiceField(label=gettext_lazy("By which channel"), required=False)
    wording = forms.CharField(label=gettext_lazy("The words they saw or heard"), widget=forms.Textarea({"rows": 3}))
    version = forms.CharField(
        label=gettext_lazy("Version"), max_length=40, help_text=gettext_lazy("Of the form or the text, such as a date.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    how = forms.ChoiceField(label=gettext_lazy("How they said so"), choices=Consent.How)
    proof = forms.CharField(
        label=gettext_lazy("What proves it"),
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("The address of the form, who heard it, where the paper lies."),
    )
    at = forms.DateField(label=gettext_lazy("On"), widget=DateInput)

    def __init__(self, data=None, *, customer):
        super().__init__(data)
        self.fields["channel_kind"].choices = [("", gettext_lazy("By any")), *ChannelKind.choices]
        self.initial |= {"at": timezone.localdate(), "language": language_of(customer)}

    def clean_wording(self):
        return clean_lines(self.cleaned_data["wording"])

    def clean_proof(self):
        return clean_lines(self.cleaned_data["proof"])

    def clean_version(self):
        return clean(self.cleaned_data["version"])

    def clean_at(self):
        day = self.cleaned_data["at"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return timezone.now() if day == timezone.localdate() else _noon(day)


class WithdrawalForm(forms.Form):
    how = forms.ChoiceField(label=gettext_lazy("How they said so"), choices=Consent.How, initial=Consent.How.PHONE)
    note = forms.CharField(
        label=gettext_lazy("What they said"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000
    )


class HoldForm(forms.Form):
    because = forms.ChoiceField(label=gettext_lazy("Why"))
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What is held back"),
        choices=Purpose,
        initial=[value for value, _label in ASKED],
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=QuickDateInput)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["because"].choices = list(WHY.items())

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return _midnight(day) if day else None


WHY = {
    "mourning": gettext_lazy("Mourning"),
    "complaint": gettext_lazy("An open complaint"),
    "incident": gettext_lazy("An incident"),
    "wish": gettext_lazy("They asked for peace"),
    "other": gettext_lazy("Another reason"),
}


def _noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time(0)))
