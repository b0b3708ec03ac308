"""What Today shows of complaints: steps that are due, what went up to me, what waits for my approval."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rapport.care.complaints import limits, remedies
from rapport.care.models import Case, ComplaintStep, Escalation, Remedy, Stage
from rapport.core.addresses import address_of
from rapport.core.prepared import prepared
from rapport.core.registry import Step, TodayItem, TodaySource, today
from rapport.customers.models import Customer
from rapport.promises.calendars import calendar_of
from rapport.promises.models import Promise

MOST = 30
BACK = "?next=/"
STEPS = {  # what is to do, its icon and the page for it; acknowledging is among the answers of cases
    Stage.RESTATED: (gettext_lazy("Say what you understood: %(what)s"), "quote", "care:complaint_restating"),
    Stage.ASSESSED: (gettext_lazy("Assess the complaint: %(what)s"), "scale", "care:complaint_weighing"),
    Stage.INVESTIGATING: (gettext_lazy("Look into the complaint: %(what)s"), "search", "care:complaint_investigating"),
    Stage.RESPONDED: (gettext_lazy("Decide the complaint: %(what)s"), "message-report", "care:complaint_answering"),
}
REASONS = {
    "critical": gettext_lazy("Critical, see it within the hour: %(what)s"),
    "third": gettext_lazy("Their third complaint in half a year: %(what)s"),
    "key_account": gettext_lazy("A key account complains: %(what)s"),
    "public": gettext_lazy("A complaint in public: %(what)s"),
    "not_accepted": gettext_lazy("Our answer was not accepted: %(what)s"),
    "asked": gettext_lazy("They ask for somebody above: %(what)s"),
    "limit": gettext_lazy("The time for a step is nearly used up: %(what)s"),
}


def steps(user, at: datetime) -> Iterator[TodayItem]:
    """Mine, and due by the end of the next business day. One query, and the calendar.

    A line has the key of the step's promise, so that Today shows it once, with what to do about it.
    """
    calendar = calendar_of(user.location)
    day = calendar.next_open_day(calendar.local_date(at))
    for step in _due(
        user.pk, calendar.last_minute_of(day), day, sight=Customer.objects.sight(user, "complaint__case__customer")
    ):
        case, (what, icon, address) = step.complaint.case, STEPS[step.stage]
        yield TodayItem(
            key=f"promise:{step.promise_id}",
            customer=case.customer,
            what=what % {"what": case.subject},
            icon=icon,
            kind="complaints",
            due_at=step.promise.due_at,
            about=_("request %(number)s") % {"number": case.number},
            tone=step.promise.tone(at),
            step=Step(_("Do it"), address_of(address, case.pk) + BACK, icon=icon),
            more=(Step(_("Open the complaint"), case.get_absolute_url(), icon="message-report"),),
        )


@prepared
def _due(user: UUID, until: datetime, day: date, *, sight: Q) -> QuerySet[ComplaintStep]:
    rows = ComplaintStep.objects.filter(sight) if sight else ComplaintStep.objects.all()
    rows = rows.filter(done_at=None, stage__in=[str(stage) for stage in STEPS], complaint__case__owner=user)
    by_law = Q(stage="responded", complaint__statutory_due_on__lte=day)
    rows = rows.filter(Q(promise__due_at__lte=until) | by_law, promise__state__in=Promise.OPEN_STATES)
    rows = rows.select_related("promise", "complaint__case__customer")
    rows = rows.defer("complaint__case__words", "complaint__case__words_key", "complaint__case__found_by")
    return rows.order_by("promise__due_at", "pk")[:MOST]


def went_up(user, at: datetime) -> Iterator[TodayItem]:
    """What I was told about complaints, and have not looked at. One query."""
    for told in _told(user.pk, sight=Customer.objects.sight(user, "case__customer")):
        case = told.case
        yield TodayItem(
            key=f"escalation:{told.pk}",
            customer=case.customer,
            what=REASONS.get(told.because, REASONS["asked"]) % {"what": case.subject},
            icon="arrow-up",
            kind="complaints",
            due_at=told.promise.due_at if told.promise else None,
            about=_("request %(number)s") % {"number": case.number},
            tone="late" if told.because == "critical" else "risk",
            step=Step(_("Look at it"), case.get_absolute_url()),
            more=(
                Step(
                    _("I know"), address_of("care:complaint_known", case.pk), method="post", fields={"next": "/"},
                    icon="check", done=_("Noted."),
                ),
            ),
        )  # fmt: skip


@prepared
def _told(user: UUID, *, sight: Q) -> QuerySet[Escalation]:
    """Those of a case that news climb as well stand among what cases show."""
    rows = Escalation.objects.filter(sight) if sight else Escalation.objects.all()
    rows = rows.filter(to=user, seen_at=None, because__in=list(REASONS), case__kind="complaint", case__level=0)
    rows = rows.filter(case__state__in=Case.OPEN_STATES).select_related("case__customer", "promise")
    rows = rows.defer("case__words", "case__words_key", "case__found_by", "case__solution")
    return rows.order_by("-at", "-id")[:MOST]


def to_approve(user, at: datetime) -> Iterator[TodayItem]:
    """What somebody else proposed, and my limit reaches. Two queries."""
    limit = limits.limit_of(user)
    for remedy in _proposed(user.pk, sight=Customer.objects.sight(user, "customer")):
        if limit.per_case is not None and (remedy.amount > limit.per_case or remedy.currency != limit.currency):
            continue
        yield TodayItem(
            key=f"remedy:{remedy.pk}",
            customer=remedy.customer,
            what=_("Approve: %(what)s") % {"what": remedies.in_words(remedy, get_language())},
            icon="gift",
            kind="remedies",
            about=_("request %(number)s") % {"number": remedy.case.number},
            tone="risk",
            step=Step(
                _("Approve"), address_of("care:remedy_approval", remedy.pk), method="post", fields={"next": "/"},
                icon="check", done=_("Approved."),
            ),
            more=(
                Step(_("Not this"), address_of("care:remedy_refusal", remedy.pk) + BACK, icon="x"),
                Step(_("Open the complaint"), remedy.case.get_absolute_url(), icon="message-report"),
            ),
        )  # fmt: skip


@prepared
def _proposed(user: UUID, *, sight: Q) -> QuerySet[Remedy]:
    rows = Remedy.objects.filter(sight) if sight else Remedy.objects.all()
    rows = rows.filter(state="proposed").exclude(proposed_by=user).exclude(case__complaint__about=user)
    rows = rows.select_related("customer", "case")
    rows = rows.defer("case__words", "case__words_key", "case__found_by", "case__solution")
    return rows.order_by("proposed_at", "pk")[:MOST]


def complaints(user, at: datetime) -> Iterator[TodayItem]:
    yield from went_up(user, at)
    yield from steps(user, at)


today.add(
    TodaySource("complaints", gettext_lazy("Complaints"), complaints, permission="care.change_complaint", order=6)
)
today.add(TodaySource("remedies", gettext_lazy("To approve"), to_approve, permission="care.approve_remedy", order=7))
