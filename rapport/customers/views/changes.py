from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from rapport.core.undo import Undo
from rapport.customers import actions
from rapport.customers.actions.changes import AFFILIATIONS, TABLES, TIES, Change, Part, events_of, read
from rapport.customers.queries.changes import told
from rapport.customers.queries.history import hidden_parts
from rapport.customers.views.base import CustomerPage


class ChangePage(Undo, CustomerPage):
    """One change that somebody made, and the way back. A toast's "Undo" and the history lead here."""

    permission = "customers.change_customer"

    def get(self, request, customer, reference):
        change = _known(request, customer, reference)
        context = {"customer": customer, "change": change, "told": told(change)}
        return render(request, "customers/change.html", context)

    def undo(self, request, customer, reference) -> str:
        actions.put_back(_known(request, customer, reference), by=request.user)
        return _("Put back as it was.")

    def back(self, request, customer, reference) -> str:
        return customer.get_absolute_url()


def _known(request, customer, reference: str) -> Change:
    change = read(customer, reference)
    if change is None or any(_is_hidden(request, customer, part) for part in change.parts):
        raise Http404
    return change


def _is_hidden(request, customer, part: Part) -> bool:
    """Whether it is about a part in an organisation, or a tie, of somebody whom the reader may not see."""
    if part.what not in (AFFILIATIONS, TIES):
        return False
    rows = [
        *TABLES[part.what]._default_manager.filter(pk__in=part.added),
        *events_of(customer, part.what).filter(pgh_id__in=part.events),
    ]
    return bool(hidden_parts(rows, request.user))
