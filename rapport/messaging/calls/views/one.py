from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.ids import is_id
from rapport.core.undo import Undo, offer
from rapport.core.views import Page
from rapport.customers.models import Customer, Phone
from rapport.messaging.calls import actions, callers, queries, settling
from rapport.messaging.calls.forms import NewCallerForm
from rapport.messaging.calls.views.lists import SEE, known_of, may_dial, shown
from rapport.messaging.inbox.views.files import answer_with
from rapport.messaging.models import CallFile

CHANGE = "messaging.change_call"
HEARD_IN_PLACE = frozenset({"audio/wav", "audio/mpeg", "audio/ogg", "audio/mp4"})


class AboutCall(Page):
    """A page or a verb about one call. Whoever opens the address of a verb sees the call."""

    permission = {"get": SEE, "post": CHANGE}

    def dispatch(self, request, pk):
        call = get_object_or_404(queries.with_names(queries.in_sight(request.user)), pk=pk)
        return super().dispatch(request, call)

    def get(self, request, call):
        return redirect(call)


class CallPage(AboutCall):
    """How we answer, who it is, and all that one wants to see while they speak."""

    permission = SEE

    def get(self, request, call):
        context = {**shown(request, call), "files": call.files.all(), "is_page": True, "now": timezone.now()}
        context["may_dial"] = call.is_owed and may_dial(request)
        before = known_of(request, call)
        return render(request, "messaging/calls/call.html", {**(before or {}), **context, "before": before})


class Taking(AboutCall):
    """Who answers says so, and the others need not look any more."""

    def post(self, request, call):
        return redirect(actions.take(call, by=request.user))


class Deciding(AboutCall):
    """Whose call it is: one of those with the number, or somebody new."""

    permission = CHANGE

    def get(self, request, call, form=None, status=200):
        likely = callers.likely(call, request.user)
        context = {"call": call, "likely": likely, "form": form or NewCallerForm()}
        return render(request, "messaging/calls/deciding.html", context, status=status)

    def post(self, request, call):
        key = request.POST.get("customer", "")
        if is_id(key):
            customer = get_object_or_404(Customer.objects.visible_to(request.user).in_use(), pk=key)
            actions.decide(call, customer, by=request.user)
            return redirect(call)
        form = NewCallerForm(request.POST)
        if not form.is_valid():
            return self.get(request, call, form, 422)
        if not request.user.has_perm("customers.add_customer"):
            raise Http404
        actions.add_caller(call, form.cleaned_data["name"], by=request.user, at=timezone.now())
        return redirect(call)


class CallingBack(AboutCall):
    """The line rings here, and then at whoever called."""

    permission = {"get": SEE, "post": "messaging.add_call"}

    def post(self, request, call):
        return redirect(actions.call_back(call, by=request.user, at=timezone.now()))


class Settling(AboutCall):
    """Nobody need call back."""

    def post(self, request, call):
        settling.no_call_needed(call, by=request.user, at=timezone.now())
        offer(request, _("Nobody need call back."), reverse("messaging:call_owing", args=[call.pk]))
        return redirect("messaging:calls_list")


class OwingAgain(Undo, AboutCall):
    permission = CHANGE
    heading = gettext_lazy("Call back after all?")

    def undo(self, request, call):
        settling.needed_after_all(call)
        return _("They are owed a call again.")


class Dialling(Page):
    """The line rings here, and then at them."""

    permission = {"get": "customers.view_customer", "post": "messaging.add_call"}

    def dispatch(self, request, customer_id, pk):
        customer = get_object_or_404(Customer.objects.visible_to(request.user).in_use(), pk=customer_id)
        phone = get_object_or_404(Phone.objects.select_related("customer"), customer=customer, pk=pk)
        return super().dispatch(request, phone)

    def get(self, request, phone):
        return redirect("customers:call", phone.customer_id)

    def post(self, request, phone):
        call = actions.dial(phone, by=request.user, at=timezone.now())
        return redirect(call)


class CallFileView(Page):
    """What they said to the machine."""

    permission = SEE

    def get(self, request, pk):
        rows = CallFile.objects.filter(call__in=queries.in_sight(request.user)).exclude(file="")
        return answer_with(get_object_or_404(rows, pk=pk), in_place=HEARD_IN_PLACE)
