"""What customers see of their orders, and of what is sold, on their own pages."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Pass, Section, portal_passes, portal_sections
from rapport.orders.models import Order
from rapport.orders.own_pages.queries import home


def customer_of(pk: UUID) -> UUID | None:
    return Order.objects.filter(pk=pk).values_list("customer", flat=True).first()


portal_sections.add(
    Section(
        "orders",
        _("Orders"),
        "rapport.orders.own_pages.urls",
        place="orders_portal:orders",
        home=home,
        template="orders/own_pages/_home.html",
        icon="package",
        order=10,
    )
)
portal_sections.add(
    Section(
        "products",
        _("Products and service"),
        "rapport.orders.own_pages.product_urls",
        place="products_portal:products",
        icon="tag",
        order=60,
    )
)
portal_passes.add(
    Pass("order", "orders", "orders_portal:order", of=customer_of, permission="orders.view_order", order=10)
)
