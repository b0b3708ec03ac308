"""What happens to an order: each page is a form about it, opened beside it or on its own."""

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.undo import offer, watch
from rapport.orders import actions, steps
from rapport.orders.forms import CancellationForm, DateForm, DelayForm, ReturnForm, StepForm, TrackingForm
from rapport.orders.models import Order
from rapport.orders.refusals import AlreadyPromised, NotDelivered, NothingPromised, OrderFinished
from rapport.orders.views.finding import AboutOrder, next_url


class Deed(AboutOrder):
    """Base of a page with a form that does something about an order, then leads back to where one came from."""

    form_class = forms.Form
    template = ""

    def get(self, request, order, form=None, status=200):
        self.refuse(order)
        context = {
            "order": order,
            "form": form or self.form(order),
            "next": next_url(request, order.get_absolute_url()),
            "now": timezone.now(),
        }
        return render(request, self.template, context, status=status)

    def post(self, request, order):
        form = self.form(order, request.POST)
        if not form.is_valid():
            return self.get(request, order, form, status=422)
        with watch(order) as change:
            said = self.act(order, form, at=timezone.now(), by=request.user)
        offer(request, said, self.undo_address(order, form, change))
        return redirect(next_url(request, order.get_absolute_url()))

    def form(self, order, *args):
        return self.form_class(*args)

    def refuse(self, order) -> None:
        """Say before anyone types that it can't be done."""
        if not order.is_open:
            raise OrderFinished

    def undo_address(self, order, form, change) -> str:
        """Where the deed is turned back; empty when the customer was told and it cannot honestly be."""
        return ""

    def act(self, order, form, *, at, by) -> str:
        """Do it, and answer what the toast says."""
        raise NotImplementedError


def step_back_address(order) -> str:
    """Where the step that was just taken is taken back."""
    step = order.steps.order_by("-id").values_list("pk", flat=True)[0]
    return f"{reverse('orders:step_back', args=[order.pk])}?step={step}"


class NewStepPage(Deed):
    template = "orders/step.html"

    def form(self, order, *args):
        kinds = [kind for kind in steps.offered(steps.all_kinds()) if kind.key not in ("placed", order.step)]
        return StepForm(*args, kinds=kinds)

    def act(self, order, form, *, at, by):
        data = form.cleaned_data
        step = actions.take_step(order, data["kind"], at=at, by=by, note=data["note"], done_at=data["done_at"])
        order.refresh_from_db()
        if order.is_delivered:
            return _("Delivered. What was promised is settled.")
        return _("Noted: %(step)s.") % {"step": steps.kind_of(step.kind).label}

    def undo_address(self, order, form, change):
        return step_back_address(order) if change.step else ""


class CancellationPage(Deed):
    template, form_class = "orders/cancellation.html", CancellationForm

    def act(self, order, form, *, at, by):
        by_customer = form.cleaned_data["whose"] == "customer"
        reason = form.cleaned_data["reason"]
        actions.cancel(order, at=at, by=by, reason=reason, told=form.told(at), by_customer=by_customer)
        return _("Order %(number)s is cancelled.") % {"number": order.number}

    def undo_address(self, order, form, change):
        return reverse("orders:reinstatement", args=[order.pk])


class ReturnPage(Deed):
    template, form_class = "orders/return.html", ReturnForm

    def refuse(self, order):
        if order.outcome != Order.Outcome.DELIVERED:
            raise NotDelivered

    def act(self, order, form, *, at, by):
        actions.take_back(order, at=at, by=by, **form.cleaned_data)
        return _("Order %(number)s came back.") % {"number": order.number}

    def undo_address(self, order, form, change):
        return step_back_address(order) if change.step else ""


class DatePage(Deed):
    """Promising a day, where none is promised."""

    template, form_class = "orders/date.html", DateForm

    def refuse(self, order):
        super().refuse(order)
        if order.promise and order.promise.is_open:
            raise AlreadyPromised

    def act(self, order, form, *, at, by):
        day = form.cleaned_data["due_on"]
        actions.promise_date(order, at=at, by=by, due_on=day, told=form.told(at))
        return _("Promised for %(day)s.") % {"day": formats.day(day)}


class DelayPage(Deed):
    """It will be late: noted for now, or told to the customer with the new day."""

    template = "orders/delay.html"

    def form(self, order, *args):
        noted = order.delays.filter(told_at=None).first()
        first = {"cause": noted.cause, "due_on": noted.expected_on} if noted else {}
        return DelayForm(*args, initial=first)

    def refuse(self, order):
        super().refuse(order)
        if order.promise is None or not order.promise.is_open:
            raise NothingPromised

    def act(self, order, form, *, at, by):
        cause, day = form.cleaned_data["cause"], form.cleaned_data["due_on"]
        if form.is_told:
            actions.tell_delay(order, at=at, by=by, told=form.told(at), cause=cause, due_on=day)
            return _("They know. The new day is promised: %(day)s.") % {"day": formats.day(day)}
        actions.note_delay(order, at=at, by=by, cause=cause, expected_on=day)
        return _("Noted. Today reminds you to tell them.")

    def undo_address(self, order, form, change):
        return "" if form.is_told else reverse("orders:on_time", args=[order.pk])


class TrackingPage(Deed):
    template = "orders/tracking.html"

    def form(self, order, *args):
        return TrackingForm(*args, initial={"tracking_url": order.tracking_url})

    def act(self, order, form, *, at, by):
        actions.track(order, form.cleaned_data["tracking_url"], at=at, by=by)
        return _("The link is kept.") if form.cleaned_data["tracking_url"] else _("The link is taken away.")

    def undo_address(self, order, form, change):
        return f"{reverse('orders:tracking_undo', args=[order.pk])}?step={change.step}" if change.step else ""
