"""What Today shows of notices: drafts to send, those to approve, news that is due, people who were not reached."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.models import Notice
from rapport.care.notices import queries
from rapport.care.notices.actions.approving import APPROVE
from rapport.care.notices.measures import calls_first
from rapport.core import formats
from rapport.core.addresses import address_of
from rapport.core.registry import Step, TodayItem, TodaySource, today
from rapport.customers.models import Customer
from rapport.promises.calendars import calendar_of


def to_send(user, at: datetime) -> Iterator[TodayItem]:
    """Drafts of mine, and those that wait for my yes; two queries. A slip's line has the key of its promise."""
    sight = Customer.objects.sight(user, "customer")
    for notice in queries.waiting_for_me(user.pk, sight=sight):
        yield _draft(notice, at)
    if not user.has_perm(APPROVE):
        return
    for notice in queries.to_approve(user.pk, sight=sight):
        who = notice.asked_by.get_short_name() if notice.asked_by else "Rapport"
        count = formats.number(notice.recipient_count)
        said = _("%(who)s asks you to approve a notice to %(count)s: %(what)s")
        yield _item(
            notice, at, said % {"who": who, "count": count, "what": notice.title}, _("Read and approve"), "asked"
        )


def _draft(notice: Notice, at: datetime) -> TodayItem:
    if calls_first(notice, at):
        said = _("Call first, it is due in less than a day: %(what)s") % {"what": notice.title}
        if notice.recipient_count == 1 and notice.one:
            step = Step(_("Call, and write it down"), address_of("care:notice_call", notice.one), icon="phone")
            return replace(_item(notice, at, said, "", "draft"), icon="phone", step=step)
        return _item(notice, at, said, _("See whom to call"), "draft")
    if notice.sends_at:
        said = _("Goes out by itself at %(when)s: %(what)s")
        words = said % {"when": formats.moment(notice.sends_at, at=at), "what": notice.title}
    else:
        words = _("Tell them: %(what)s") % {"what": notice.title}
    return _item(notice, at, words, _("Read and send"), "draft")


def _item(notice: Notice, at: datetime, words: str, step: str, why: str) -> TodayItem:
    is_slip = why == "draft" and notice.slip_id
    return TodayItem(
        key=f"promise:{notice.slip_id}" if is_slip else f"notice:{notice.pk}:{why}",
        customer=notice.order.customer if why == "draft" and notice.order else None,
        what=words,
        icon="speakerphone",
        kind="notices",
        due_at=notice.tell_by,
        about=_("notice %(number)s") % {"number": notice.number},
        tone="late" if notice.tell_by < at else "risk",
        step=Step(step, notice.get_absolute_url(), icon="send"),
    )


def to_follow(user, at: datetime) -> Iterator[TodayItem]:
    """News that is due by the end of the next business day, what is done by now, and whom to call; three queries."""
    calendar = calendar_of(user.location)
    tomorrow = calendar.close_of(calendar.next_open_day(calendar.local_date(at)))
    sight = Customer.objects.sight(user, "customer")
    for notice in queries.news_due(user.pk, tomorrow, sight=sight):
        yield _news(notice, at)
    for notice in queries.orders_delivered(user.pk, sight=sight):
        yield TodayItem(
            key=f"notice:{notice.pk}:solved",
            customer=notice.order.customer,
            what=_("It came: say that it is solved. %(what)s") % {"what": notice.title},
            icon="circle-check",
            kind="notices",
            about=_("notice %(number)s") % {"number": notice.number},
            step=Step(_("Tell them that it is solved"), address_of("care:notice_solution", notice.pk)),
            tickable=True,
        )
    for notice in queries.with_held(user.pk, sight=sight):
        said = _("%(count)s could not be reached: call them. %(what)s")
        yield TodayItem(
            key=f"notice:{notice.pk}:held:{notice.count}",
            customer=None,
            what=said % {"count": formats.number(notice.count), "what": notice.title},
            icon="phone",
            kind="notices",
            about=_("notice %(number)s") % {"number": notice.number},
            tone="risk",
            step=Step(_("See who"), f"{notice.get_absolute_url()}?show=held"),
            tickable=True,
        )


def _news(notice: Notice, at: datetime) -> TodayItem:
    return TodayItem(
        key=f"notice:{notice.pk}:news",
        customer=None,
        what=_("Tell the news: %(what)s") % {"what": notice.title},
        icon="speakerphone",
        kind="notices",
        due_at=notice.next_news_at,
        about=_("notice %(number)s") % {"number": notice.number},
        tone="late" if notice.next_news_at < at else "risk",
        step=Step(_("Tell the news"), address_of("care:notice_news", notice.pk), icon="send"),
    )


def chosen(user, at: datetime) -> Iterator[TodayItem]:
    """What customers chose about my notices, and nobody has looked at; one query."""
    from rapport.care.notices.actions.speaking import CHOICES

    for row in queries.choices(user.pk, sight=Customer.objects.sight(user, "customer")):
        yield TodayItem(
            key=f"choice:{row.pk}:{row.choice}",
            customer=row.customer,
            what=_("They chose: %(choice)s") % {"choice": CHOICES.get(row.choice, row.choice)},
            icon="check",
            kind="notices",
            about=_("notice %(number)s") % {"number": row.notice.number},
            step=Step(_("Open the notice"), f"{row.notice.get_absolute_url()}?show=chosen"),
            tickable=True,
        )


def lines(user, at: datetime) -> Iterator[TodayItem]:
    """All of these; at most seven queries, and the calendar."""
    yield from to_send(user, at)
    yield from to_follow(user, at)
    yield from chosen(user, at)


today.add(TodaySource("notices", gettext_lazy("Customers to tell"), lines, permission="care.change_notice", order=3))
