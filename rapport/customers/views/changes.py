from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from rapport.core.undo import Undo
from rapport.customers import actions
from rapport.customers.actions.changes import Change, read
from rapport.customers.queries.changes import told
from rapport.customers.views.base import CustomerPage


class ChangePage(Undo, CustomerPage):
    """One change that somebody made, and the way back. A toast's "Undo" and the history lead here."""

    permission = "customers.change_customer"

    def get(self, request, customer, reference):
        change = _known(customer, reference)
        context = {"customer": customer, "change": change, "told": told(change)}
        return render(request, "customers/change.html", context)

    def undo(self, request, customer, reference) -> str:
        actions.put_back(_known(customer, reference), by=request.user)
        return _("Put back as it was.")

    def back(self, request, customer, reference) -> str:
        return customer.get_absolute_url()


def _known(customer, reference: str) -> Change:
    change = read(customer, reference)
    if change is None:
        raise Http404
    return change
