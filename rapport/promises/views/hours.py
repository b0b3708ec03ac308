from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import partition
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.consequences import is_preview
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.views import Page
from rapport.promises import actions, hours_text
from rapport.promises.business_time import Hours
from rapport.promises.calendars import calendar_of, week_on, weeks_on
from rapport.promises.models import OpeningWeek, SpecialDay
from rapport.promises.outlook import closed_in_words, due_while_closed, in_words, outlook
from rapport.promises.settings_forms import SpecialDayForm, WeekForm
from rapport.staff.models import Location


class HoursSettings(Page):
    permission = "promises.change_openingweek"


class HoursPage(HoursSettings):
    """Every location with its hours this week, and the special days to come."""

    def get(self, request, form=None, status=200, lines=()):
        today, now = timezone.localdate(), timezone.now()
        weeks = weeks_on(Location.objects.open(), today)
        context = {
            "weeks": [(location, week_in_words(week)) for location, week in weeks.items()],
            "special_days": SpecialDay.objects.filter(on__gte=today).select_related("location"),
            "form": form or SpecialDayForm(),
            "lines": lines,
            "while_closed": said_of_closed(now),
        }
        return render(request, "promises/settings/hours.html", context, status=status)


class SpecialDays(HoursPage):
    """Days that go their own way; a new one is posted here."""

    def post(self, request):
        form = SpecialDayForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        said = form.cleaned_data
        if is_preview(request):
            return self.get(request, form, lines=in_words(outlook(lambda: actions.set_day(**said), timezone.now())))
        place = str(said["location"].pk) if said["location"] else ""
        was = day_state(place, said["on"])
        day = actions.set_day(**said)
        url = f"{reverse('promises:special_day_restoration')}{day.on:%Y-%m-%d}/{place}"
        text = _("%(day)s is set. New promises reckon with it.") % {"day": formats.long_day(day.on)}
        offer_restoration(request, text, url, was=was, became=day_state(place, said["on"]))
        return redirect("promises:hours")


class SpecialDayRemoval(HoursSettings):
    def get(self, request, pk):
        day = get_object_or_404(SpecialDay.objects.select_related("location"), pk=pk)
        lines = in_words(outlook(lambda: actions.clear_day(day), timezone.now()))
        day.pk = pk  # trying it out took the key from the row in memory
        return render(request, "promises/settings/special_day_removal.html", {"day": day, "lines": lines})

    def post(self, request, pk):
        day = get_object_or_404(SpecialDay, pk=pk)
        place = str(day.location_id or "")
        was = day_state(place, day.on)
        actions.clear_day(day)
        url = f"{reverse('promises:special_day_restoration')}{day.on:%Y-%m-%d}/{place}"
        offer_restoration(request, _("That day follows the week again."), url, was=was, became=None)
        return redirect("promises:hours")


class SpecialDayRestoration(Restoration, HoursSettings):
    """How one day went before it was set or cleared."""

    def state(self, on, place=""):
        return day_state(place, parse_date(on))

    def restore(self, request, was, on, place=""):
        on, location = parse_date(on), Location.objects.filter(pk=place).first() if place else None
        if was is None:
            actions.clear_day(SpecialDay.objects.get(on=on, location=location))
        else:
            spans = hours_text.read(was["hours"])
            actions.set_day(on, location=location, hours=spans[0] if spans else None, note=was["note"])

    def back(self, request, **kwargs):
        return reverse("promises:hours")


class LocationHours(HoursSettings):
    """The week of one location, from a day on."""

    def get(self, request, pk, form=None, status=200, lines=()):
        location = get_object_or_404(Location, pk=pk)
        today = calendar_of(location).local_date(timezone.now())
        days = {f"day_{day}": hours_text.write(spans) for day, spans in enumerate(week_on(location, today))}
        weeks = location.opening_weeks.prefetch_related("hours").order_by("-valid_from")
        past, to_come = partition(lambda week: week.valid_from > today, weeks)
        context = {
            "location": location,
            "form": form or WeekForm(initial={"valid_from": today} | days),
            "past": past,
            "to_come": to_come,
            "lines": lines,
        }
        return render(request, "promises/settings/location_hours.html", context, status=status)

    def post(self, request, pk):
        location, form = get_object_or_404(Location, pk=pk), WeekForm(request.POST)
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        since, days = form.cleaned_data["valid_from"], form.days()
        if is_preview(request):
            seen = outlook(lambda: actions.set_week(location, since, days), timezone.now())
            return self.get(request, pk, form, lines=in_words(seen))
        was = week_state(location, since)
        actions.set_week(location, since, days)
        url = reverse("promises:week_restoration", args=[location.pk, f"{since:%Y-%m-%d}"])
        text = _("%(place)s has its new opening hours from %(day)s on.") % {
            "place": location,
            "day": formats.day(since),
        }
        offer_restoration(request, text, url, was=was, became=week_state(location, since))
        return redirect("promises:hours")


class WeekRestoration(Restoration, HoursSettings):
    """The hours of a location as they were before somebody set them."""

    def state(self, pk, since):
        return week_state(get_object_or_404(Location, pk=pk), parse_date(since))

    def restore(self, request, was, pk, since):
        location, since = Location.objects.get(pk=pk), parse_date(since)
        if was is None:
            actions.drop_week(OpeningWeek.objects.get(location=location, valid_from=since))
        else:
            actions.set_week(location, since, {day: hours_text.read(text) for day, text in enumerate(was)})

    def back(self, request, pk, since):
        return reverse("promises:location_hours", args=[pk])


class WeekRemoval(HoursSettings):
    """Hours that were to come some day, and won't."""

    def get(self, request, pk):
        week = get_object_or_404(OpeningWeek.objects.select_related("location"), pk=pk)
        lines = in_words(outlook(lambda: actions.drop_week(OpeningWeek.objects.get(pk=pk)), timezone.now()))
        return render(request, "promises/settings/week_removal.html", {"week": week, "lines": lines})

    def post(self, request, pk):
        week = get_object_or_404(OpeningWeek.objects.select_related("location"), pk=pk)
        was = week_state(week.location, week.valid_from)
        actions.drop_week(week)
        url = reverse("promises:week_restoration", args=[week.location_id, f"{week.valid_from:%Y-%m-%d}"])
        offer_restoration(request, _("These hours won't begin."), url, was=was, became=None)
        return redirect("promises:location_hours", pk=week.location_id)


class WhileClosed(Page):
    """Promises that fall due while nobody is here: whoever tells these customers early keeps their trust."""

    permission = "promises.view_promise"

    def get(self, request):
        now = timezone.now()
        rows = due_while_closed(now).visible_to(request.user).select_related("customer", "owner")
        context = {"promises": rows.order_by("due_at", "id")[:200], "now": now}
        return render(request, "promises/while_closed.html", context)


def said_of_closed(at) -> str:
    count = due_while_closed(at).count()
    return closed_in_words(count) if count else ""


def week_in_words(days: tuple[tuple[Hours, ...], ...]) -> list[tuple[str, str]]:
    return [(name, hours_text.write(spans)) for name, spans in zip(formats.weekday_names(), days, strict=True)]


def week_state(location: Location, since) -> list[str] | None:
    """The seven days that begin to hold on `since`, as people write them; None when nothing begins that day."""
    week = OpeningWeek.objects.filter(location=location, valid_from=since).first()
    return [hours_text.write(spans) for spans in week.days] if week else None


def day_state(place: str, on) -> dict | None:
    day = SpecialDay.objects.filter(on=on, location=place or None).first()
    return {"hours": day.in_words, "note": day.note} if day else None
