"""Another person has the complaint now, and the customer hears by name who."""

from datetime import datetime

from django.db import transaction

from rapport.care.cases import clocks
from rapport.care.cases.changing import locked_open, step
from rapport.care.cases.telling import CouldNotBeTold, tell
from rapport.care.complaints import answering, deciders, escalating, words
from rapport.care.complaints.changing import may_handle
from rapport.care.complaints.refusals import AskedOtherHands
from rapport.care.models import Case, Complaint
from rapport.customers.models import Customer
from rapport.messaging.outgoing.choosing import NoChannel


@transaction.atomic
def ask_for_manager(case: Case, *, at: datetime, by=None, by_customer: bool = False, to=None) -> list:
    """They want somebody above, and get them: it is in the hands of `to`, or of the first manager, and they are told.

    Twice changes nothing. Raises `NobodyAbove` where there is none.
    """
    case = locked_open(case)
    complaint = Complaint.objects.select_related("about").get(pk=case.pk)
    complaint.case = case
    above = deciders.above(complaint, escalating.MANAGEMENT)
    person = to or next(iter(above), None)
    if person is None:
        raise deciders.NobodyAbove
    if case.owner_id == person.pk:
        return []
    told = escalating.up(complaint, "asked", at=at, by=by, by_customer=by_customer)
    hand_on(complaint, person, why="asked", by=by, by_customer=by_customer, at=at)
    return told


def hand_on(complaint: Complaint, person, *, why: str, at: datetime, by=None, by_customer: bool = False) -> bool:
    """Put the locked complaint, with all that is owed about it, into the hands of `person`; whether they were told.

    Who cannot be reached is not told, which the step says. `why`: "not_accepted", "asked" or "reopened".
    """
    may_handle(complaint, person)
    case = complaint.case
    if not person.is_active or not Customer.objects.visible_to(person).filter(pk=case.customer_id).exists():
        raise AskedOtherHands
    former, case.owner = str(case.owner or ""), person
    clocks.in_the_hands_of(case, person, by=by, at=at)
    told = _told(complaint, why)
    step(
        case,
        "handed_over",
        at=at,
        by=by,
        by_customer=by_customer,
        to=str(person),
        former=former,
        told=told,
        because=why,
    )
    return told


def _told(complaint: Complaint, why: str) -> bool:
    """In a transaction of its own within ours: what cannot be sent keeps nobody from handing on."""
    case = complaint.case
    letter = words.handed_on(case, why=why, decided_by=answering.decided_by(complaint))
    try:
        with transaction.atomic():
            tell(case, letter, by=None, key=f"complaint-hands:{case.version}", automatic=True)
    except (CouldNotBeTold, NoChannel):
        return False
    return True
