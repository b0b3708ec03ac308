"""What a page is about, or 404: the same for what is not there and what is not theirs."""

from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.orders.models import Contract, Order, Trial


class AboutOrder(Page):
    """Base of every page about one order. Orders you may not see do not exist."""

    permission = "orders.change_order"

    def dispatch(self, request, pk, *args, **kwargs):
        rows = Order.objects.visible_to(request.user)
        rows = rows.select_related("customer", "promise__made_by", "promise__renegotiated_from", "seller", "location")
        return super().dispatch(request, get_object_or_404(rows, pk=pk), *args, **kwargs)


class AboutCustomer(Page):
    """Base of pages that give a customer something new."""

    permission = "orders.add_order"

    def dispatch(self, request, customer_id, *args, **kwargs):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
        return super().dispatch(request, customer, *args, **kwargs)


class AboutContract(Page):
    permission = "orders.change_contract"

    def dispatch(self, request, pk, *args, **kwargs):
        rows = Contract.objects.visible_to(request.user).select_related("customer", "end__by", "signed_by")
        return super().dispatch(request, get_object_or_404(rows, pk=pk), *args, **kwargs)


class AboutTrial(Page):
    permission = "orders.change_trial"

    def dispatch(self, request, pk, *args, **kwargs):
        rows = Trial.objects.visible_to(request.user).select_related("customer", "outcome", "product")
        return super().dispatch(request, get_object_or_404(rows, pk=pk), *args, **kwargs)


def next_url(request, otherwise: str) -> str:
    """Where they came from, when that is a page of ours."""
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else otherwise


def one_of(wanted: str | None, choices, otherwise: str) -> str:
    return wanted if wanted in choices else otherwise
