"""What managers set: opening hours, holidays, kinds of promises."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core import formats
from rapport.core.forms import DateInput
from rapport.promises import hours_text
from rapport.promises.business_time import Rule
from rapport.promises.models import HolidayYear, Kind
from rapport.staff.models import Location

LINE = {"autocomplete": "off"}


class HoursField(forms.CharField):
    """Opening hours of a day in one line."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.TextInput(attrs=LINE), max_length=120, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        try:
            return hours_text.read(text)
        except ValueError as problem:
            raise forms.ValidationError(_("Write opening hours such as 9:00–12:00, 13:00–17:30.")) from problem


class WeekForm(forms.Form):
    """The opening hours of a week, from a day on."""

    valid_from = forms.DateField(
        label=_("From"),
        widget=DateInput,
        help_text=_("Promises that were already given keep their time."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(formats.weekday_names()):
            self.fields[f"day_{weekday}"] = HoursField(label=name)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned[f"day_{weekday}"] for weekday in range(7)):
            raise forms.ValidationError(
                _("A week without a single open hour would leave every promise without a due time.")
            )
        return cleaned

    @property
    def day_fields(self) -> list:
        return [self[f"day_{weekday}"] for weekday in range(7)]

    def days(self) -> dict:
        return {weekday: self.cleaned_data[f"day_{weekday}"] for weekday in range(7)}


class SpecialDayForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DateInput)
    location = forms.ModelChoiceField(
        label=_("Where"), queryset=Location.objects.none(), required=False, empty_label=_("Everywhere")
    )
    hours = HoursField(label=pgettext_lazy("hours", "Open"), help_text=_("Such as 9:00–13:00. Empty means closed."))
    note = forms.CharField(label=_("Why"), max_length=120, required=False, widget=forms.TextInput(attrs=LINE))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.filter(closed_for_good_on=None)

    def clean_on(self):
        if self.cleaned_data["on"] < timezone.localdate():
            raise forms.ValidationError(_("That day has passed."))
        return self.cleaned_data["on"]

    def clean_hours(self):
        spans = self.cleaned_data["hours"]
        if len(spans) > 1:
            raise forms.ValidationError(_("One span of hours is enough for a special day."))
        return spans[0] if spans else None


class HolidayForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DateInput)
    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=200, widget=forms.TextInput(attrs=LINE)
    )

    def __init__(self, *args, in_year: HolidayYear, **kwargs):
        super().__init__(*args, **kwargs)
        self.in_year = in_year

    def clean_on(self):
        if self.cleaned_data["on"].year != self.in_year.year:
            raise forms.ValidationError(_("That day is not in this year. Open the list of its own year."))
        return self.cleaned_data["on"]


class BusinessHours(forms.DecimalField):
    """Hours on the page, minutes in the table."""

    def __init__(self, **kwargs):
        super().__init__(min_value=Decimal("0.25"), max_value=400, decimal_places=2, required=False, **kwargs)

    def prepare_value(self, value):
        return value / Decimal(60) if isinstance(value, int) else value

    def clean(self, value):
        hours = super().clean(value)
        return None if hours is None else round(hours * 60)


class KindForm(forms.ModelForm):
    at_risk_minutes = BusinessHours(
        label=_("First warning, business hours before"), help_text=_("Empty means no first warning.")
    )
    urgent_minutes = BusinessHours(
        label=_("Last warning, business hours before"), help_text=_("Empty means no last warning.")
    )

    class Meta:
        model = Kind
        fields = (
            "name",
            "rule",
            "amount",
            "cutoff_minutes",
            "at_risk_minutes",
            "urgent_minutes",
            "asks_halfway",
            "is_internal",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = not self.instance.is_first
        if self.instance.is_first:
            self.fields["name"].widget.attrs["placeholder"] = str(self.instance.label)
        self.fields["amount"].help_text = _("Not needed for the same day; 0 days means today.")
        self.fields["cutoff_minutes"].help_text = _("For the same day: what comes later counts from the next.")
        self.fields["is_internal"].help_text = _(
            "Not told to the customer, and not counted in how often we keep our word."
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("rule") in (Rule.MINUTES, Rule.HOURS) and not cleaned.get("amount"):
            self.add_error("amount", _("Say how many."))
        first, last = cleaned.get("at_risk_minutes"), cleaned.get("urgent_minutes")
        if first and last and last >= first:
            self.add_error("urgent_minutes", _("The last warning comes after the first."))
        return cleaned
