"""Taking a case up while the customer does not hear from us: to its owner, to who leads the team, to the managers.

Each rung is told once for each promise of news, and each person once. Told are people, on Today; what they see there is
an `Escalation` that nobody has seen yet. News told brings the case down again.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.care.cases import clocks, words
from rapport.care.cases.changing import WITH, locked, locked_open, step
from rapport.care.cases.ladder import ladders
from rapport.care.cases.telling import CouldNotBeTold, tell
from rapport.care.models import Case, Escalation, Rung
from rapport.core.refusals import Refusal
from rapport.messaging.outgoing.choosing import NoChannel
from rapport.promises.models import Promise
from rapport.staff.models import User
from rapport.staff.remembering import remembering

BATCH = 500
SOON = timedelta(days=5)  # nothing is at risk any earlier than that
FEW = 5  # managers who are told


class NobodyAbove(Refusal):
    code = "nobody_above"
    message = _("There is nobody above who sees this customer. Say it to them yourself.")


def climb(at: datetime) -> int:
    """Take up what is due for it; answers how many cases were. May run twice, or in two workers, at once.

    A query for each batch of cases whose news come soon; only those whose rung is due are locked.
    """
    rungs_of, climbed, after = ladders(), 0, None
    rows = Case.objects.open().filter(_below_the_top(rungs_of), next_update_at__lte=at + SOON)
    rows = rows.select_related(*WITH, "owner__location", "customer__location")
    rows = rows.defer("words", "words_key", "found_by", "solution").order_by("next_update_at", "pk")
    with remembering():
        while True:
            behind = Q(next_update_at__gt=after[0]) | Q(next_update_at=after[0], pk__gt=after[1]) if after else Q()
            found = list(rows.filter(behind)[:BATCH])
            for case in found:
                if _due(rungs_of[case.kind], case, at):
                    climbed += _climb(case.pk, rungs_of[case.kind], at)
            if len(found) < BATCH:
                return climbed
            after = (found[-1].next_update_at, found[-1].pk)


def _below_the_top(rungs_of: dict[str, list[Rung]]) -> Q:
    below = Q(pk__in=[])
    for kind, rungs in rungs_of.items():
        below |= Q(kind=kind, level__lt=max((rung.level for rung in rungs), default=0))
    return below


def _due(rungs: list[Rung], case: Case, at: datetime) -> list[Rung]:
    """The rungs above the one it stands on whose moment has come."""
    return [rung for rung in rungs if rung.level > case.level and _moment(rung, case) <= at]


@transaction.atomic
def _climb(pk, rungs: list[Rung], at: datetime) -> int:
    if not Case.objects.select_for_update(skip_locked=True).filter(pk=pk).exists():
        return 0
    case = locked(Case(pk=pk))
    if not case.is_open or case.next_update_at is None:
        return 0
    due = _due(rungs, case, at)
    if not due:
        return 0
    highest = max(due, key=lambda rung: rung.level)
    people = list(dict.fromkeys(person for rung in due for person in _whom(rung, case)))
    _take_up(case, highest.level, people, because="late" if case.is_late(at) else "close", at=at)
    if case.is_complaint and highest.whom != Rung.Whom.OWNER and people:
        _tell_customer(case, people[-1])
    case.save()
    return 1


@transaction.atomic
def ask_for_a_manager(case: Case, *, at: datetime, by=None, by_customer: bool = False, because: str = "asked") -> list:
    """They want to speak with somebody above, which is always honoured; or something asks for one at once.

    Answers who was told. Raises `NobodyAbove`.
    """
    case = locked_open(case)
    people = _managers(case)
    if not people:
        raise NobodyAbove
    top = max((rung.level for rung in ladders()[case.kind]), default=3)
    _take_up(case, top, people, because=because, at=at, by=by, by_customer=by_customer)
    return people


@transaction.atomic
def see(escalation: Escalation, *, at: datetime) -> None:
    """Whoever was told knows it now."""
    Escalation.objects.filter(pk=escalation.pk, seen_at=None).update(seen_at=at)


def _take_up(case: Case, level: int, people: list, *, because: str, at, by=None, by_customer=False) -> None:
    promise = _promise_of(case)
    case.level = max(level, case.level)
    names = ", ".join(str(person) for person in people)
    told = step(case, "escalated", at=at, by=by, by_customer=by_customer, level=level, because=because, to=names)
    rows = [
        Escalation(case=case, promise=promise, level=level, because=because, at=at, to=person, entry=told.entry)
        for person in people or [None]
    ]
    Escalation.objects.bulk_create(rows, ignore_conflicts=True)


def _promise_of(case: Case) -> Promise | None:
    """The promise whose moment is the next."""
    owed = [one for one in (case.answer, case.update) if one and one.is_open]
    return min(owed, key=lambda one: one.due_at, default=None)


def _moment(rung: Rung, case: Case) -> datetime:
    """When a rung is climbed: so many minutes of business time after it gets close, or after it is late."""
    start = case.next_update_at
    if rung.when == Rung.When.AT_RISK:
        promise = _promise_of(case)
        start = (promise and promise.due_at == start and promise.at_risk_at) or clocks.calendar(case).subtract(
            start, 120
        )
    return clocks.calendar(case).add(start, rung.minutes) if rung.minutes else start


def _whom(rung: Rung, case: Case) -> list[User]:
    lead = case.team.lead if case.team and case.team.lead_id else None
    if rung.whom == Rung.Whom.OWNER:
        wanted = [case.owner or lead or case.customer.account_manager]
    elif rung.whom == Rung.Whom.LEAD:
        wanted = [lead or case.customer.account_manager]
    else:
        return _managers(case)
    return [person for person in wanted if person and person.is_active and _sees(person, case)]


def _managers(case: Case) -> list[User]:
    people = User.objects.working_here().filter(groups__name__in=("manager", "owner")).distinct()
    return [person for person in people if _sees(person, case)][:FEW]


def _sees(person: User, case: Case) -> bool:
    """Nobody hears of what is kept from them: confidential, or a complaint about themselves."""
    return Case.objects.visible_to(person).filter(pk=case.pk).exists()


def _tell_customer(case: Case, person: User) -> None:
    """A complaint that is late goes up with a word to whom it belongs (DOMAIN 7.3)."""
    try:
        with transaction.atomic():
            tell(case, words.taken_up(case, person), by=None, key=f"up:{case.version}", automatic=True)
    except (CouldNotBeTold, NoChannel):
        return
