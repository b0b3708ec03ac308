from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from rapport.core.registry import panels
from rapport.core.views import Page
from rapport.promises.calendars import calendar_of
from rapport.today import actions, forms, queries


class TodayPage(Page):
    permission = "today.view_tick"

    def get(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        kind = request.GET.get("kind", "")
        morning = queries.morning(request.user, at=at, kind=kind)
        context = {
            "morning": morning,
            "kind": kind if any(f.name == kind for f in morning.filters) else "",
            "greeting": queries.greeting(request.user, at=timezone.localtime(at)),
            "snooze_choices": queries.snooze_choices(at=at, calendar=calendar_of(request.user.location)),
            "side": _side(request),
            "now": at,
        }
        return render(request, "today/today.html", context)


def _side(request: HttpRequest) -> list[tuple]:
    """What other slices show beside the list."""
    chosen = [panel for panel in panels.for_user(request.user) if panel.slot == "today.side"]
    shown = [(panel, panel.query(request, None)) for panel in chosen]
    return [(panel, context) for panel, context in shown if context is not None]


class TickPage(Page):
    """Putting a line away: done, or until later."""

    permission = "today.add_tick"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("today:today")

    def post(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        calendar = calendar_of(request.user.location)
        moments = {name: moment for name, words, moment in queries.snooze_choices(at=at, calendar=calendar)}
        form = forms.TickForm(request.POST, choices=moments)
        if not form.is_valid():
            messages.error(request, _("That line is no longer on Today. Nothing was changed."))
            return redirect("today:today")
        key, until = form.cleaned_data["key"], form.cleaned_data["until"]
        if until:
            due_at = form.cleaned_data["due_at"]
            if due_on := form.cleaned_data["due_on"]:
                due_at = queries.back_by(due_on, at=at, calendar=calendar)
            actions.snooze(key, by=request.user, until=moments[until], due_at=due_at)
            said = _("Put off. It will be back in time.")
        else:
            actions.tick(key, by=request.user)
            said = _("Done.")
        messages.success(request, said, extra_tags=f"undo:{reverse('today:untick')}?key={key}")
        return redirect(_back(request))


class UntickPage(Page):
    """Bringing back what was put away."""

    permission = "today.add_tick"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("today:today")

    def post(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get("key") or request.GET.get("key", "")
        actions.wake(key[:120], by=request.user)
        return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where they came from, when that is a page of ours."""
    came_from = request.POST.get("next", "")
    return came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else reverse("today:today")
