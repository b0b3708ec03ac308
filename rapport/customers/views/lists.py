from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.customers import actions
from rapport.customers.duplicates.typing import alike
from rapport.customers.forms import FilterForm, NewCustomerForm
from rapport.customers.models import Customer
from rapport.customers.narrowings import narrowings
from rapport.customers.queries.columns import Columns
from rapport.customers.queries.lists import SORTS, customer_list, filter_choices
from rapport.customers.together.deeds import DEEDS

REFUSED = 409
RESULTS = "#results"


class ListPage(Page):
    """Everyone, found while one types, narrowed and sorted by links. Works as plain GET."""

    permission = "customers.view_customer"

    def get(self, request):
        form = FilterForm(request.GET, **filter_choices(request.user))
        filters, q = form.filters(request.user), request.GET.get("q", "")
        sort = request.GET.get("sort") or next((way.sort for way in filters.more if way.sort), "name")
        sort = sort if sort in SORTS or filters.more else "name"
        found = customer_list(request.user, filters=filters, q=q, sort=sort, after=request.GET.get("after"))
        context = {
            "form": form,
            "filters": filters,
            "q": q.strip(),
            "sort": sort,
            "found": found,
            "columns": _columns(request.user, filters, found),
            "ways": SimpleLazyObject(lambda: _ways(filters, request.user)),
            "now": timezone.now(),
            "deeds": [deed for deed in DEEDS if request.user.has_perm(deed.permission)],
        }
        is_typing = request.headers.get("HX-Target", "").endswith(RESULTS)  # the rest of the page would be thrown away
        return render(request, "customers/_results.html" if is_typing else "customers/list.html", context)


def _columns(user, filters, found) -> Columns | None:
    """What a saved view shows in place of the usual columns."""
    names = next((way.columns for way in filters.more if way.columns), ())
    columns = Columns(user, names) if names else None
    if columns:
        columns.load([match.customer.pk for match in found.rows])
    return columns


def _ways(filters, user) -> list[dict]:
    """How slices above narrow the list: what can be chosen, what is, and where one goes on."""
    chosen = {way.name: way for way in filters.more}
    return [
        {
            "way": way,
            "chosen": chosen.get(way.name),
            "menu": way.menu(user) if way.menu else [],
            "begin": way.begin(filters, user) if way.begin else "",
        }
        for way in narrowings
    ]


class NewPage(Page):
    """Somebody new. Whoever they may be already is shown while one types, and asked about before they are added."""

    permission = "customers.add_customer"

    def get(self, request, form=None, status=200, known=()):
        initial = {"name": request.GET.get("name", ""), "account_manager": request.user}
        if request.GET.get("kind") == "organisation":
            initial["kind"] = "organisation"
        return render(
            request,
            "customers/new.html",
            {
                "form": form or NewCustomerForm(by=request.user, initial=initial),
                "known": known,
                "is_asked": status == REFUSED,
            },
            status=status,
        )

    def post(self, request):
        form = NewCustomerForm(request.POST, by=request.user)
        known = self.known(request) if "look" in request.POST or "anyway" not in request.POST else []
        if "look" in request.POST:  # while one types; the form itself is not judged yet
            return self.get(request, known=known)
        if not form.is_valid():
            return self.get(request, form, status=422, known=known)
        if asked := [one for one in known if one.is_asked_about]:
            return self.get(request, form, status=REFUSED, known=asked)
        customer = actions.add(by=request.user, **form.facts())
        messages.success(request, _("%(name)s is here now.") % {"name": customer.name})
        return redirect(customer)

    def known(self, request) -> list:
        written = {name: request.POST.get(name, "")[:300] for name in ("name", "email", "phone")}
        kind = request.POST.get("kind", "")
        return alike(request.user, **written, kind=kind if kind in Customer.Kind.values else Customer.Kind.PERSON)
