"""What colleagues and locations have to do with orders."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.orders.models import Order
from rapport.staff.holdings import Holding, holdings
from rapport.staff.models import Location, User


def words(count: int) -> str:
    return ngettext("%(count)s open order", "%(count)s open orders", count) % {"count": count}


holdings.add(
    Holding(
        "orders",
        User,
        count=lambda user: Order.objects.open().living().filter(seller=user).count(),
        words=words,
        icon="package",
        stays=_("the name of who sold them is kept"),
        order=30,
    )
)
holdings.add(
    Holding(
        "orders_of_location",
        Location,
        count=lambda location: Order.objects.open().living().filter(location=location).count(),
        words=words,
        icon="package",
        stays=_("left as they are"),
        order=40,
    )
)
