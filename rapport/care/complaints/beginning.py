"""A complaint begins: received in the customer's words, with what is owed from this moment on."""

from datetime import datetime

from django.db import transaction

from rapport.care.cases.beginnings import begins_with
from rapport.care.complaints import escalating
from rapport.care.complaints.changing import locked, owe, reached
from rapport.care.models import Case, CaseKind, Complaint, Stage
from rapport.messaging.models import Purpose
from rapport.messaging.outgoing import holds

QUIET = (Purpose.SURVEY, Purpose.MARKETING)  # nobody sells to, or questions, who waits for a decision


@transaction.atomic
def begin(case: Case, *, at: datetime, by=None, by_customer: bool = False) -> Complaint:
    """Make `case` a complaint: its steps, its hold, and who hears of it at once. Beginning twice changes nothing."""
    made, is_new = Complaint.objects.get_or_create(case=case)
    if not is_new and made.steps.exists():
        return made
    complaint = locked(case)
    received = reached(complaint, Stage.RECEIVED, "received", at=at, by=by, by_customer=by_customer, opens=False)
    _promised(complaint, at=at, source=received.entry)
    keep_quiet(complaint.case, at=at, by=by)
    escalating.on_arrival(complaint, at=at, by=by)
    case.refresh_from_db()
    return complaint


def keep_quiet(case: Case, *, at: datetime, by=None) -> None:
    """Neither marketing nor questions go to them while the complaint is open."""
    holds.hold(case.customer, purposes=QUIET, because="complaint", source=source_of(case), by=by, at=at)


def speak_again(case: Case, *, at: datetime, by=None) -> None:
    holds.free_from(case.customer, source_of(case), by=by, at=at)


def source_of(case: Case) -> str:
    return f"care.complaint:{case.pk}"


def _promised(complaint: Complaint, *, at: datetime, source) -> None:
    """What the case owes already is what the first step and the decision owe: one matter, one promise."""
    owed = {Stage.ACKNOWLEDGED: complaint.case.answer, Stage.RESPONDED: complaint.case.resolution}
    for stage, promise in owed.items():
        latest = promise.latest() if promise else None
        owe(complaint, stage, at=at, source=source, promise=latest if latest and latest.is_open else None)


begins_with(CaseKind.COMPLAINT, begin)
