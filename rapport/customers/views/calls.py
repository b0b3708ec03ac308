from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from rapport.customers import queries
from rapport.customers.layout import Layout
from rapport.customers.models import Tie
from rapport.customers.queries.circles import last_contacts
from rapport.customers.rights.looking import looking
from rapport.customers.views.base import CustomerPage
from rapport.customers.views.inline import is_part


class CallPage(CustomerPage):
    """What one wants to see while the telephone rings: how to greet, family, wishes, what is owed, what was last."""

    def get(self, request, customer):
        context = before_a_call(request, customer)
        if context is None:
            raise Http404
        return render(request, "customers/_call.html" if is_part(request) else "customers/call.html", context)


def before_a_call(request, customer) -> dict | None:
    """What `customers/_call.html` shows; None of somebody who is erased."""
    page = queries.customer_facts(customer.pk, request.user, at=timezone.now())
    if page is None or customer.is_erased:
        return None
    ties = Tie.objects.visible_to(request.user).of(customer).select_related("one", "other")
    return {
        "page": page,
        "customer": page.customer,
        "now": page.at,
        "layout": Layout(request.user),
        "spoken": page.customer.spoken_to(by=request.user),
        "ties": [tie.seen_from(customer.pk) for tie in ties[:6]],
        "contacts": last_contacts(page.customer, request.user),
        **looking(request, page.customer),
    }
