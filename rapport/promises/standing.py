"""How hours, holidays and kinds stand, in a few words for their rows in the settings."""

from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.promises import hours_text
from rapport.promises.business_time import Week
from rapport.promises.calendars import FIRST_WEEK, main_location, week_on
from rapport.promises.kinds import offered
from rapport.promises.models import Holiday, HolidayYear, SpecialDay


def opening_hours(user) -> str:
    today, location = timezone.localdate(), main_location()
    week = week_in_short(week_on(location, today) if location else FIRST_WEEK)
    count = SpecialDay.objects.filter(on__gte=today).count()
    special = ngettext("%(count)s special day ahead", "%(count)s special days ahead", count) % {"count": count}
    return f"{week} · {special}" if count else week


def holidays(user) -> str:
    today = timezone.localdate()
    coming = Holiday.objects.filter(on__gte=today).order_by("on").first()
    waiting = HolidayYear.objects.filter(year__gte=today.year, confirmed_at=None).count()
    said = [_("next: %(day)s") % {"day": formats.day(coming.on, at=today)}] if coming else []
    if waiting:
        words = ngettext("%(count)s list to look through", "%(count)s lists to look through", waiting)
        said.append(words % {"count": waiting})
    return " · ".join(said)


def promise_kinds(user) -> str:
    count = len(offered())
    return ngettext("%(count)s kind", "%(count)s kinds", count) % {"count": count}


def week_in_short(week: Week) -> str:
    """Days with the same hours together: "Mon–Fri 09:00–18:00, Sat 10:00–14:00"."""
    names = formats.weekday_names(width="abbreviated")
    spans = []
    for hours, days in groupby(range(7), key=lambda day: week[day]):
        if hours:
            first, *rest = days
            name = f"{names[first]}–{names[rest[-1]]}" if rest else names[first]
            spans.append(f"{name} {hours_text.write(hours)}")
    return ", ".join(spans)
