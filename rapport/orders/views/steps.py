"""Settings: the steps of orders."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.orders import actions, steps
from rapport.orders.forms import StepKindForm, StepNameForm
from rapport.orders.models import StepKind


class StepSettings(Page):
    permission = "orders.change_stepkind"

    def kind(self, key: str) -> StepKind:
        try:
            return steps.kind_of(key)
        except StepKind.DoesNotExist as problem:
            raise Http404 from problem


class StepsPage(StepSettings):
    def get(self, request):
        return render(request, "orders/settings/steps.html", {"kinds": steps.all_kinds().values()})


class NewStepKindPage(StepSettings):
    def get(self, request, form=None, status=200):
        return render(request, "orders/settings/new_step.html", {"form": form or StepKindForm()}, status=status)

    def post(self, request):
        form = StepKindForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, status=422)
        actions.add_kind(**form.cleaned_data)
        messages.success(request, _("Added. It comes before delivery; move it where it belongs."))
        return redirect("orders:steps")


class StepKindPage(StepSettings):
    def get(self, request, key, form=None, status=200):
        kind = self.kind(key)
        context = {"kind": kind, "form": form or StepNameForm(kind=kind)}
        return render(request, "orders/settings/step.html", context, status=status)

    def post(self, request, key):
        form = StepNameForm(request.POST, kind=self.kind(key))
        if not form.is_valid():
            return self.get(request, key, form, status=422)
        actions.rename_kind(key, form.cleaned_data["name"])
        messages.success(request, _("The step has its new name, on every order."))
        return redirect("orders:steps")


class MovePage(StepSettings):
    """One place earlier or later."""

    def get(self, request, key):
        return redirect("orders:steps")

    def post(self, request, key):
        actions.move_kind(self.kind(key).key, up=request.POST.get("to") == "earlier")
        return redirect("orders:steps")


class RetirementPage(StepSettings):
    def get(self, request, key):
        return redirect("orders:step_kind", key=self.kind(key).key)

    def post(self, request, key):
        actions.retire_kind(self.kind(key).key, at=timezone.now())
        messages.success(request, _("Not offered any more. Orders that took it keep it."))
        return redirect("orders:steps")


class ReturnToUsePage(StepSettings):
    def get(self, request, key):
        return redirect("orders:step_kind", key=self.kind(key).key)

    def post(self, request, key):
        actions.return_kind(self.kind(key).key)
        messages.success(request, _("Offered again."))
        return redirect("orders:steps")
