from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.messaging.models import ChannelKind
from rapport.messaging.reports.answering import LATEST, answers, asked_between
from rapport.promises.queries import window
from rapport.staff.models import Location, User

WINDOWS = (30, 90, 365)


class AnswerTimes(Page):
    """How quickly we answer, in all and by channel, person and location."""

    permission = "messaging.view_conversation"

    def get(self, request):
        now = timezone.now()
        days = next((days for days in WINDOWS if str(days) == request.GET.get("days")), WINDOWS[0])
        start, end = window(days, now)
        whole, by = answers(asked_between(request.user, start, end, now))
        context = {
            "whole": whole,
            "tables": [
                (_("By channel"), _named(by["channel_kind"], dict(ChannelKind.choices))),
                (_("By person"), _named(by["who"], _names(User), _("Nobody"))),
                (_("By location"), _named(by["location"], _names(Location), _("Not given"))),
            ],
            "days": days,
            "windows": WINDOWS,
            "latest": LATEST,
        }
        return render(request, "messaging/reports/answer_times.html", context)


def _names(model) -> dict:
    return dict(model.objects.values_list("pk", "name"))


def _named(found, names: dict, otherwise: str = "") -> list[tuple]:
    return [(names.get(value) or otherwise or value, figures) for value, figures in found]
