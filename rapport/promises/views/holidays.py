from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.promises import actions
from rapport.promises.models import Holiday, HolidayYear
from rapport.promises.settings_forms import HolidayForm


class HolidaySettings(Page):
    permission = "promises.change_holidayyear"


class HolidayYears(HolidaySettings):
    """The lists of each country and year; posting here works out those that are missing."""

    def get(self, request):
        years = HolidayYear.objects.filter(year__gte=timezone.localdate().year).select_related("confirmed_by")
        return render(request, "promises/settings/holidays.html", {"years": years.prefetch_related("holidays")})

    def post(self, request):
        actions.seed_holidays(timezone.now())
        messages.success(request, _("The holidays are worked out. Look through them, then confirm."))
        return redirect("promises:holidays")


class HolidayYearPage(HolidaySettings):
    """The days of one list; a new day is posted here."""

    def get(self, request, pk, form=None, status=200):
        in_year = get_object_or_404(HolidayYear.objects.select_related("confirmed_by"), pk=pk)
        context = {
            "in_year": in_year,
            "holidays": in_year.holidays.all(),
            "form": form or HolidayForm(year=in_year.year),
        }
        return render(request, "promises/settings/holiday_year.html", context, status=status)

    def post(self, request, pk):
        in_year = get_object_or_404(HolidayYear, pk=pk)
        form = HolidayForm(request.POST, year=in_year.year)
        if not form.is_valid():
            return self.get(request, pk, form, status=422)
        actions.add_holiday(in_year, **form.cleaned_data)
        messages.success(request, _("Added."))
        return redirect("promises:holiday_year", pk=pk)


class HolidayConfirmation(HolidaySettings):
    """Someone looked through the list, and it is right."""

    def get(self, request, pk):
        return redirect("promises:holiday_year", pk=get_object_or_404(HolidayYear, pk=pk).pk)

    def post(self, request, pk):
        actions.confirm_holidays(get_object_or_404(HolidayYear, pk=pk), at=timezone.now(), by=request.user)
        messages.success(request, _("Confirmed. Thank you for looking through it."))
        return redirect("promises:holidays")


class HolidayRemoval(HolidaySettings):
    """We work on that day after all."""

    def get(self, request, pk):
        context = {"holiday": get_object_or_404(Holiday.objects.select_related("in_year"), pk=pk)}
        return render(request, "promises/settings/holiday_removal.html", context)

    def post(self, request, pk):
        holiday = get_object_or_404(Holiday, pk=pk)
        actions.remove_holiday(holiday)
        messages.success(request, _("Removed."))
        return redirect("promises:holiday_year", pk=holiday.in_year_id)
