from datetime import datetime

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.promises import actions
from rapport.promises.business_time import NoOpenHours, due_for
from rapport.promises.calendars import calendar_of
from rapport.promises.forms import PromiseForm
from rapport.promises.kinds import offered


class NewPromise(Page):
    """Promise something to a customer; `?again=` starts from a promise that was missed."""

    permission = "promises.add_promise"

    def dispatch(self, request, customer_id):
        customers = Customer.objects.visible_to(request.user).select_related("location")
        return super().dispatch(request, get_object_or_404(customers, pk=customer_id))

    def get(self, request, customer, form=None, status=200):
        form = form or PromiseForm(
            kinds=self.kinds(customer), customer=customer, initial=self.initial(request, customer)
        )
        return render(request, "promises/new.html", {"customer": customer, "form": form}, status=status)

    def post(self, request, customer):
        form = PromiseForm(request.POST, kinds=self.kinds(customer), customer=customer)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        at, typed = timezone.now(), form.cleaned_data
        promise = actions.promise(
            customer,
            typed["text"],
            at=at,
            kind=typed["kind"],
            by=request.user,
            owner=typed["owner"],
            location=typed["location"],
            about=typed["about"],
            told=form.told(at),
            **form.due(),
        )
        messages.success(request, _("Promised for %(moment)s.") % {"moment": formats.moment(promise.due_at, at=at)})
        return redirect(customer)

    def kinds(self, customer) -> list[tuple[str, str]]:
        """Each kind with the moment its service level would name now."""
        return kinds_with_due(self.request.user.location or customer.location, timezone.now())

    def initial(self, request, customer) -> dict:
        initial = {"owner": request.user.pk, "kind": "other"}
        again = request.GET.get("again", "")
        missed = next((promise for promise in customer.promises.open() if str(promise.pk) == again), None)
        if missed:
            initial |= {"text": missed.text, "kind": missed.kind, "about": missed.about, "location": missed.location_id}
        return initial


def kinds_with_due(location, at: datetime) -> list[tuple[str, str]]:
    calendar = calendar_of(location)
    return [(key, _with_due(kind, calendar, at)) for key, kind in offered().items()]


def _with_due(kind, calendar, at: datetime) -> str:
    try:
        due_at = due_for(kind.level, at, calendar).promise_due_at
    except NoOpenHours:
        return str(kind.label)
    return _("%(kind)s, by %(moment)s") % {"kind": kind.label, "moment": formats.moment(due_at, at=at)}
