"""What the page of a complaint shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rapport.care.cases import clocks
from rapport.care.complaints import stages
from rapport.care.models import CLOSED, Case, Complaint, ComplaintStep, Remedy, Stage
from rapport.promises.models import Promise
from rapport.promises.models.promise import LATEST_DUE

MOST_PROMISES = 50
OF_EACH_ROUND = (Stage.INVESTIGATING, Stage.RESPONDED)
SKIPPED_ON_THE_SPOT = (Stage.RESTATED, Stage.ASSESSED, Stage.INVESTIGATING)


@dataclass(frozen=True)
class Station:
    """One place on the way of a complaint: done on a day, or due by a moment."""

    label: str
    done_at: datetime | None = None
    due_at: datetime | None = None
    on: date | None = None
    is_now: bool = False

    def is_late(self, at: datetime) -> bool:
        return self.done_at is None and self.due_at is not None and self.due_at < at


def way(complaint: Complaint, case: Case) -> list[Station]:
    """The steps in their order, the first that is not done being the one it is at. One query."""
    steps = list(complaint.steps.select_related("promise", "promise__renegotiated_to").order_by("begun_at", "pk"))
    stations, is_ahead = [], False
    on_the_spot = complaint.round == 1 and not _done(steps, Stage.RESTATED, 1) and _done(steps, Stage.RESPONDED, 1)
    for stage in stages.FORWARD:
        if stage in SKIPPED_ON_THE_SPOT and on_the_spot:
            continue
        step = _of(steps, stage, complaint.round)
        done_at = step.done_at if step else None
        is_now = not done_at and not is_ahead and complaint.stage not in CLOSED
        is_ahead = is_ahead or is_now
        due = None if done_at else _due(step)
        if due and stage == Stage.RESPONDED and complaint.statutory_due_on:
            due = min(due, clocks.ends_on(case, complaint.statutory_due_on))
        stations.append(Station(str(stage.label), done_at, due, is_now=is_now))
    return [*stations, *_end(complaint, case, is_ahead)]


def _end(complaint: Complaint, case: Case, is_ahead: bool) -> list[Station]:
    if complaint.stage in CLOSED and case.closed_at:
        label = Stage(complaint.stage).label if complaint.stage != Stage.MONITORING else _("Closed")
        asked = case.closed_at + stages.ASKED_AFTER
        follow = [] if complaint.stage == Stage.WITHDRAWN else [Station(_("Asked how fair it was"), on=asked.date())]
        return [Station(str(label), case.closed_at), *follow]
    is_now = complaint.stage == Stage.RESPONDED and not is_ahead
    return [Station(_("Accepted, or taken up again"), is_now=is_now)]


def _of(steps: list[ComplaintStep], stage: str, round: int) -> ComplaintStep | None:
    """The one that counts: an open one, else the latest; of an earlier round only what is not done anew in each."""
    fitting = [step for step in steps if step.stage == stage and (step.round == round or stage not in OF_EACH_ROUND)]
    waiting = [step for step in fitting if step.done_at is None]
    return (waiting or fitting or [None])[-1]


def _done(steps: list[ComplaintStep], stage: str, round: int) -> bool:
    return any(step.stage == stage and step.round == round and step.done_at for step in steps)


def _due(step: ComplaintStep | None) -> datetime | None:
    return step.promise.latest().due_at if step and step.promise_id else None


def findings(complaint: Complaint) -> list[ComplaintStep]:
    """What was found out in each round, among us. One query."""
    rows = complaint.steps.filter(stage=Stage.INVESTIGATING, done_at__isnull=False).exclude(note="")
    return list(rows.select_related("done_by").order_by("done_at"))


def ledger(case: Case) -> list[Remedy]:
    """What is given, or was to be. One query."""
    return list(case.remedies.select_related("proposed_by", "decided_by", "promise").order_by("proposed_at", "pk"))


def cost(remedies: list[Remedy]) -> dict[str, Decimal]:
    """What stands, by currency."""
    sums: dict[str, Decimal] = {}
    for remedy in remedies:
        if remedy.amount and remedy.state in (Remedy.State.APPROVED, Remedy.State.GIVEN):
            sums[remedy.currency] = sums.get(remedy.currency, Decimal(0)) + remedy.amount
    return sums


def alike(case: Case, at: datetime) -> int:
    """How many other complaints this customer had within a year. One query."""
    rows = Case.objects.filter(customer=case.customer_id, kind="complaint", opened_at__gt=at - timedelta(days=365))
    return rows.exclude(pk=case.pk).count()


def promised_before(case: Case) -> QuerySet[Promise]:
    """What they were promised when they complained, the latest due first, with what was chosen of it. One query."""
    known = case.customer.promises.filter(is_internal=False, made_at__lt=case.opened_at)
    known = known.exclude(state__in=(Promise.State.RENEGOTIATED, Promise.State.VOID))
    latest = list(known.order_by(*LATEST_DUE).values_list("pk", flat=True)[:MOST_PROMISES])
    return Promise.objects.filter(pk__in=[*latest, case.complaint.broken_id]).order_by(*LATEST_DUE)
