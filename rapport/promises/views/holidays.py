from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.consequences import Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.promises import actions
from rapport.promises.models import Holiday, HolidayYear
from rapport.promises.outlook import in_words, outlook
from rapport.promises.settings_forms import HolidayForm

HOLIDAY_BACK = "promises:holiday_restoration"


class HolidaySettings(Page):
    permission = "promises.change_holidayyear"


class HolidayYears(HolidaySettings):
    """The lists of each country and year; posting here works out those that are missing."""

    def get(self, request):
        today = timezone.localdate()
        years = HolidayYear.objects.filter(year__gte=today.year).select_related("confirmed_by")
        context = {"years": years.prefetch_related("holidays"), "today": today}
        return render(request, "promises/settings/holidays.html", context)

    def post(self, request):
        count = actions.seed_holidays(timezone.now())
        said = ngettext(
            "%(count)s list is worked out. Look through it, then confirm.",
            "%(count)s lists are worked out. Look through them, then confirm.",
            count,
        )
        messages.success(request, said % {"count": count} if count else _("No list is missing."))
        return redirect("promises:holidays")


class HolidayYearPage(Foreseen, HolidaySettings):
    """The days of one list; a new day is posted here."""

    template = "promises/settings/holiday_year.html"

    def form(self, data=None, *, pk):
        in_year = get_object_or_404(HolidayYear.objects.select_related("confirmed_by"), pk=pk)
        return HolidayForm(data, in_year=in_year)

    def context(self, form, *, pk):
        return {
            "in_year": form.in_year,
            "holidays": form.in_year.holidays.all(),
            "today": timezone.localdate(),
        }

    def foresee(self, form, *, pk):
        return in_words(outlook(lambda: actions.add_holiday(form.in_year, **form.cleaned_data), timezone.now()))

    def save(self, form, *, pk):
        on = form.cleaned_data["on"]
        key = [str(pk), on.isoformat()]
        was = holiday_state(key)
        actions.add_holiday(form.in_year, **form.cleaned_data)
        text = _("%(day)s is on the list.") % {"day": formats.long_day(on)}
        offer_restoration(self.request, text, reverse(HOLIDAY_BACK), key=key, was=was, became=holiday_state(key))
        return reverse("promises:holiday_year", args=[pk])


class HolidayConfirmation(HolidaySettings):
    """Someone looked through the list, and it is right."""

    def get(self, request, pk):
        return redirect("promises:holiday_year", pk=get_object_or_404(HolidayYear, pk=pk).pk)

    def post(self, request, pk):
        in_year = get_object_or_404(HolidayYear, pk=pk)
        actions.confirm_holidays(in_year, at=timezone.now(), by=request.user)
        said = _("Confirmed. Thank you for looking through it.")
        offer(request, said, reverse("promises:holiday_doubt", args=[in_year.pk]))
        return redirect("promises:holidays")


class HolidayDoubt(Undo, HolidaySettings):
    """The list was not right after all."""

    def undo(self, request, pk):
        actions.unconfirm_holidays(get_object_or_404(HolidayYear, pk=pk))
        return _("The list waits to be looked through.")

    def back(self, request, pk):
        return reverse("promises:holiday_year", args=[pk])


class HolidayRemoval(HolidaySettings):
    """We work on that day after all."""

    def get(self, request, pk):
        holiday = get_object_or_404(Holiday.objects.select_related("in_year"), pk=pk)
        seen = outlook(lambda: actions.remove_holiday(Holiday.objects.get(pk=pk)), timezone.now())
        context = {"holiday": holiday, "lines": in_words(seen)}
        return render(request, "promises/settings/holiday_removal.html", context)

    def post(self, request, pk):
        holiday = get_object_or_404(Holiday, pk=pk)
        key = [str(holiday.in_year_id), holiday.on.isoformat()]
        was = holiday_state(key)
        text = _("%(day)s is a working day now.") % {"day": formats.long_day(holiday.on)}
        actions.remove_holiday(holiday)
        offer_restoration(request, text, reverse(HOLIDAY_BACK), key=key, was=was, became=None)
        return redirect("promises:holiday_year", pk=holiday.in_year_id)


class HolidayRestoration(Restoration, HolidaySettings):
    """A day of a list as it was before somebody added, renamed or removed it."""

    def state(self, key):
        return holiday_state(key)

    def restore(self, key, was):
        in_year, on = HolidayYear.objects.get(pk=key[0]), parse_date(key[1])
        if was is None:
            actions.remove_holiday(in_year.holidays.get(on=on))
        else:
            actions.add_holiday(in_year, on=on, **was)

    def back(self, request):
        return reverse("promises:holidays")


def holiday_state(key: list[str]) -> dict | None:
    holiday = Holiday.objects.filter(in_year=key[0], on=key[1]).first()
    return {"name": holiday.name, "local_names": holiday.local_names} if holiday else None
