from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.views import Page
from rapport.customers import actions
from rapport.customers.forms import FilterForm, NewCustomerForm
from rapport.customers.queries.lists import SORTS, customer_list, filter_choices


class ListPage(Page):
    """Everyone, found while one types, narrowed and sorted by links. Works as plain GET."""

    permission = "customers.view_customer"

    def get(self, request):
        form = FilterForm(request.GET, **filter_choices(request.user))
        filters, q = form.filters(request.user), request.GET.get("q", "")
        sort = request.GET.get("sort", "name")
        sort = sort if sort in SORTS else "name"
        found = customer_list(request.user, filters=filters, q=q, sort=sort, after=request.GET.get("after"))
        context = {
            "form": form,
            "filters": filters,
            "q": q.strip(),
            "sort": sort,
            "found": found,
            "now": timezone.now(),
        }
        return render(request, "customers/list.html", context)


class NewPage(Page):
    permission = "customers.add_customer"

    def get(self, request, form=None, status=200):
        initial = {"name": request.GET.get("name", ""), "account_manager": request.user}
        if request.GET.get("kind") == "organisation":
            initial["kind"] = "organisation"
        return render(
            request,
            "customers/new.html",
            {"form": form or NewCustomerForm(by=request.user, initial=initial)},
            status=status,
        )

    def post(self, request):
        form = NewCustomerForm(request.POST, by=request.user)
        if not form.is_valid():
            return self.get(request, form, status=422)
        customer = actions.add(by=request.user, **form.facts())
        messages.success(request, _("%(name)s is here now.") % {"name": customer.name})
        return redirect(customer)
