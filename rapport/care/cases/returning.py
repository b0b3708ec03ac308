"""What we wrote came back, could not be sent, or was held back: they have not read it, so it does not count as said.

Whoever has the case in hand hears of it on Today, and finds another way to them. A solution that nobody read is none:
the case is open again. What a complaint does about it, its own part says.
"""

from datetime import datetime

from django.db import transaction

from rapport.care.cases import actions, clocks
from rapport.care.cases.changing import locked, step
from rapport.care.cases.telling import KEY
from rapport.care.complaints import returning as of_complaints
from rapport.care.models import Case, Escalation
from rapport.messaging.models import Message
from rapport.promises import actions as promises
from rapport.promises.actions.reopening import can_be_reopened
from rapport.timeline.reactions import on

State = Case.State
BECAUSE = "not_reached"


@on("message.bounced", "message.failed", "message.refused")
def came_back_unread(entry) -> None:
    """Twice changes nothing."""
    message = Message.objects.filter(pk=entry.subject_id, direction=Message.Direction.OUT).first()
    if message is None:
        return
    for case in _told_by(message):
        not_reached(case, message, at=entry.at)


def _told_by(message: Message) -> list[Case]:
    """The case that said it; of what a person wrote in a conversation, those of it that are not closed."""
    name, _colon, rest = (message.idempotency_key or "").partition(":")
    rows = Case.objects.exclude(state=State.CLOSED)
    if f"{name}:" == KEY:
        return list(rows.filter(pk=rest.partition(":")[0]))
    if message.by_id is None or message.conversation_id is None:
        return []
    return list(rows.filter(conversation=message.conversation_id).order_by("pk"))


@transaction.atomic
def not_reached(case: Case, message: Message, *, at: datetime) -> None:
    """`message` did not get to the customer of `case`. Its owner is told once for each message."""
    case = locked(case)
    said = {"message_id": str(message.pk)}
    if case.state == State.CLOSED or case.steps.filter(verb="not_reached", facts__contains=said).exists():
        return
    if case.state == State.WAITING:  # for the answer to what they never read
        actions.came_back(case, at=at)
        case = locked(case)
    if case.is_complaint:
        of_complaints.unread(case, message, at=at)
    elif case.state == State.RESOLVED:
        case.state, case.next_update_at, case.resolved_at, case.at_first_contact = State.REOPENED, at, None, False
        clocks.run_again(case, at=at, by=None, entry=None)
    if case.is_open:
        _owe_the_answer_again(case, message, at)
        case.next_update_at = min(case.next_update_at or at, clocks.at_the_latest(case, at))
    told = step(case, "not_reached", at=at, **said)
    _warn(case, told, at)


def _owe_the_answer_again(case: Case, message: Message, at: datetime) -> None:
    """Where it was the first answer by a person, they still have none."""
    first = case.steps.filter(verb="answered", facts__contains={"message_id": str(message.pk)}).first()
    kept = case.answer.latest() if case.answer else None
    if first is None or kept is None or kept.evidence_entry_id != first.entry_id or not can_be_reopened(kept):
        return
    case.answer, case.answered_at = promises.reopen(kept, at=at, by=None), None


def _warn(case: Case, told, at: datetime) -> None:
    """Whoever has it; where nobody does, who leads the team, or looks after the customer."""
    lead = case.team.lead if case.team and case.team.lead_id else None
    person = case.owner or lead or case.customer.account_manager
    if person is None:
        return
    fields = {"because": BECAUSE, "at": at, "seen_at": None, "entry": told.entry}
    Escalation.objects.update_or_create(case=case, promise=None, level=1, to=person, defaults=fields)
