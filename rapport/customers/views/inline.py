"""What all parts of the customer page share that are changed in place.

Each part is a page of its own, for who comes without JavaScript. Asked for as a part, it answers only its form, or,
once saved, the parts of the customer page that have to be drawn again (`inline-edit.js` puts them in their places).
"""

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rapport.customers import queries
from rapport.customers.models import Customer
from rapport.customers.views.base import CustomerPage
from rapport.customers.views.conflicts import SALT


class InlinePage(CustomerPage):
    """`show` answers the form, `saved` what became of it."""

    permission = "customers.change_customer"

    def show(self, request, customer: Customer, *, heading, form, status=200, seen=None, **context) -> HttpResponse:
        context |= {"customer": customer, "heading": heading, "form": form, "now": timezone.now()}
        context["seen"] = signing.dumps(seen, salt=SALT, compress=True) if seen is not None else ""
        template = "customers/_inline_form.html" if is_part(request) else "customers/inline.html"
        return render(request, template, context, status=status)

    def saved(self, request, customer: Customer, *, fact: str = "", section: str = "") -> HttpResponse:
        if not is_part(request):
            return redirect(customer)
        page = queries.customer_facts(customer.pk, request.user, at=timezone.now())
        context = {"page": page, "customer": page.customer, "now": page.at, "today": timezone.localdate(page.at)}
        context |= {"fact": page.fact(fact) if fact else None, "section": section}
        return render(request, "customers/_saved.html", context)


def is_part(request) -> bool:
    return getattr(request.htmx, "request_type", "") == "partial"


def seen_by_them(request) -> dict | None:
    """The rows that this person had before them when they began to write; None when that cannot be read."""
    try:
        return signing.loads(request.POST.get("seen", ""), salt=SALT)
    except signing.BadSignature:
        return None
