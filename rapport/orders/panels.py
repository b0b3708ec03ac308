from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.addresses import address_of
from rapport.core.registry import Panel, panels
from rapport.messaging.inbox.linkables import Linkable, linkables
from rapport.orders.models import Contract, Order, Trial, Wish
from rapport.orders.queries import SHOWN_IN_PANEL, customer_orders

LINKED = 10


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


def awaited(request, customer) -> dict | None:
    rows = Wish.objects.waiting().filter(customer=customer).select_related("product").order_by("-asked_at")
    return {"customer": customer, "wishes": list(rows[:SHOWN_IN_PANEL]), "here": request.path}


for order, (name, query, noun, label, icon) in enumerate(
    [
        ("orders", orders, "order", _("Orders"), "package"),
        ("contracts", contracts, "contract", _("Contracts"), "writing"),
        ("trials", trials, "trial", _("Trials and samples"), "box"),
        ("awaited", awaited, "wish", _("Waits for products"), "bell"),
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
            is_folded=name == "awaited",
        )
    )


def order_in_hand(request, customer) -> dict | None:
    """The open order that a conversation is likely about. At most two queries."""
    found = customer_orders(customer)
    open_ones = [(order, done) for order, done in found.latest if order.is_open]
    return {"order": open_ones[0][0], "done": open_ones[0][1], "now": timezone.now()} if open_ones else None


def orders_to_link(customer) -> list[tuple]:
    rows = Order.objects.filter(customer=customer).order_by("-placed_at", "-id")[:LINKED]
    return [(order.pk, order.number) for order in rows]


panels.add(
    Panel(
        "order_in_conversation",
        slot="conversation.side",
        template="orders/panels/conversation.html",
        query=order_in_hand,
        permission="orders.view_order",
        order=10,
    )
)
linkables.add(
    Linkable(
        "orders.order",
        _("Order"),
        "package",
        url=lambda pk: address_of("orders:order", pk),
        offer=orders_to_link,
        permission="orders.view_order",
        order=10,
    )
)
