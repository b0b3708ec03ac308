"""Turning back what was noted about orders, contracts, trials and products."""

from decimal import Decimal

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.undo import ChangedSince, Undo, as_it_was
from rapport.core.views import Page
from rapport.orders import actions, queries
from rapport.orders.forms import ContractForm
from rapport.orders.models import Product
from rapport.orders.views.finding import AboutContract, AboutOrder, AboutTrial


class StepBackPage(Undo, AboutOrder):
    """The latest step was noted by mistake."""

    heading = gettext_lazy("Take the latest step back?")
    explanation = gettext_lazy(
        "The order goes back to the step before. What was promised is owed again; the story keeps both."
    )
    button = gettext_lazy("Take it back")

    def undo(self, request, order):
        actions.step_back(order, request.GET.get("step", ""), at=timezone.now(), by=request.user)
        return _("The step is taken back.")


class ReinstatementPage(Undo, AboutOrder):
    """It was not to be cancelled."""

    heading = gettext_lazy("Call the order on again?")
    explanation = gettext_lazy("It stands where it stood, and what was promised for it is owed again.")
    button = gettext_lazy("Call it on again")

    def undo(self, request, order):
        actions.reinstate(order, at=timezone.now(), by=request.user)
        return _("Order %(number)s is on again.") % {"number": order.number}


class OnTimePage(Undo, AboutOrder):
    """A delay was noted, and nobody was told of it."""

    heading = gettext_lazy("Does it come in time after all?")
    explanation = gettext_lazy("Today no longer asks to tell the customer. The promised day stays as it is.")
    button = gettext_lazy("It comes in time")

    def undo(self, request, order):
        actions.dismiss_delay(order, at=timezone.now(), by=request.user)
        return _("Good. The promised day stands.")


class EditUndoPage(Undo, AboutOrder):
    """What was ordered, as it was before it was changed."""

    heading = gettext_lazy("Put the order back as it was?")
    explanation = gettext_lazy("Its items, freight and note are those of before; the story keeps both.")

    def undo(self, request, order):
        was = as_it_was(order, request.GET.get("step", ""))
        lines = queries.lines_before(order, was)
        more = {"freight": was.freight, "note": was.note}
        actions.change(order, lines, at=timezone.now(), by=request.user, **more)
        return _("The order is as it was.")


class TrackingUndoPage(Undo, AboutOrder):
    """The link by which the parcel is followed, as it was before."""

    heading = gettext_lazy("Put the tracking link back as it was?")

    def undo(self, request, order):
        before = as_it_was(order, request.GET.get("step", ""))
        actions.track(order, before.tracking_url, at=timezone.now(), by=request.user)
        return _("The link is as it was.")


class ResumptionPage(Undo, AboutContract):
    """No notice was given, or it was taken back."""

    heading = gettext_lazy("Does the contract go on after all?")
    explanation = gettext_lazy("The notice is taken back, and it goes on as it was agreed before.")
    button = gettext_lazy("It goes on")

    def undo(self, request, contract):
        actions.resume(contract, at=timezone.now(), by=request.user)
        return _("The contract goes on.")


class ContractUndoPage(Undo, AboutContract):
    """What was agreed, as it stood before the contract was changed."""

    heading = gettext_lazy("Put the contract back as it was?")
    explanation = gettext_lazy("Its terms, its dates and its own prices are those from before the change.")

    def undo(self, request, contract):
        told, step = queries.latest_about(contract), request.GET.get("step", "")
        if told is None or told.kind != "contract.amended" or str(told.pk) != request.GET.get("told"):
            raise ChangedSince
        was = as_it_was(contract, step) if step else contract
        agreed = {name: getattr(was, name) for name in ContractForm.base_fields}
        prices = {
            product: Decimal(told.facts["prices_before"][str(product.pk)])
            for product in Product.objects.filter(pk__in=told.facts["prices_before"])
        }
        actions.amend(contract, at=timezone.now(), by=request.user, prices=prices, **agreed)
        return _("The contract is as it was.")


class RenewalUndoPage(Undo, AboutContract):
    """It was not to be renewed."""

    heading = gettext_lazy("Take the renewal back?")
    explanation = gettext_lazy("The contract ends on the day on which it ended before.")

    def undo(self, request, contract):
        before = as_it_was(contract, request.GET.get("step", ""))
        renewals = {"ends_on": before.ends_on, "renewals": before.renewals}
        actions.amend(contract, at=timezone.now(), by=request.user, **renewals)
        return _("The renewal is taken back.")


class TrialReopeningPage(Undo, AboutTrial):
    """It is not known yet what comes of it."""

    heading = gettext_lazy("Is it still with the customer?")
    explanation = gettext_lazy("What was noted about its end is taken back; the story keeps both.")
    button = gettext_lazy("It is still there")

    def undo(self, request, trial):
        actions.reopen(trial, at=timezone.now(), by=request.user)
        return _("It is with the customer again.")

    def back(self, request, trial):
        return reverse("orders:trials")


class ProductUndoPage(Undo, Page):
    """A product as it was before it was changed or taken off sale."""

    permission = "orders.change_product"
    heading = gettext_lazy("Put the product back as it was?")

    def undo(self, request, pk):
        product = self.product(request, pk)
        was = as_it_was(product, request.GET.get("step", ""))
        actions.edit_product(
            product,
            name=was.name,
            sku=was.sku,
            category=was.category,
            price=was.price,
            currency=was.currency,
            is_active=was.is_active,
            available_from=was.available_from,
            availability=was.availability,
            expected_on=was.expected_on,
        )
        return _("The product is as it was.")

    def back(self, request, pk):
        return self.product(request, pk).get_absolute_url()

    def product(self, request, pk) -> Product:
        return get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
