from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from rapport.core import keyset
from rapport.core.ids import is_id
from rapport.core.live import STATE, known, nothing_new, state_of
from rapport.core.views import Page
from rapport.customers.naming import form_of_address
from rapport.customers.views.calls import before_a_call
from rapport.messaging.calls import actions, callers, greeting, queries
from rapport.messaging.models import Channel, ChannelKind
from rapport.staff.models import Location

SEE = "messaging.view_call"
AGAIN = "Rapport-Again"  # in how many thousandths of a second to ask again
OFTEN = "1000"
DAYS = (7, 30, 90)


class CallsPage(Page):
    """Whom to call back first, then all calls."""

    permission = SEE

    def get(self, request):
        show = queries.SHOWS.get(request.GET.get("show", ""), queries.SHOWS["owed"])
        place = request.GET.get("place", "")
        try:
            page = queries.listed(
                request.user, show, place=place if is_id(place) else None, after=request.GET.get("after")
            )
        except keyset.BadCursor:
            raise Http404 from None
        lines = list(Channel.objects.in_use().of(ChannelKind.PHONE))
        state = state_of(show.name, *((call.pk, call.state, call.customer_id, call.returned_at) for call in page))
        if known(request) and known(request) == state:
            return nothing_new(state)
        context = {
            "page": page, "show": show, "shows": queries.SHOWS.values(), "place": place, "state": state,
            "places": list(Location.objects.open()), "seat": queries.seat_of(request.user), "now": timezone.now(),
            "may_dial": show.name == "owed" and may_dial(request),
            "has_line": any(line.settings.get("provider") for line in lines), "at_first": "after" not in request.GET,
        }  # fmt: skip
        response = render(request, "messaging/calls/calls.html", context)
        response.headers[STATE] = state
        return response


class FiguresPage(Page):
    """How quickly calls are answered, and how many nobody answered."""

    permission = SEE

    def get(self, request):
        asked = request.GET.get("days", "")
        days = int(asked) if asked in map(str, DAYS) else DAYS[1]
        found = queries.figures(request.user, since=timezone.now() - timedelta(days=days))
        context = {**found, "days": days, "choices": DAYS, "all": found["together"][0]}
        return render(request, "messaging/calls/figures.html", context)


class RingingPart(Page):
    """What rings at this moment, for the corner of every page: asked once a second while a line tells us of calls."""

    permission = SEE

    def get(self, request):
        if not queries.is_told(request.user):
            return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
        now = timezone.now()
        calls = queries.ringing(request.user, now)
        state = state_of(*((call.pk, call.customer_id, call.by_id) for call in calls))
        headers = {STATE: state, AGAIN: OFTEN, "Cache-Control": "no-store"}
        if state == known(request):
            return HttpResponse(status=204, headers=headers)
        context = {"calls": [shown(request, call) | {"notes": notes(request, call)} for call in calls], "now": now}
        response = render(request, "messaging/calls/_ringing.html", context)
        for name, value in headers.items():
            response.headers[name] = value
        return response


def may_dial(request) -> bool:
    """Whether a line calls for whoever asks. One query at most."""
    return request.user.has_perm("messaging.add_call") and actions.dialling(request.user) is not None


def shown(request, call) -> dict:
    """A call as it is shown while it rings: how we answer, who it is or may be, and how to address them."""
    return {
        "call": call,
        "greeting": greeting.greeting(request.user, greeting.language_for(call)),
        "spoken": call.customer.spoken_to(by=request.user) if call.customer else None,
        "address_as": form_of_address(call.customer) if call.customer else "",
        "likely": callers.likely(call, request.user),
    }


def known_of(request, call) -> dict | None:
    """What is known of who calls, for the view before a call; None where nobody knows or may see it."""
    may_see = call.customer and request.user.has_perm("customers.view_customer")
    return before_a_call(request, call.customer) if may_see else None


def notes(request, call) -> str:
    """Family, wishes, what is owed and what was last: few lines for the corner."""
    known = known_of(request, call)
    return render_to_string("messaging/calls/_notes.html", known, request) if known else ""
