from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Panel, panels
from rapport.orders.models import Contract, Trial
from rapport.orders.queries import SHOWN_IN_PANEL, customer_orders


def orders(request, customer) -> dict:
    return {"customer": customer, "panel": customer_orders(customer), "now": timezone.now()}


def contracts(request, customer) -> dict | None:
    today = timezone.localdate()
    rows = Contract.objects.filter(customer=customer).select_related("end").order_by("-starts_on")
    found = list(rows[:SHOWN_IN_PANEL])
    return {"customer": customer, "contracts": found, "today": today}


def trials(request, customer) -> dict | None:
    rows = Trial.objects.filter(customer=customer).select_related("outcome").order_by("-given_on")
    return {
        "customer": customer,
        "trials": list(rows[:SHOWN_IN_PANEL]),
        "today": timezone.localdate(),
        "here": request.path,
    }


for order, (name, query, noun, label, icon) in enumerate(
    [
        ("orders", orders, "order", _("Orders"), "package"),
        ("contracts", contracts, "contract", _("Contracts"), "writing"),
        ("trials", trials, "trial", _("Trials and samples"), "box"),
    ]
):
    panels.add(
        Panel(
            name,
            slot="customer.side",
            template=f"orders/panels/{name}.html",
            query=query,
            permission=f"orders.view_{noun}",
            order=10 + order * 10,
            lazy=order > 0,
            label=label,
            icon=icon,
        )
    )
