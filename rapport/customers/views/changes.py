from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rapport.customers import actions, words
from rapport.customers.actions.changes import Change, read
from rapport.customers.queries.changes import told
from rapport.customers.views.base import CustomerPage


class ChangePage(CustomerPage):
    """One change that somebody made, and the way back. A toast's "Undo" and the history lead here."""

    permission = "customers.change_customer"

    def get(self, request, customer, what, reference):
        change = _known(customer, what, reference)
        context = {"customer": customer, "change": change, "label": words.label(what), "told": told(change)}
        return render(request, "customers/change.html", context)

    def post(self, request, customer, what, reference):
        actions.put_back(_known(customer, what, reference), by=request.user)
        messages.success(request, _("Put back as it was."))
        return redirect(customer)


def _known(customer, what: str, reference: str) -> Change:
    change = read(customer, what, reference)
    if change is None:
        raise Http404
    return change
