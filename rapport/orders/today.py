"""What Today shows of orders: customers who must hear of a delay, and things to try that should be back."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import formats
from rapport.core.addresses import address_of
from rapport.core.registry import Step, TodayItem, TodaySource, today
from rapport.orders.in_hand import due_arrivals, silent_late_orders, trials_due, untold_delays, untold_wishes
from rapport.orders.models import Delay, Order, Trial

BACK = "?next=/"


def delays(user, at: datetime) -> Iterator[TodayItem]:
    """Promised days that moved or passed, and whose customers don't know; two queries.

    The line has the key of the promise itself, so that Today shows a late delivery once, with what to do about it.
    """
    for delay in untold_delays(user):
        yield _item(delay.order, at, what=_slips(delay, at), due_at=delay.tell_by)
    for order in silent_late_orders(user, at=at):
        due = formats.moment(order.promise.due_at, at=at)
        yield _item(
            order,
            at,
            what=_("%(what)s: promised for %(due)s, not delivered. They have heard nothing.")
            % {"what": order.headline, "due": due},
            due_at=order.promise.due_at,
        )


def _slips(delay: Delay, at: datetime) -> str:
    order, old = delay.order, _day(delay.order.promise.due_at)
    words = {"what": order.headline, "old": formats.day(old, at=_day(at))}
    if delay.expected_on is None:
        return _("%(what)s will not come on %(old)s. They do not know yet.") % words
    return _("%(what)s slips from %(old)s to %(new)s. They do not know yet.") % (
        words | {"new": formats.day(delay.expected_on, at=_day(at))}
    )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _item(order: Order, at: datetime, *, what: str, due_at: datetime) -> TodayItem:
    return TodayItem(
        key=f"promise:{order.promise_id}",
        customer=order.customer,
        what=what,
        icon="truck-delivery",
        kind="delays",
        due_at=due_at,
        about=_("order %(number)s") % {"number": order.number},
        tone="late" if due_at < at else "risk",
        step=Step(_("Tell the customer"), address_of("orders:delay", order.pk) + BACK, icon="speakerphone"),
        more=(
            Step(_("It was delivered"), address_of("orders:new_step", order.pk) + BACK, icon="truck-delivery"),
            Step(_("Open the order"), order.get_absolute_url(), icon="package"),
        ),
    )


def follow_ups(user, at: datetime) -> Iterator[TodayItem]:
    """Things given to try whose day has come; one query."""
    on = at.astimezone(ZoneInfo(user.zone)).date()
    for trial in trials_due(user, on=on):
        yield TodayItem(
            key=f"trial:{trial.pk}",
            customer=trial.customer,
            what=_ask(trial),
            icon="package-export",
            kind="trials",
            due_on=trial.due_back_on,
            about=trial.get_kind_display(),
            step=Step(_("Say what came of it"), address_of("orders:outcome", trial.pk) + BACK),
            tickable=True,
        )


def _ask(trial: Trial) -> str:
    if trial.kind == Trial.Kind.SAMPLE:
        return _("Ask how they like it: %(what)s") % {"what": trial.what}
    return _("Should be back: %(what)s") % {"what": trial.what}


def wishes(user, at: datetime) -> Iterator[TodayItem]:
    """Whoever waits for a product that is there, and could not be told by a message; one query."""
    for wish in untold_wishes(user):
        yield TodayItem(
            key=f"wish:{wish.pk}",
            customer=wish.customer,
            what=_("%(product)s is there again, and no message could tell them. Call them.")
            % {"product": wish.product.name},
            icon="bell",
            kind="wishes",
            step=Step(_("I told them"), address_of("orders:told_wish", wish.pk), method="post", done=_("They know.")),
            more=(Step(_("Who else waits"), address_of("orders:wishes", wish.product_id), icon="bell"),),
        )


def arrivals(user, at: datetime) -> Iterator[TodayItem]:
    """Products that were to come by today; one query."""
    on = at.astimezone(ZoneInfo(user.zone)).date()
    for product in due_arrivals(on=on):
        day = formats.day(product.expected_on, at=on)
        yield TodayItem(
            key=f"arrival:{product.pk}:{product.expected_on}",
            customer=None,
            what=_("%(product)s was to come on %(day)s. Is it there, or when does it come?")
            % {"product": product.name, "day": day},
            icon="package",
            kind="arrivals",
            due_on=product.expected_on,
            step=Step(_("Say how it is"), product.get_absolute_url()),
        )


today.add(TodaySource("delays", gettext_lazy("Delays to tell"), delays, permission="orders.change_order", order=5))
today.add(TodaySource("trials", gettext_lazy("Trials"), follow_ups, permission="orders.change_trial", order=60))
today.add(TodaySource("wishes", gettext_lazy("Waits for products"), wishes, permission="orders.change_wish", order=61))
today.add(
    TodaySource("arrivals", gettext_lazy("Products to come"), arrivals, permission="orders.change_product", order=62)
)
