"""Three short questions, three days after a complaint is closed: a fair result, a fair way to it, treated with respect
(Tax, Brown & Chandrashekaran 1998, J. Marketing 62(2):60–76)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from rapport.care.cases.changing import locked
from rapport.care.cases.telling import KEY, CouldNotBeTold
from rapport.care.causes import eight
from rapport.care.complaints import links, stages, words
from rapport.care.complaints.refusals import AlreadyAnswered, IsClosed
from rapport.care.models import Case, Complaint, Fairness, Stage
from rapport.core.names import clean_lines
from rapport.core.refusals import Refusal
from rapport.messaging.models import Message, Purpose
from rapport.messaging.outgoing import holds
from rapport.messaging.outgoing.actions import send
from rapport.timeline.actions import record

ASKED = (Stage.ACCEPTED, Stage.NOT_ACCEPTED, Stage.MONITORING)
AT_ONCE = 200
TOO_LATE = stages.WATCHED_FOR  # nobody is asked about what they have long forgotten


def due(at: datetime):
    """Cases whose customers are to be asked by now."""
    rows = Case.objects.filter(
        kind="complaint",
        state=Case.State.CLOSED,
        complaint__stage__in=ASKED,
        fairness=None,
        closed_at__lte=at - stages.ASKED_AFTER,
        closed_at__gt=at - TOO_LATE,
        customer__standing="",
    )
    held = holds.standing(at).filter(purposes__contains=[Purpose.SURVEY])
    rows = rows.exclude(customer__in=held.values("customer"))
    return rows.order_by("closed_at", "pk")


def ask_all(at: datetime) -> int:
    """Ask whose days are over; each once. Answers how many were asked."""
    return sum(1 for case in due(at)[:AT_ONCE] if ask(case, at=at) is not None)


def ask(case: Case, *, at: datetime) -> Fairness | None:
    """Send the three questions. Whoever cannot be written to now is tried again, until they have forgotten it."""
    try:
        with transaction.atomic():
            return _ask(locked(case), at)
    except (Refusal, IntegrityError):
        return None


def _ask(case: Case, at: datetime) -> Fairness | None:
    if case.state != Case.State.CLOSED or Fairness.objects.filter(case=case).exists():
        return None
    fairness = Fairness(case=case, asked_at=at)
    message = send(
        case.customer,
        words.fairness(case, links.sealed_link("complaint_fairness")),
        conversation=case.conversation,
        kind=Message.Kind.OURS_AUTOMATIC,
        purpose=Purpose.SURVEY,
        language=words.spoken_language(case),
        idempotency_key=f"{KEY}{case.pk}:{links.FAIRNESS}",
    )
    if message.state == Message.State.REFUSED:
        raise CouldNotBeTold
    fairness.message = message
    fairness.save(force_insert=True)
    return fairness


@transaction.atomic
def answer(fairness: Fairness, *, result: int, way: int, respect: int, text: str = "", at: datetime) -> Fairness:
    """What they say, from 1 to 5 each. The same twice changes nothing; other answers later raise `AlreadyAnswered`."""
    case = locked(fairness.case)
    fairness = Fairness.objects.select_for_update().get(pk=fairness.pk)
    said = {"result": result, "way": way, "respect": respect, "words": clean_lines(text)}
    if fairness.answered_at:
        if {name: getattr(fairness, name) for name in said} == said:
            return fairness
        raise AlreadyAnswered
    for name, value in said.items():
        setattr(fairness, name, value)
    fairness.answered_at = at
    fairness.save()
    about, quiet = {"case_id": str(case.pk), "number": case.number}, case.is_confidential
    record(
        case,
        "complaint.rated",
        by_customer=True,
        at=at,
        body="" if quiet else fairness.words,
        subject="" if quiet else case.subject,
        result=result,
        way=way,
        respect=respect,
        **about,
    )
    return fairness


def stop_watching(at: datetime) -> int:
    """Ninety days are over: whether it came back in that time is written down, and the complaint rests.

    Where an 8D report is needed, not before it is there.
    """
    count = 0
    rows = Complaint.objects.filter(
        stage__in=(Stage.ACCEPTED, Stage.NOT_ACCEPTED), case__closed_at__lte=at - stages.WATCHED_FOR
    )
    for complaint in rows.select_related("case").order_by("case__closed_at").iterator(AT_ONCE):
        if count == AT_ONCE:
            break
        try:
            count += _rest(complaint.case, at)
        except Refusal:
            continue
    return count


@transaction.atomic
def _rest(case: Case, at: datetime) -> int:
    from rapport.care.complaints.changing import locked as locked_complaint
    from rapport.care.complaints.changing import reached

    complaint = locked_complaint(case)
    if complaint.stage not in (Stage.ACCEPTED, Stage.NOT_ACCEPTED):
        raise IsClosed
    eight.refuse_missing(complaint.case)
    reached(complaint, Stage.MONITORING, "watched", at=at, came_back=came_back(complaint.case))
    return 1


def came_back(case: Case) -> int:
    """How many complaints of the same cause and product came within the 90 days after this one was closed."""
    if case.cause_id is None or case.closed_at is None:
        return 0
    later = Case.objects.filter(
        kind="complaint",
        cause=case.cause_id,
        product=case.product_id,
        opened_at__gt=case.closed_at,
        opened_at__lte=case.closed_at + stages.WATCHED_FOR,
    )
    return later.exclude(pk=case.pk).count()
