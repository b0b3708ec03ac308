from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.views import Page
from rapport.promises import actions, hours_text
from rapport.promises.calendars import calendar_of, week_on
from rapport.promises.models import SpecialDay
from rapport.promises.settings_forms import SpecialDayForm, WeekForm
from rapport.staff.models import Location


class HoursPage(Page):
    """Every location with its hours this week, and the special days to come."""

    permission = "promises.change_openingweek"

    def get(self, request, form=None, status=200):
        today = timezone.localdate()
        locations = Location.objects.filter(closed_for_good_on=None)
        context = {
            "weeks": [(location, week_in_words(week_on(location, today))) for location in locations],
            "special_days": SpecialDay.objects.filter(on__gte=today).select_related("location"),
            "form": form or SpecialDayForm(),
        }
        return render(request, "promises/settings/hours.html", context, status=status)


class SpecialDays(HoursPage):
    """Days that go their own way; a new one is posted here."""

    def post(self, request):
        form = SpecialDayForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        actions.set_day(**form.cleaned_data)
        messages.success(request, _("Noted. New promises reckon with it."))
        return redirect("promises:hours")


class SpecialDayRemoval(Page):
    permission = "promises.change_openingweek"

    def get(self, request, pk):
        context = {"day": get_object_or_404(SpecialDay.objects.select_related("location"), pk=pk)}
        return render(request, "promises/settings/special_day_removal.html", context)

    def post(self, request, pk):
        actions.clear_day(get_object_or_404(SpecialDay, pk=pk))
        messages.success(request, _("That day follows the week again."))
        return redirect("promises:hours")


class LocationHours(Page):
    """The week of one location, from a day on."""

    permission = "promises.change_openingweek"

    def get(self, request, pk, form=None, status=200):
        location = get_object_or_404(Location, pk=pk)
        today = calendar_of(location).local_date(timezone.now())
        days = {f"day_{day}": hours_text.write(spans) for day, spans in enumerate(week_on(location, today))}
        context = {
            "location": location,
            "form": form or WeekForm(initial={"valid_from": today} | days),
            "weeks": location.opening_weeks.prefetch_related("hours").order_by("-valid_from"),
            "today": today,
        }
        return render(request, "promises/settings/location_hours.html", context, status=status)

    def post(self, request, pk):
        location, form = get_object_or_404(Location, pk=pk), WeekForm(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        actions.set_week(location, form.cleaned_data["valid_from"], form.days())
        messages.success(request, _("The opening hours are set."))
        return redirect("promises:hours")


def week_in_words(days) -> list[tuple[str, str]]:
    return [(name, hours_text.write(spans)) for name, spans in zip(formats.weekday_names(), days, strict=True)]
