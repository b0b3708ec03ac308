"""What makes a complaint go further up at once (DOMAIN 7.3): who hears of it, on Today, and once for each reason.

Late news climb the ladder of all cases (`cases/escalating.py`). Here is what is about complaints: something critical,
the third one within 180 days, a key account, said in public, not accepted, a limit of which four fifths are used, and
somebody who asks for a manager, which is always honoured.
"""

from datetime import datetime

from django.db import transaction

from rapport.care.cases.changing import step
from rapport.care.complaints import deciders, key_accounts, lint, stages, words
from rapport.care.models import Case, CaseKind, Complaint, Escalation, Severity
from rapport.messaging.models import Place
from rapport.promises import actions as promises
from rapport.promises.models import Promise

LEAD, MANAGEMENT = 2, 3  # level 1 is who handles it
LEVELS = {
    "limit": LEAD,
    "third": LEAD,
    "key_account": LEAD,
    "public": MANAGEMENT,
    "critical": MANAGEMENT,
    "asked": MANAGEMENT,
    "not_accepted": LEAD,
}


def on_arrival(complaint: Complaint, *, at: datetime, by=None) -> None:
    """Look at who complains, where, how often, and for whom they ask."""
    case = complaint.case
    if case.message_id and Place.objects.filter(message=case.message_id, is_public=True).exists():
        complaint.is_public = True
        complaint.save(update_fields=["is_public"])
        up(complaint, "public", at=at)
    if earlier(case, at) >= 2:
        up(complaint, "third", at=at)
    if key_accounts.is_one(case.customer):
        up(complaint, "key_account", at=at)
    if lint.asks_for_manager(f"{case.subject}\n{case.words}", case.language):
        up(complaint, "asked", at=at, by_customer=True)


def earlier(case: Case, at: datetime) -> int:
    """How many other complaints of this customer began within the last 180 days."""
    since = at - stages.THIRD_WITHIN
    others = Case.objects.filter(
        customer=case.customer_id, kind=CaseKind.COMPLAINT, opened_at__gt=since, opened_at__lte=at
    )
    return others.exclude(pk=case.pk).count()


def up(
    complaint: Complaint,
    because: str,
    *,
    at: datetime,
    by=None,
    by_customer: bool = False,
    promise: Promise | None = None,
    level: int = 0,
) -> list:
    """Let those above know why; answers whom. Who was told for this reason already is not told again.

    The complaint is locked by whoever calls.
    """
    case, level = complaint.case, level or LEVELS[because]
    people = deciders.above(complaint, level)
    known = Escalation.objects.filter(case=case, because=because, promise=promise).values_list("to", flat=True)
    new = [person for person in people if person.pk not in set(known)]
    if not new:
        return []
    names = ", ".join(str(person) for person in new)
    told = step(case, "escalated", at=at, by=by, by_customer=by_customer, level=level, because=because, to=names)
    for person in new:
        Escalation.objects.update_or_create(
            case=case,
            promise=promise,
            level=level,
            to=person,
            defaults={"because": because, "at": at, "seen_at": None, "entry": told.entry},
        )
    return new


def critical(complaint: Complaint, *, at: datetime, by) -> None:
    """A manager sees it within the hour, whatever the opening hours."""
    if complaint.severity != Severity.CRITICAL:
        return
    case = complaint.case
    if Escalation.objects.filter(case=case, because="critical").exists():
        return
    owner = next(iter(deciders.above(complaint, MANAGEMENT)), None)
    promise = promises.promise(
        case.customer,
        words.manager_sees(case),
        at=at,
        kind=stages.CRITICAL_KIND,
        owner=owner,
        due_at=at + stages.MANAGER_WITHIN,
        location=case.location,
        about=words.about(case),
    )
    up(complaint, "critical", at=at, by=by, promise=promise)


def out_of_the_hands_of(complaint: Complaint, person, *, by, at: datetime) -> None:
    """Nobody owes what was promised about a complaint against themselves, least of all that a manager looks at it.

    The hour goes on with another manager, who is told; where there is none, with whoever found out whom it is about.
    """
    case = complaint.case
    alarms = Escalation.objects.filter(case=case, because="critical", promise__isnull=False)
    for promise in {row.promise.latest() for row in alarms.select_related("promise")}:
        if promise.is_open and promise.owner_id == person.pk:
            other = next(iter(deciders.above(complaint, MANAGEMENT)), by)
            promises.hand_over(promise, at=at, by=by, to=other)
            up(complaint, "critical", at=at, by=by, promise=promise)
    theirs = Promise.objects.open().filter(owner=person, source__subject_id=case.pk)
    for promise in theirs:
        promises.hand_over(promise, at=at, by=by, to=case.owner or by)


@transaction.atomic
def see(case: Case, *, by, at: datetime) -> int:
    """`by` has seen why they were told; a manager who has, keeps the promise of the hour. Answers how much was new."""
    rows = Escalation.objects.filter(case=case, to=by, seen_at=None)
    owed = [row.promise for row in rows.select_related("promise") if row.because == "critical" and row.promise]
    count = rows.update(seen_at=at)
    for promise in owed:
        latest = promise.latest()
        if latest.is_open:
            promises.keep(latest, at=at, by=by)
    return count
