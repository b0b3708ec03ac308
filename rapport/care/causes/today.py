"""What Today shows of causes: what to do, what to look at again, what needs eight disciplines, and "something else"."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.causes import queries
from rapport.care.models import Action
from rapport.care.reports.queries import unfitting
from rapport.core import formats
from rapport.core.addresses import address_of
from rapport.core.registry import Step, TodayItem, TodaySource, today

SOON = timedelta(days=7)
BACK = "?next=/"


def actions(user, at: datetime) -> Iterator[TodayItem]:
    """What `user` does within a week, and what was done 90 days ago: did it help? Two queries."""
    day = timezone.localdate(at)
    for action in queries.to_do(user, until=day + SOON):
        yield _to_do(action, day)
    for action in queries.to_check(user, at):
        yield _to_check(action)


def _to_do(action: Action, day) -> TodayItem:
    return TodayItem(
        key=f"action:{action.pk}",
        customer=action.case.customer if action.case else None,
        what=action.text,
        icon="clipboard-list",
        kind="care_actions",
        due_on=action.due_on,
        about=_about(action),
        tone="late" if action.due_on < day else "risk" if action.state == Action.State.REOPENED else "",
        step=Step(_("It is done"), address_of("care:action_completion", action.pk) + BACK),
        more=(
            Step(_("Do it on another day"), address_of("care:action_postponement", action.pk) + BACK, icon="clock"),
            Step(_("Hand to a colleague"), address_of("care:action_handover", action.pk) + BACK, icon="user-share"),
            Step(_("How this came about"), action.get_absolute_url(), icon="history"),
        ),
    )


def _to_check(action: Action) -> TodayItem:
    return TodayItem(
        key=f"check:{action.pk}:{action.done_at:%Y%m%d}",
        customer=action.case.customer if action.case else None,
        what=_("Did it help? %(what)s") % {"what": action.text},
        icon="test-pipe",
        kind="care_actions",
        due_on=timezone.localdate(action.check_at),
        about=_about(action),
        step=Step(_("Check whether it helped"), address_of("care:action_check", action.pk) + BACK),
        more=(Step(_("How this came about"), action.get_absolute_url(), icon="history"),),
    )


def _about(action: Action) -> str:
    if action.state == Action.State.REOPENED:
        return _("It did not help last time")
    return str(action.cause) if action.cause else ""


def lead(user, at: datetime) -> Iterator[TodayItem]:
    """For whoever leads: too many causes that say nothing, and complaints that need a report. Four queries."""
    found = unfitting(user, at)
    if found.is_too_many:
        said = _("%(share)s of complaints came of “something else”: the list of causes no longer fits")
        yield TodayItem(
            key=f"causes:other:{found.other}",
            customer=None,
            what=said % {"share": formats.percent(found.share)},
            icon="hierarchy",
            kind="care_lead",
            tone="risk",
            step=Step(_("Look through them"), reverse("care:other_causes")),
            tickable=True,
        )
    for case in queries.without_report(user, at):
        yield TodayItem(
            key=f"8d:{case.pk}",
            customer=case.customer,
            what=_("An 8D report is needed: %(subject)s") % {"subject": case.subject},
            icon="list-check",
            kind="care_lead",
            tone="risk",
            step=Step(_("Write the report"), address_of("care:eight_d", case.pk)),
        )


today.add(TodaySource("care_actions", gettext_lazy("Actions"), actions, permission="care.change_action", order=32))
today.add(TodaySource("care_lead", gettext_lazy("Learning"), lead, permission="care.change_eightd", order=82))
