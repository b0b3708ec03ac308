from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import keyset
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.promises import queries
from rapport.promises.kinds import all_kinds
from rapport.promises.models import Promise
from rapport.staff.models import Business


def whose_choices() -> dict[str, str]:
    return {
        "mine": _("Mine"),
        "everyone": _("Everyone’s"),
        "nobody": _("Nobody’s"),
        "unseen": _("Out of their owner’s sight"),
    }


def offered_choices(whose: str) -> dict[str, str]:
    """What is out of somebody's sight is asked for where the house is divided by team, or about to be."""
    has_hidden = whose == "unseen" or Business.objects.current().sees_by_team
    return {name: words for name, words in whose_choices().items() if name != "unseen" or has_hidden}


def show_choices() -> dict[str, str]:
    states = {state.value: state.label for state in Promise.State if state != Promise.State.OPEN}
    return {"open": _("Owed"), **states, "moved_often": _("Moved often")}


class PromiseList(Page):
    """What is owed, nearest first; what has ended, latest first."""

    permission = "promises.view_promise"

    def get(self, request):
        kinds = all_kinds()
        whose = _one_of(request.GET.get("whose"), whose_choices(), "mine")
        show = _one_of(request.GET.get("show"), show_choices(), "open")
        kind = _one_of(request.GET.get("kind"), kinds, "")
        rows = queries.listed(request.user, show=show, kind=kind, whose=whose)
        context = {
            "page": keyset.page(rows, order=(queries.order_of(show),), after=request.GET.get("after")),
            "whose": whose,
            "whose_choices": offered_choices(whose),
            "show": show,
            "show_choices": show_choices(),
            "kind": kind,
            "kinds": kinds,
            "now": timezone.now(),
        }
        return render(request, "promises/list.html", context)


class CustomerPromises(Page):
    """Every promise to one customer, latest due first."""

    permission = "promises.view_promise"

    def get(self, request, customer_id):
        customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
        rows = Promise.objects.filter(customer=customer).select_related("customer", "owner")
        context = {
            "customer": customer,
            "page": keyset.page(rows, order=("-due_at",), after=request.GET.get("after")),
            "kinds": all_kinds(),
            "now": timezone.now(),
        }
        return render(request, "promises/of_customer.html", context)


def _one_of(wanted: str | None, choices: dict, otherwise: str) -> str:
    return wanted if wanted in choices else otherwise
