from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import keyset
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.orders import actions, queries
from rapport.orders.forms import OutcomeForm, TrialForm
from rapport.orders.refusals import TrialSettled
from rapport.orders.views.finding import AboutCustomer, AboutTrial, next_url, one_of
from rapport.orders.views.placing import suggestions


class TrialList(Page):
    """What customers have to try, the next to come back first."""

    permission = "orders.view_trial"

    def get(self, request):
        choices = {"pending": _("With customers"), "all": _("All")}
        show = one_of(request.GET.get("show"), choices, "pending")
        rows = queries.trials(request.user, show=show)
        context = {
            "page": keyset.page(rows, order=("due_back_on",), after=request.GET.get("after")),
            "show": show,
            "show_choices": choices,
            "today": timezone.localdate(),
        }
        return render(request, "orders/trials.html", context)


class NewTrialPage(AboutCustomer):
    permission = "orders.add_trial"

    def get(self, request, customer, form=None, status=200):
        today = timezone.localdate()
        context = {
            "customer": customer,
            "form": form or TrialForm(initial={"given_on": today}),
            "products": suggestions(today),
            "next": next_url(request, customer.get_absolute_url()),
        }
        return render(request, "orders/new_trial.html", context, status=status)

    def post(self, request, customer):
        form = TrialForm(request.POST)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        actions.hand_out(customer, at=timezone.now(), by=request.user, **form.cleaned_data)
        messages.success(request, _("Written down."))
        return redirect(next_url(request, customer.get_absolute_url()))


class OutcomePage(AboutTrial):
    """What came of it."""

    def get(self, request, trial, form=None, status=200):
        if not trial.is_pending:
            raise TrialSettled
        context = {
            "trial": trial,
            "form": form or OutcomeForm(),
            "next": next_url(request, trial.customer.get_absolute_url()),
        }
        return render(request, "orders/outcome.html", context, status=status)

    def post(self, request, trial):
        form = OutcomeForm(request.POST)
        if not form.is_valid():
            return self.get(request, trial, form, status=422)
        actions.settle(trial, at=timezone.now(), by=request.user, **form.cleaned_data)
        offer(request, _("Written down."), reverse("orders:trial_reopening", args=[trial.pk]))
        return redirect(next_url(request, trial.customer.get_absolute_url()))
