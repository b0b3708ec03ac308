from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import partition
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.consequences import Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.views import Page
from rapport.promises import actions, hours_text
from rapport.promises.business_time import Hours
from rapport.promises.calendars import calendar_of, week_on, weeks_on
from rapport.promises.models import OpeningWeek, SpecialDay
from rapport.promises.outlook import closed_in_words, due_while_closed, in_words, outlook
from rapport.promises.settings_forms import SpecialDayForm, WeekForm
from rapport.staff.models import Location

DAY_BACK, WEEK_BACK = "promises:special_day_restoration", "promises:week_restoration"


class HoursSettings(Page):
    permission = "promises.change_openingweek"


class HoursPage(Foreseen, HoursSettings):
    """Every location with its hours this week, and the special days to come."""

    template = "promises/settings/hours.html"

    def form(self, data=None):
        return SpecialDayForm(data)

    def context(self, form):
        today = timezone.localdate()
        weeks = weeks_on(Location.objects.open(), today)
        return {
            "weeks": [(location, week_in_words(week)) for location, week in weeks.items()],
            "special_days": SpecialDay.objects.filter(on__gte=today).select_related("location"),
            "while_closed": said_of_closed(timezone.now()),
        }


class SpecialDays(HoursPage):
    """Days that go their own way; a new one is posted here."""

    def foresee(self, form):
        return in_words(outlook(lambda: actions.set_day(**form.cleaned_data), timezone.now()))

    def save(self, form):
        said = form.cleaned_data
        key = day_key(said["on"], said["location"])
        was = day_state(key)
        actions.set_day(**said)
        text = _("%(day)s is set. New promises reckon with it.") % {"day": formats.long_day(said["on"])}
        offer_restoration(self.request, text, reverse(DAY_BACK), key=key, was=was, became=day_state(key))
        return "promises:hours"


class SpecialDayRemoval(HoursSettings):
    def get(self, request, pk):
        day = get_object_or_404(SpecialDay.objects.select_related("location"), pk=pk)
        lines = in_words(outlook(lambda: actions.clear_day(SpecialDay.objects.get(pk=pk)), timezone.now()))
        return render(request, "promises/settings/special_day_removal.html", {"day": day, "lines": lines})

    def post(self, request, pk):
        day = get_object_or_404(SpecialDay.objects.select_related("location"), pk=pk)
        key = day_key(day.on, day.location)
        was = day_state(key)
        actions.clear_day(day)
        offer_restoration(
            request, _("That day follows the week again."), reverse(DAY_BACK), key=key, was=was, became=None
        )
        return redirect("promises:hours")


class SpecialDayRestoration(Restoration, HoursSettings):
    """How one day went before it was set or cleared."""

    def state(self, key):
        return day_state(key)

    def restore(self, key, was):
        on, place = key
        location = Location.objects.get(pk=place) if place else None
        if was is None:
            actions.clear_day(SpecialDay.objects.get(on=on, location=location))
        else:
            spans = hours_text.read(was["hours"])
            actions.set_day(parse_date(on), location=location, hours=spans[0] if spans else None, note=was["note"])

    def back(self, request):
        return reverse("promises:hours")


class LocationHours(Foreseen, HoursSettings):
    """The week of one location, from a day on."""

    template = "promises/settings/location_hours.html"

    def form(self, data=None, *, pk):
        location = get_object_or_404(Location, pk=pk)
        today = calendar_of(location).local_date(timezone.now())
        days = {f"day_{day}": hours_text.write(spans) for day, spans in enumerate(week_on(location, today))}
        form = WeekForm(data, initial={"valid_from": today} | days)
        form.location, form.today = location, today
        return form

    def context(self, form, *, pk):
        weeks = form.location.opening_weeks.prefetch_related("hours").order_by("-valid_from")
        past, to_come = partition(lambda week: week.valid_from > form.today, weeks)
        return {"location": form.location, "past": past, "to_come": to_come}

    def foresee(self, form, *, pk):
        since, days = form.cleaned_data["valid_from"], form.days()
        return in_words(outlook(lambda: actions.set_week(form.location, since, days), timezone.now()))

    def save(self, form, *, pk):
        since = form.cleaned_data["valid_from"]
        key = [str(pk), since.isoformat()]
        was = week_state(key)
        actions.set_week(form.location, since, form.days())
        text = _("%(place)s has its new opening hours from %(day)s on.")
        said = text % {"place": form.location, "day": formats.day(since)}
        offer_restoration(self.request, said, reverse(WEEK_BACK), key=key, was=was, became=week_state(key))
        return "promises:hours"


class WeekRestoration(Restoration, HoursSettings):
    """The hours of a location as they were before somebody set them."""

    def state(self, key):
        return week_state(key)

    def restore(self, key, was):
        place, since = key
        if was is None:
            actions.drop_week(OpeningWeek.objects.get(location=place, valid_from=since))
        else:
            days = {day: hours_text.read(text) for day, text in enumerate(was)}
            actions.set_week(Location.objects.get(pk=place), parse_date(since), days)

    def back(self, request):
        return reverse("promises:hours")


class WeekRemoval(HoursSettings):
    """Hours that were to come some day, and won't."""

    def get(self, request, pk):
        week = get_object_or_404(OpeningWeek.objects.select_related("location"), pk=pk)
        lines = in_words(outlook(lambda: actions.drop_week(OpeningWeek.objects.get(pk=pk)), timezone.now()))
        return render(request, "promises/settings/week_removal.html", {"week": week, "lines": lines})

    def post(self, request, pk):
        week = get_object_or_404(OpeningWeek.objects.select_related("location"), pk=pk)
        key = [str(week.location_id), week.valid_from.isoformat()]
        was = week_state(key)
        actions.drop_week(week)
        offer_restoration(request, _("These hours won’t begin."), reverse(WEEK_BACK), key=key, was=was, became=None)
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


def week_state(key: list[str]) -> list[str] | None:
    """The seven days that begin to hold at a place on a day, as people write them; None when nothing begins then."""
    place, since = key
    week = OpeningWeek.objects.filter(location=place, valid_from=since).first()
    return [hours_text.write(spans) for spans in week.days] if week else None


def day_key(on, location: Location | None) -> list[str]:
    return [on.isoformat(), str(location.pk) if location else ""]


def day_state(key: list[str]) -> dict | None:
    on, place = key
    day = SpecialDay.objects.filter(on=on, location=place or None).first()
    return {"hours": day.in_words, "note": day.note} if day else None
