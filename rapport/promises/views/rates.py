from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.promises.kinds import all_kinds
from rapport.promises.models import Promise
from rapport.promises.queries import window
from rapport.promises.rates import rate, rates_by
from rapport.staff.models import Location, User

WINDOWS = (30, 90, 365)


class Rates(Page):
    """How often we keep our word, in all and per kind, person and location."""

    permission = "promises.view_promise"

    def get(self, request):
        now = timezone.now()
        days = next((days for days in WINDOWS if str(days) == request.GET.get("days")), WINDOWS[1])
        start, end = window(days, now)
        promises, when = Promise.objects.visible_to(request.user), {"start": start, "end": end, "at": now}
        kinds = {key: str(kind.label) for key, kind in all_kinds().items()}
        context = {
            "rate": rate(promises, **when),
            "tables": [
                (_("By kind"), _named(rates_by(promises, "kind", **when), kinds)),
                (_("By person"), _named(rates_by(promises, "owner", **when), _names(User), _("Nobody"))),
                (_("By location"), _named(rates_by(promises, "location", **when), _names(Location), _("Not given"))),
            ],
            "days": days,
            "windows": WINDOWS,
        }
        return render(request, "promises/rates.html", context)


def _names(model) -> dict:
    return dict(model.objects.values_list("pk", "name"))


def _named(rates, names: dict, otherwise: str = "") -> list[tuple]:
    return [(names.get(value) or otherwise or value, found) for value, found in rates]
