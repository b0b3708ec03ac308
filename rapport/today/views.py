from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.live import STATE, known, nothing_new
from rapport.core.registry import panels
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.promises.calendars import calendar_of
from rapport.today import actions, forms, queries


class TodayPage(Page):
    """The morning page. An open one asks again now and then, and gets an answer only when something changed."""

    permission = "today.view_tick"

    def get(self, request: HttpRequest) -> HttpResponse:
        at, asked = timezone.now(), known(request)
        stamp = queries.stamp(request.user, at=at)
        if asked.startswith(f"{stamp}."):
            return nothing_new(asked)
        kind, whole = request.GET.get("kind", ""), request.GET.get("whole", "")
        morning = queries.morning(request.user, at=at, kind=kind, whole=whole)
        state = f"{stamp}.{morning.state}"
        if asked.endswith(f".{morning.state}"):
            return nothing_new(state)
        context = {
            "morning": morning,
            "state": state,
            "kind": kind if any(f.name == kind for f in morning.filters) else "",
            "greeting": queries.greeting(request.user, at=timezone.localtime(at)),
            "snooze_choices": queries.snooze_choices(at=at, calendar=calendar_of(request.user.location)),
            "next_owed": None if morning.items else queries.next_owed(request.user, at=at),
            "top": _others(request, "today.top"),
            "side": _others(request, "today.side"),
            "now": at,
        }
        template = "today/_today.html" if asked else "today/today.html"
        response = render(request, template, context)
        response.headers[STATE] = state
        return response


def _others(request: HttpRequest, slot: str) -> list[tuple]:
    """What other slices show above the list, or beside it. Lazy ones come when they are scrolled to."""
    chosen = [panel for panel in panels.for_user(request.user) if panel.slot == slot]
    shown = [(panel, {} if panel.lazy else panel.query(request, None)) for panel in chosen]
    return [(panel, context) for panel, context in shown if context is not None]


class PanelPage(Page):
    """A panel that was scrolled to, or asked for by a reader without JavaScript."""

    permission = "today.view_tick"

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        lazy = (panel for panel in panels.for_user(request.user) if panel.slot.startswith("today.") and panel.lazy)
        panel = next((panel for panel in lazy if panel.name == name), None)
        if panel is None:
            raise Http404
        template = "today/_panel.html" if getattr(request.htmx, "request_type", "") == "partial" else "today/panel.html"
        return render(request, template, {"panel": panel, "context": panel.query(request, None)})


class TickPage(Page):
    """Putting a line away, done or until later; and what was put away."""

    permission = "today.add_tick"

    def get(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        return render(request, "today/put_away.html", {"items": queries.put_away(request.user, at=at), "now": at})

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
        offer(request, said, f"{reverse('today:untick')}?key={key}")
        return redirect(_back(request))


class UntickPage(Undo, Page):
    """Bringing back what was put away."""

    permission = "today.add_tick"
    heading = gettext_lazy("Bring the line back to Today?")
    button = gettext_lazy("Bring it back")

    def undo(self, request: HttpRequest) -> str:
        key = request.POST.get("key") or request.GET.get("key", "")
        actions.wake(key[:120], by=request.user)
        return _("It is back on Today.")

    def back(self, request: HttpRequest) -> str:
        return reverse("today:today")


def _back(request: HttpRequest) -> str:
    """Where they came from, when that is a page of ours."""
    came_from = request.POST.get("next", "")
    return came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else reverse("today:today")
