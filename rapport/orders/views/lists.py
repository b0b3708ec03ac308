from uuid import UUID

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import keyset
from rapport.core.views import Page
from rapport.orders import queries, steps
from rapport.orders.models import Order
from rapport.orders.views.finding import AboutCustomer, one_of


def _import(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def show_choices() -> dict[str, str]:
    return {"open": _("Open"), "late": _("Late"), "mine": _("Mine"), "all": _("All")}


class OrderList(Page):
    """Orders, latest first; late ones longest overdue first. A search goes through all of them."""

    permission = "orders.view_order"

    def get(self, request):
        at = timezone.now()
        kinds = steps.all_kinds()
        show = one_of(request.GET.get("show"), show_choices(), "open")
        step = one_of(request.GET.get("step"), kinds, "")
        text = request.GET.get("q", "").strip()
        brought_by = _import(request.GET.get("import", ""))
        rows = queries.orders(request.user, show=show, step=step, text=text, brought_by=brought_by, at=at)
        context = {
            "page": keyset.page(rows, order=queries.order_of(show, text), after=request.GET.get("after")),
            "show": show,
            "show_choices": show_choices(),
            "step": step,
            "kinds": kinds,
            "text": text,
            "brought_by": brought_by,
            "now": at,
        }
        return render(request, "orders/list.html", context)


class CustomerOrdersPage(AboutCustomer):
    """Everything one customer ordered."""

    permission = "orders.view_order"

    def get(self, request, customer):
        rows = Order.objects.filter(customer=customer).select_related("customer", "promise", "seller")
        context = {
            "customer": customer,
            "summary": getattr(customer, "purchases", None),
            "page": keyset.page(rows, order=("-placed_at",), after=request.GET.get("after")),
            "kinds": steps.all_kinds(),
            "now": timezone.now(),
        }
        return render(request, "orders/of_customer.html", context)
