"""Settings: the steps of orders."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.consequences import Consequence, Foreseen
from rapport.core.restoring import Restoration, offer_restoration
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.orders import actions, step_outlook, steps
from rapport.orders.forms import StepKindForm, StepNameForm
from rapport.orders.models import StepKind
from rapport.orders.models.step_kind import FIRST_LABELS
from rapport.orders.step_outlook import Standing, standing


class StepSettings(Page):
    permission = "orders.change_stepkind"

    def kind(self, key: str) -> StepKind:
        try:
            return steps.kind_of(key)
        except StepKind.DoesNotExist as problem:
            raise Http404 from problem


class StepsPage(StepSettings):
    def get(self, request):
        here = standing()
        rows = [{"kind": kind, "here": here.get(key, Standing())} for key, kind in steps.all_kinds().items()]
        return render(request, "orders/settings/steps.html", {"rows": rows})


class NewStepKindPage(Foreseen, StepSettings):
    template = "orders/settings/new_step.html"

    def form(self, data=None):
        return StepKindForm(data)

    def foresee(self, form):
        said = _(
            "“%(name)s” stands before delivery; move it where it belongs. Orders on their way can take it at once."
        )
        return [Consequence(said % {"name": form.cleaned_data["name"]}, icon="plus")]

    def save(self, form):
        kind = actions.add_kind(**form.cleaned_data)
        said = _("Added. It comes before delivery; move it where it belongs.")
        offer(self.request, said, reverse("orders:step_retirement", args=[kind.key]))
        return "orders:steps"


class StepKindPage(Foreseen, StepSettings):
    template = "orders/settings/step.html"

    def form(self, data=None, *, key):
        return StepNameForm(data, kind=self.kind(key))

    def context(self, form, *, key):
        return {"kind": self.kind(key), "here": standing().get(key, Standing())}

    def foresee(self, form, *, key):
        label = form.cleaned_data["name"] or str(FIRST_LABELS.get(key, key))
        return step_outlook.renaming(self.kind(key), label, standing().get(key, Standing()))

    def save(self, form, *, key):
        was = self.kind(key).name
        kind = actions.rename_kind(key, form.cleaned_data["name"])
        said, url = _("The step has its new name, on every order."), reverse("orders:step_restoration")
        offer_restoration(self.request, said, url, key=key, was=was, became=kind.name)
        return "orders:steps"


class StepRestoration(Restoration, StepSettings):
    """The former name of a step."""

    def state(self, key):
        return self.kind(key).name

    def restore(self, key, was):
        actions.rename_kind(key, was)

    def back(self, request):
        return reverse("orders:steps")


class MovePage(StepSettings):
    """One place earlier or later, or by dragging to any place."""

    def get(self, request, key):
        return redirect("orders:steps")

    def post(self, request, key):
        was = list(steps.all_kinds())
        kind = self.kind(key)
        if "order" in request.POST:
            actions.order_kinds(request.POST["order"].split(","))
        else:
            actions.move_kind(kind.key, up=request.POST.get("to") == "earlier")
        became = list(steps.all_kinds())
        said = _("“%(name)s” has a new place.") % {"name": kind}
        url = reverse("orders:step_order_restoration")
        offer_restoration(request, said, url, key="order", was=was, became=became)
        return redirect("orders:steps")


class StepOrderRestoration(Restoration, StepSettings):
    """The former order of the steps."""

    def state(self, key):
        return list(steps.all_kinds())

    def restore(self, key, was):
        actions.order_kinds(was)

    def back(self, request):
        return reverse("orders:steps")


class RetirementPage(StepSettings):
    def get(self, request, key):
        kind = self.kind(key)
        lines = step_outlook.retirement(kind, standing().get(key, Standing()))
        return render(request, "orders/settings/step_retirement.html", {"kind": kind, "lines": lines})

    def post(self, request, key):
        actions.retire_kind(self.kind(key).key, at=timezone.now())
        said = _("Not offered any more. Orders that took it keep it.")
        offer(request, said, reverse("orders:step_return", args=[key]))
        return redirect("orders:steps")


class ReturnToUsePage(StepSettings):
    def get(self, request, key):
        return redirect("orders:step_kind", key=self.kind(key).key)

    def post(self, request, key):
        actions.return_kind(self.kind(key).key)
        offer(request, _("Offered again."), reverse("orders:step_retirement", args=[key]))
        return redirect("orders:steps")
