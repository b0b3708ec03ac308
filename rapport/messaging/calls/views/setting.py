from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.messaging.calls import greeting, queries
from rapport.messaging.calls.forms import GreetingForm, SeatForm
from rapport.messaging.models import HouseGreeting


class SeatPage(Page):
    """At which telephone I sit, and whether I want to see who calls."""

    permission = "messaging.change_call"

    def get(self, request, form=None, status=200):
        context = {"form": form or SeatForm(instance=queries.seat_of(request.user))}
        return render(request, "messaging/calls/seat.html", context, status=status)

    def post(self, request):
        form = SeatForm(request.POST, instance=queries.seat_of(request.user))
        if not form.is_valid():
            return self.get(request, form, 422)
        form.save()
        messages.success(request, _("Saved. It holds on every page from now on."))
        return redirect("messaging:calls_list")


class GreetingPage(Page):
    """How the house answers the telephone, in each of its languages."""

    permission = "messaging.change_housegreeting"

    def get(self, request, form=None, status=200):
        form = form or GreetingForm(kept=_kept())
        spoken = [(name, greeting.greeting(request.user, name).text) for name in greeting.languages()]
        return render(request, "messaging/calls/greeting.html", {"form": form, "spoken": spoken}, status=status)

    def post(self, request):
        form = GreetingForm(request.POST, kept=_kept())
        if not form.is_valid():
            return self.get(request, form, 422)
        greeting.keep(form.cleaned_data)
        messages.success(request, _("From the next call on, everybody answers like that."))
        return redirect("messaging:house_greeting")


def _kept() -> dict[str, str]:
    return dict(HouseGreeting.objects.values_list("language", "text"))
