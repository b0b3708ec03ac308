"""Orders and agreements when two customers become one: they move, and what was bought is added up anew."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.merging import Rows, rows_rules
from rapport.orders import summaries
from rapport.orders.models import Order, PurchaseSummary


def add_up(ids: Sequence[UUID]) -> None:
    """Who has no order has no row, as before the first one."""
    buyers = set(Order.objects.filter(customer__in=ids).order_by().values_list("customer", flat=True).distinct())
    if buyers:
        summaries.refresh(sorted(buyers))
    rest = PurchaseSummary.objects.filter(customer__in=set(ids) - buyers)
    rest.filter(~Exists(Order.objects.filter(customer=OuterRef("customer")))).delete()


def orders(count: int) -> str:
    return ngettext("%(count)s order", "%(count)s orders", count) % {"count": formats.number(count)}


def contracts(count: int) -> str:
    return ngettext("%(count)s contract", "%(count)s contracts", count) % {"count": formats.number(count)}


def trials(count: int) -> str:
    return ngettext("%(count)s trial", "%(count)s trials", count) % {"count": formats.number(count)}


def wishes(count: int) -> str:
    said = ngettext("%(count)s product waited for", "%(count)s products waited for", count)
    return said % {"count": formats.number(count)}


rows_rules.add(Rows("orders.Order", words=orders, order=10))
rows_rules.add(Rows("orders.Contract", words=contracts, order=11))
rows_rules.add(Rows("orders.Trial", words=trials, order=12))
STILL_WAITING = "{t}.told_at IS NULL AND {t}.ended_at IS NULL"
rows_rules.add(Rows("orders.Wish", same=("product",), where=STILL_WAITING, words=wishes, order=13))
rows_rules.add(Rows("orders.PurchaseSummary", stays="added up anew", after=add_up))
