"""An answer to a complaint that came back unread is not given yet: the step is owed again, with its own promise."""

from datetime import datetime

from rapport.care.cases import clocks
from rapport.care.models import Case, Complaint, ComplaintStep, Stage
from rapport.messaging.models import Message
from rapport.promises import actions as promises
from rapport.promises.actions.reopening import can_be_reopened

BEFORE = {Stage.ACKNOWLEDGED: Stage.RECEIVED, Stage.RESPONDED: Stage.INVESTIGATING}  # where it stands again
State = Case.State


def unread(case: Case, message: Message, *, at: datetime) -> None:
    """What `message` said to the customer of the locked `case` is to be said again, in another way.

    Only the step that was done last goes back. What they answered since, they did read; what is approved to be given
    stays approved. The caller saves the case.
    """
    complaint = Complaint.objects.get(pk=case.pk)
    rows = list(complaint.steps.filter(message=message, done_at__isnull=False).select_related("promise"))
    stages = {step.stage for step in rows}
    if complaint.stage not in stages or complaint.stage not in BEFORE:
        return
    for step in rows:
        _not_done(step, at)
    on_the_spot = stages >= {Stage.ACKNOWLEDGED, Stage.RESPONDED}
    was_answered = complaint.stage == Stage.RESPONDED
    complaint.stage = Stage.RECEIVED if on_the_spot else BEFORE[complaint.stage]
    complaint.save(update_fields=["stage"])
    if was_answered:
        case.resolution = next(step.promise for step in rows if step.stage == Stage.RESPONDED) or case.resolution
        case.state, case.resolved_at, case.at_first_contact = State.IN_WORK, None, False
        case.next_update_at = at
        clocks.promise_news(case, at=at, by=None)
    if Stage.ACKNOWLEDGED in stages:
        case.answer = next(step.promise for step in rows if step.stage == Stage.ACKNOWLEDGED) or case.answer
        case.answered_at = None
        clocks.show(case)


def _not_done(step: ComplaintStep, at: datetime) -> None:
    if step.promise:
        kept = step.promise.latest()
        step.promise = promises.reopen(kept, at=at, by=None) if can_be_reopened(kept) else kept
    step.done_at = step.done_by = step.took_minutes = step.in_time = step.message = step.entry = None
    step.save()
