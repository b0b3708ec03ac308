"""What Today shows of cases: who should hear from us, what was taken up to me, what nobody has yet."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.models import Case, Escalation
from rapport.core.addresses import address_of
from rapport.core.prepared import prepared
from rapport.core.registry import Step, TodayItem, TodaySource, today
from rapport.customers.models import Customer
from rapport.promises.calendars import calendar_of

MOST = 30
SOON = (F("next_update_at").asc(nulls_last=True), F("id").asc(nulls_last=True))
BACK = "?next=/"


def news(user, at: datetime) -> Iterator[TodayItem]:
    """In my hands, and they should hear from us by the end of the next business day. One query, and the calendar.

    A line has the key of the promise that is due, so that Today shows it once, with what to do about it.
    """
    calendar = calendar_of(user.location)
    tomorrow = calendar.last_minute_of(calendar.next_open_day(calendar.local_date(at)))
    for case in _mine(user.pk, tomorrow, sight=Customer.objects.sight(user, "customer")):
        yield _item(case, at)


@prepared
def _mine(user: UUID, until: datetime, *, sight: Q) -> QuerySet[Case]:
    rows = Case.objects.filter(sight) if sight else Case.objects.all()
    rows = rows.open().filter(owner=user, next_update_at__lte=until).select_related("customer", "answer", "update")
    return rows.defer("words", "words_key", "found_by", "solution").order_by(*SOON)[:MOST]


def _item(case: Case, at: datetime) -> TodayItem:
    owed = [one for one in (case.answer, case.update) if one and one.is_open]
    promise = min(owed, key=lambda one: one.due_at, default=None)
    what = _("Tell how it stands: %(what)s") if case.answered_at else _("Answer: %(what)s")
    if case.is_complaint and not case.answered_at:
        what = _("Tell them that we have their complaint: %(what)s")
    return TodayItem(
        key=f"promise:{promise.pk}" if promise else f"case:{case.pk}:{case.version}",
        customer=case.customer,
        what=what % {"what": case.subject},
        icon="message-report",
        kind="cases",
        due_at=case.next_update_at,
        about=_("request %(number)s") % {"number": case.number},
        tone="late" if case.next_update_at < at else promise.tone(at) if promise else "",
        step=Step(_("See to it"), case.get_absolute_url()),
        more=(
            Step(_("Tell them how it stands"), address_of("care:news", case.pk) + BACK, icon="send"),
            Step(_("Hand over"), address_of("care:handover", case.pk) + BACK, icon="users"),
        ),
    )


def taken_up(user, at: datetime) -> Iterator[TodayItem]:
    """What was taken up to me and I have not looked at. One query."""
    for told in _taken_up(user.pk, sight=Customer.objects.sight(user, "case__customer")):
        case = told.case
        what = _("They ask for somebody above: %(what)s") if told.because == "asked" else _("Taken up to you: %(what)s")
        if told.because == "close":
            what = _("They should hear from us soon: %(what)s")
        elif told.because == "not_reached":
            what = _("What we wrote came back unread, find another way: %(what)s")
        yield TodayItem(
            key=f"escalation:{told.pk}",
            customer=case.customer,
            what=what % {"what": case.subject},
            icon="arrow-up",
            kind="cases",
            due_at=case.next_update_at,
            about=_("request %(number)s") % {"number": case.number},
            tone="risk" if told.because == "close" else "late",
            step=Step(_("See to it"), case.get_absolute_url()),
            more=(Step(_("I know"), address_of("care:seen", told.pk), method="post", icon="check", done=_("Noted.")),),
            tickable=True,
        )


@prepared
def _taken_up(user: UUID, *, sight: Q) -> QuerySet[Escalation]:
    rows = Escalation.objects.filter(sight) if sight else Escalation.objects.all()
    rows = rows.filter(to=user, seen_at=None, case__state__in=Case.OPEN_STATES)
    rows = rows.filter(Q(case__level__gt=0) | Q(because="not_reached"))
    rows = rows.exclude(case__owner=user, because__in=("close", "late"))  # who has it sees it among their own
    columns = ("number", "subject", "next_update_at", "customer", "kind")
    rows = rows.select_related("case__customer").only("because", *(f"case__{name}" for name in columns))
    return rows.order_by("-at", "-id")[:MOST]


def nobodys(user, at: datetime) -> Iterator[TodayItem]:
    """New in my teams, and in nobody's hands. One query."""
    for case in _nobodys(user.pk, sight=Customer.objects.sight(user, "customer")):
        yield TodayItem(
            key=f"case:{case.pk}",
            customer=case.customer,
            what=_("New for %(team)s: %(what)s") % {"team": case.team, "what": case.subject},
            icon="message-report",
            kind="cases",
            due_at=case.next_update_at,
            about=_("request %(number)s") % {"number": case.number},
            tone="late" if case.next_update_at < at else "",
            step=Step(_("Look at it"), case.get_absolute_url()),
            more=(
                Step(
                    _("Take it"), address_of("care:taking", case.pk), method="post", fields={"next": "/"},
                    icon="user-check", done=_("It is in your hands."),
                ),
            ),
        )  # fmt: skip


@prepared
def _nobodys(user: UUID, *, sight: Q) -> QuerySet[Case]:
    rows = Case.objects.filter(sight) if sight else Case.objects.all()
    rows = rows.open().filter(owner=None, team__people=user, is_confidential=False)
    return rows.select_related("customer", "team").order_by(*SOON)[:MOST]


def cases(user, at: datetime) -> Iterator[TodayItem]:
    yield from news(user, at)
    yield from taken_up(user, at)
    yield from nobodys(user, at)


today.add(TodaySource("cases", gettext_lazy("Requests"), cases, permission="care.change_case", order=8))
