"""What happens to complaints because time passes. Each may run twice, or in two workers at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F

from rapport.care.complaints import ending, escalating, fairness, restating, stages
from rapport.care.complaints.changing import locked
from rapport.care.models import Complaint, ComplaintStep, Escalation, Stage
from rapport.core.refusals import Refusal
from rapport.promises.models import Promise

SILENT_FOR = timedelta(days=14)  # nobody objected: closed, and reopened at a word within 60 days
AT_ONCE = 200


def tick(at: datetime) -> None:
    restating.close_unanswered(at)
    warn(at)


def day(at: datetime) -> None:
    close_silent(at)
    fairness.ask_all(at)
    fairness.stop_watching(at)


def warn(at: datetime) -> int:
    """Four fifths of a limit are used up: who is above hears of it, once for each step (DOMAIN 7.3)."""
    told = Escalation.objects.filter(because="limit").values("promise")
    span = F("promise__due_at") - F("promise__made_at")
    used_up = ExpressionWrapper(F("promise__made_at") + span * stages.USED_UP_TO / 100, DateTimeField())
    steps = ComplaintStep.objects.filter(done_at=None, promise__state__in=Promise.OPEN_STATES)
    steps = steps.annotate(used_up_at=used_up).filter(used_up_at__lte=at).exclude(promise__in=told)
    rows = steps.select_related("promise", "complaint__case").order_by("used_up_at")
    return sum(_warn(step, at) for step in rows[:AT_ONCE])


@transaction.atomic
def _warn(step: ComplaintStep, at: datetime) -> int:
    try:
        complaint = locked(step.complaint.case)
        return len(escalating.up(complaint, "limit", at=at, promise=step.promise))
    except Refusal:
        return 0


def close_silent(at: datetime) -> int:
    """Answered two weeks ago, and nobody said a word against it: closed, by nobody's hand.

    What waits for its 8D report, or never reached them, stays, and keeps none behind it from being closed.
    """
    rows = Complaint.objects.filter(stage=Stage.RESPONDED, outside=None, case__resolved_at__lte=at - SILENT_FOR)
    count = 0
    for complaint in rows.select_related("case").order_by("case__resolved_at").iterator(AT_ONCE):
        if count == AT_ONCE:
            break
        try:
            ending.accept(complaint.case, at=at, silent=True)
        except Refusal:
            continue
        count += 1
    return count
