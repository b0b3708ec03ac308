from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats, keyset
from rapport.core.undo import offer, watch
from rapport.core.views import Page
from rapport.orders import actions, queries
from rapport.orders.forms import ContractEndForm, ContractForm, PriceFormSet
from rapport.orders.refusals import ContractOver
from rapport.orders.views.finding import AboutContract, AboutCustomer, next_url, one_of
from rapport.orders.views.placing import suggestions, unjudged, wants_more_rows, with_more_rows
from rapport.staff.models import Business


class ContractList(Page):
    """Contracts, the next to end first."""

    permission = "orders.view_contract"

    def get(self, request):
        today = timezone.localdate()
        choices = {"running": _("Running"), "over": _("Over"), "all": _("All")}
        show = one_of(request.GET.get("show"), choices, "running")
        rows = queries.contracts(request.user, show=show, on=today)
        context = {
            "page": keyset.page(rows, order=("ends_on",), after=request.GET.get("after")),
            "show": show,
            "show_choices": choices,
            "today": today,
        }
        return render(request, "orders/contracts.html", context)


class ContractPage(AboutContract):
    permission = "orders.view_contract"

    def get(self, request, contract):
        context = {
            "contract": contract,
            "prices": contract.prices.select_related("product"),
            "today": timezone.localdate(),
        }
        return render(request, "orders/contract.html", context)


class NewContractPage(AboutCustomer):
    permission = "orders.add_contract"

    def get(self, request, customer, form=None, prices=None, status=200):
        context = {
            "customer": customer,
            "form": form or ContractForm(currency=Business.objects.current().currency),
            "prices": prices or PriceFormSet(),
            "products": suggestions(timezone.localdate()),
        }
        return render(request, "orders/contract_form.html", context, status=status)

    def post(self, request, customer):
        form = ContractForm(request.POST)
        if wants_more_rows(request):
            return self.get(request, customer, unjudged(form), unjudged(PriceFormSet(with_more_rows(request))))
        prices = PriceFormSet(request.POST)
        if not (form.is_valid() & prices.is_valid()):
            return self.get(request, customer, form, prices, status=422)
        at = timezone.now()
        contract = actions.sign(customer, at=at, by=request.user, prices=prices.prices(), **form.cleaned_data)
        messages.success(request, _("The contract is kept."))
        return redirect(contract)


class ContractEditPage(AboutContract):
    def get(self, request, contract, form=None, prices=None, status=200):
        own = [{"what": row.product.name, "price": row.price} for row in contract.prices.select_related("product")]
        context = {
            "contract": contract,
            "customer": contract.customer,
            "form": form or ContractForm(contract=contract),
            "prices": prices or PriceFormSet(initial=own),
            "products": suggestions(timezone.localdate()),
        }
        return render(request, "orders/contract_form.html", context, status=status)

    def post(self, request, contract):
        form = ContractForm(request.POST)
        if wants_more_rows(request):
            return self.get(request, contract, unjudged(form), unjudged(PriceFormSet(with_more_rows(request))))
        prices = PriceFormSet(request.POST)
        if not (form.is_valid() & prices.is_valid()):
            return self.get(request, contract, form, prices, status=422)
        at = timezone.now()
        with watch(contract) as change:
            actions.amend(contract, at=at, by=request.user, prices=prices.prices(), **form.cleaned_data)
        told = queries.latest_about(contract)
        undo = f"{reverse('orders:contract_undo', args=[contract.pk])}?told={told.pk}&step={change.step}"
        offer(request, _("The contract is changed."), undo)
        return redirect(contract)


class RenewalPage(AboutContract):
    """Another period after the last day."""

    def get(self, request, contract):
        if contract.is_ended or contract.ends_on is None:
            raise ContractOver
        return render(request, "orders/renewal.html", {"contract": contract, "next": contract.get_absolute_url()})

    def post(self, request, contract):
        with watch(contract) as change:
            contract = actions.renew(contract, at=timezone.now(), by=request.user)
        if contract.ends_on:
            undo = f"{reverse('orders:renewal_undo', args=[contract.pk])}?step={change.step}"
            offer(request, _("It goes on until %(day)s.") % {"day": formats.day(contract.ends_on)}, undo)
        return redirect(contract)


class ContractEndPage(AboutContract):
    """Someone gave notice."""

    def get(self, request, contract, form=None, status=200):
        if contract.is_ended:
            raise ContractOver
        form = form or ContractEndForm(initial={"on": contract.ends_on})
        context = {"contract": contract, "form": form, "next": next_url(request, contract.get_absolute_url())}
        return render(request, "orders/contract_end.html", context, status=status)

    def post(self, request, contract):
        form = ContractEndForm(request.POST)
        if not form.is_valid():
            return self.get(request, contract, form, status=422)
        by_customer, data = form.cleaned_data["whose"] == "customer", form.cleaned_data
        actions.end(
            contract, at=timezone.now(), by=request.user, reason=data["reason"], on=data["on"], by_customer=by_customer
        )
        said = _("Noted. The last day is %(day)s.") % {"day": formats.day(data["on"])}
        offer(request, said, reverse("orders:resumption", args=[contract.pk]))
        return redirect(contract)
