"""What Today shows of promises: what is late, at risk or due soon, in one's own hands; and alerts for who leads."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.addresses import address_of
from rapport.core.prepared import prepared
from rapport.core.registry import Step, TodayItem, TodaySource, today
from rapport.customers.models import Customer
from rapport.promises.calendars import calendar_of
from rapport.promises.models import HolidayYear, Promise
from rapport.promises.models.promise import OFTEN_MOVED
from rapport.promises.public_holidays import places
from rapport.promises.queries import promise_book
from rapport.staff.models import Business

BACK = "?next=/"
SOON = timedelta(days=7)
OLD_COUNTED_TO = 1001  # "1,000+" from there on
CONFIRM_FROM = (12, 1)  # holidays of the next year, from 1 December on


def promises(user, at: datetime) -> Iterator[TodayItem]:
    """What is owed by the end of the next business day or already at risk, and old imported ones as one line."""
    calendar = calendar_of(user.location)
    tomorrow = calendar.close_of(calendar.next_open_day(calendar.local_date(at)))
    book = promise_book(user, at=at, until=at + SOON)
    for promise in [*book.late, *book.upcoming]:
        if promise.due_at <= tomorrow or promise.is_at_risk(at):
            yield _item(promise, at)
    yield from _old_ones(user)


def _item(promise: Promise, at: datetime) -> TodayItem:
    return TodayItem(
        key=f"promise:{promise.pk}",
        customer=promise.customer,
        what=promise.text,
        icon="heart-handshake",
        kind="promises",
        due_at=promise.due_at,
        about=promise.about,
        tone=promise.tone(at),
        step=_keep(promise),
        more=tuple(_more(promise, at)),
    )


def _keep(promise: Promise) -> Step:
    label = _("Done") if promise.is_internal else _("Mark kept")
    return Step(label, address_of("promises:keeping", promise.pk) + BACK)


def _more(promise: Promise, at: datetime) -> Iterator[Step]:
    if not promise.is_internal and promise.is_late(at):
        yield Step(_("Say that it is late"), address_of("promises:telling", promise.pk), icon="speakerphone")
    elif not promise.is_internal:
        url = address_of("promises:renegotiation", promise.pk) + BACK
        yield Step(_("Say it will be late"), url, icon="speakerphone")
    yield Step(_("Hand to a colleague"), address_of("promises:handover", promise.pk) + BACK, icon="user-share")
    yield Step(_("How this came about"), promise.get_absolute_url(), icon="history")


def _old_ones(user) -> Iterator[TodayItem]:
    """Imported promises that nobody ever settled, as one line."""
    count = _old.count(sight=Customer.objects.sight(user, "customer"))
    if count:
        what = ngettext(
            "%(count)s promise from before Rapport is still open",
            "%(count)s promises from before Rapport are still open",
            count,
        )
        yield TodayItem(
            key=f"promises:imported:{count}",
            customer=None,
            what=what % {"count": formats.up_to(OLD_COUNTED_TO, count)},
            icon="history",
            kind="promises",
            step=Step(_("Look through them"), reverse("promises:list") + "?whose=everyone&show=overdue"),
            tickable=True,
        )


@prepared
def _old(*, sight: Q) -> QuerySet[Promise]:
    return Promise.objects.filter(sight).overdue().filter(imported=True).order_by().values("pk")[:OLD_COUNTED_TO]


def alerts(user, at: datetime) -> Iterator[TodayItem]:
    """What whoever leads must see: promises in nobody's hands or moved often, and holidays nobody confirmed."""
    sight = Customer.objects.sight(user, "customer")
    orphans = _orphans.count(sight=sight)
    if orphans:
        what = ngettext("%(count)s promise is in nobody’s hands", "%(count)s promises are in nobody’s hands", orphans)
        yield _alert("promises:orphans", what % {"count": orphans}, "user-off", "?whose=nobody", "late")
    moved = _moved.count(sight=sight)
    if moved:
        what = ngettext(
            "%(count)s promise was moved more than twice", "%(count)s promises were moved more than twice", moved
        )
        yield _alert(
            "promises:moved", what % {"count": moved}, "clock-edit", "?whose=everyone&show=moved_often", "risk"
        )
    yield from _out_of_sight()
    yield from _unconfirmed_holidays(at)


@prepared
def _orphans(*, sight: Q) -> QuerySet[Promise]:
    return Promise.objects.filter(sight).orphaned().order_by().values("pk")


@prepared
def _moved(*, sight: Q) -> QuerySet[Promise]:
    return Promise.objects.filter(sight).open().filter(renegotiations__gt=OFTEN_MOVED).order_by().values("pk")


def _out_of_sight() -> Iterator[TodayItem]:
    """In a divided house: what nobody is reminded of, because whoever has it in hand does not see the customer."""
    count = Promise.objects.unseen().count() if Business.objects.current().sees_by_team else 0
    if count:
        what = ngettext(
            "%(count)s promise is in the hands of somebody who does not see the customer",
            "%(count)s promises are in the hands of people who do not see the customer",
            count,
        )
        yield _alert("promises:unseen", what % {"count": count}, "eye-off", "?whose=unseen", "late")


def _alert(key: str, what: str, icon: str, query: str, tone: str) -> TodayItem:
    step = Step(_("Look at them"), reverse("promises:list") + query)
    return TodayItem(key=key, customer=None, what=what, icon=icon, kind="promise_alerts", tone=tone, step=step)


def _unconfirmed_holidays(at: datetime) -> Iterator[TodayItem]:
    if (at.month, at.day) < CONFIRM_FROM:
        return
    year = at.year + 1
    confirmed = HolidayYear.objects.filter(year=year, confirmed_at__isnull=False)
    if set(places()) - set(confirmed.values_list("country", "subdivision")):
        yield TodayItem(
            key=f"holidays:{year}",
            customer=None,
            what=_("Nobody has confirmed the public holidays of %(year)s") % {"year": year},
            icon="calendar",
            kind="promise_alerts",
            tone="risk",
            step=Step(_("Look through them"), reverse("promises:holidays")),
        )


today.add(TodaySource("promises", _lazy("Promises"), promises, permission="promises.change_promise", order=10))
today.add(TodaySource("promise_alerts", _lazy("To lead"), alerts, permission="promises.reassign_promise", order=80))
