"""What people type about promises. Days and times are the reader's; a day alone ends with our business hours."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.forms import DateTimeInput, QuickDateInput, QuickDay, TimeInput, quick_days
from rapport.promises.actions import Told
from rapport.promises.business_time import NoOpenHours
from rapport.promises.calendars import calendar_of
from rapport.staff.choices import ColleagueField
from rapport.staff.models import Location, User
from rapport.staff.sight import onlookers
from rapport.timeline.models import Channel

YEARS_AHEAD = 5
ONE_LINE = forms.TextInput(attrs={"autocomplete": "off"})


def words(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def when_we_open() -> list[QuickDay]:
    """The usual days, each when the house opens; a day on which it stays closed gives way to the next open one."""
    calendar, found = calendar_of(None), []
    for quick in quick_days():
        try:
            opening = calendar.opening_of(calendar.next_open_day(quick.day - timedelta(days=1)))
        except NoOpenHours:
            opening = None
        here = timezone.localtime(opening) if opening else None
        found.append(QuickDay(quick.label, here.date(), here.time()) if here else quick)
    return found


class DueFields(forms.Form):
    """A day and perhaps a time, both still to come."""

    due_on = forms.DateField(label=_("Day"), widget=QuickDateInput(quick=when_we_open))
    due_time = forms.TimeField(
        label=_("Time"), widget=TimeInput, required=False, help_text=_("Without a time, the end of business that day.")
    )

    def clean(self):
        cleaned = super().clean()
        day, clock = cleaned.get("due_on"), cleaned.get("due_time")
        if clock and not day and "due_on" not in self.errors:
            self.add_error("due_on", _("Name the day, too."))
        if not day:
            return cleaned
        today = timezone.localdate()
        moment = datetime.combine(day, clock, tzinfo=timezone.get_current_timezone()) if clock else None
        if day < today or (moment and moment <= timezone.now()):
            self.add_error("due_on", _("That moment has passed. Promise a day that is still to come."))
        if day > today + timedelta(days=365 * YEARS_AHEAD):
            self.add_error("due_on", _("That is more than five years away. Check the year."))
        return cleaned

    def due(self) -> dict:
        """As the actions take it: a moment, a day, or nothing."""
        day, clock = self.cleaned_data.get("due_on"), self.cleaned_data.get("due_time")
        if day and clock:
            return {"due_at": datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())}
        return {"due_on": day} if day else {}


class ToldFields(forms.Form):
    """How and when the customer was told."""

    channel = forms.ChoiceField(label=_("How you told them"), choices=Channel.choices)
    told_at = forms.DateTimeField(
        label=_("When"), widget=DateTimeInput, required=False, help_text=_("Empty means just now.")
    )
    words = forms.CharField(label=_("In which words"), widget=words(), required=False)

    def clean_told_at(self):
        told_at = self.cleaned_data["told_at"]
        if told_at and told_at > timezone.now():
            raise forms.ValidationError(_("Tell the customer first, then write down when you did."))
        return told_at

    def told(self, at: datetime) -> Told:
        return Told(
            channel=self.cleaned_data["channel"],
            at=self.cleaned_data["told_at"] or at,
            words=self.cleaned_data["words"],
            known_at=self.cleaned_data.get("known_at"),
        )


class PromiseForm(DueFields):
    text = forms.CharField(
        label=_("What you promise"),
        max_length=300,
        widget=ONE_LINE,
        help_text=_("A result that both of you can check: “three oiled walnut samples, with the courier”."),
    )
    kind = forms.ChoiceField(label=_("Kind"), help_text=_("Each says when it is due if you name no day."))
    owner = forms.ModelChoiceField(label=_("In whose hands"), queryset=User.objects.none(), empty_label=None)
    location = forms.ModelChoiceField(
        label=_("Opening hours of"),
        queryset=Location.objects.none(),
        required=False,
        empty_label=_("the owner’s location"),
    )
    channel = forms.ChoiceField(
        label=_("Have you told them?"),
        choices=[("", _("Not yet")), *Channel.choices],
        required=False,
    )
    about = forms.CharField(label=_("About"), max_length=120, required=False, widget=ONE_LINE)

    field_order = ("text", "kind", "due_on", "due_time", "owner", "location", "channel", "about")

    def __init__(self, *args, kinds: list[tuple[str, str]], customer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = False
        self.fields["due_on"].label = _("Another day")
        self.fields["kind"].choices = kinds
        self.fields["owner"].queryset = onlookers(customer.team_id)
        self.fields["location"].queryset = Location.objects.filter(closed_for_good_on=None)

    def told(self, at: datetime) -> Told | None:
        channel = self.cleaned_data["channel"]
        return Told(channel=channel, at=at) if channel else None


class KeepingForm(forms.Form):
    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=300,
        required=False,
        widget=ONE_LINE,
        help_text=_("A parcel number, a signature, a message, a call: something someone else could check."),
    )
    confirmed_by_customer = forms.BooleanField(label=_("The customer confirmed it"), required=False)
    done_at = forms.DateTimeField(
        label=_("Done at"), widget=DateTimeInput, required=False, help_text=_("Empty means just now.")
    )

    use_required_attribute = False  # the evidence may be left out where the customer confirmed

    def __init__(self, *args, needs_evidence: bool = True, made_at: datetime | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.made_at = made_at
        evidence = self.fields["evidence"]
        evidence.required = needs_evidence and not self.data.get("confirmed_by_customer")
        evidence.error_messages["required"] = _("Say what shows that it was done, or that the customer confirmed it.")

    def clean_done_at(self):
        done_at = self.cleaned_data["done_at"]
        if done_at and done_at > timezone.now():
            raise forms.ValidationError(_("It cannot have been done in the future. Mark it kept once it is."))
        if done_at and self.made_at and done_at < self.made_at.replace(second=0, microsecond=0):
            raise forms.ValidationError(_("It cannot have been done before it was promised."))
        return done_at


class RenegotiationForm(ToldFields, DueFields):
    reason = forms.CharField(
        label=_("What happened"),
        max_length=300,
        widget=words(),
        help_text=_("The true cause in plain words."),
    )
    known_at = forms.DateTimeField(label=_("Since when you knew"), widget=DateTimeInput, required=False)

    field_order = ("reason", "due_on", "due_time", "channel", "told_at", "words", "known_at")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].label = _("New day you are sure of")

    def clean(self):
        cleaned = super().clean()
        known, said = cleaned.get("known_at"), cleaned.get("told_at") or timezone.now()
        if known and known > said:
            self.add_error("known_at", _("You cannot have known it later than you told it."))
        return cleaned


class TellingForm(ToldFields):
    """That the customer was told of a late promise."""


class BreachForm(ToldFields):
    reason = forms.CharField(label=_("Why it will not be done"), max_length=300, widget=words())

    field_order = ("reason", "channel", "told_at", "words")


class WithdrawalForm(ToldFields):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].label = _("How they told you")
        self.fields["words"].label = _("What they said")
        self.fields["words"].required = True


class VoidingForm(forms.Form):
    reason = forms.CharField(label=_("What was the mistake"), max_length=300, widget=ONE_LINE)


class HandoverForm(forms.Form):
    to = forms.ModelChoiceField(label=_("In whose hands"), queryset=User.objects.none())
    note = forms.CharField(label=_("What they should know"), required=False, widget=words())

    def __init__(self, *args, promise, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = onlookers(promise.customer.team_id).exclude(pk=promise.owner_id)


class HandoverOfAllForm(forms.Form):
    former = forms.ChoiceField(label=_("What is in the hands of"))
    to = ColleagueField(label=_("goes into the hands of"))

    def __init__(self, *args, formers: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["former"].choices = formers
        self.fields["to"].offer(User.objects.working_here())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("to") and str(cleaned["to"].pk) == cleaned.get("former"):
            self.add_error("to", _("Choose someone else."))
        return cleaned


class CheckInForm(forms.Form):
    on_track = forms.TypedChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda value: value == "yes")
