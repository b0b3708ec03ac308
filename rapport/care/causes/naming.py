"""Which cause of the list a case has."""

from datetime import datetime

from django.db import transaction

from rapport.care.cases.changing import locked, step
from rapport.care.causes.checking import look_again
from rapport.care.causes.tree import CauseNotOffered, all_causes, kept, offered
from rapport.care.models import Case, Cause


@transaction.atomic
def name_cause(case: Case, cause: Cause, *, by, at: datetime, seen: int | None = None) -> Case:
    """Say what a case came of. What was done against the same cause earlier is looked at again.

    The cause it has already changes nothing. Raises `CauseNotOffered`, and `ChangedMeanwhile` when `seen` is given.
    """
    case = locked(case, seen=seen)
    if case.cause_id == cause.pk:
        return case
    causes = all_causes()
    chosen = causes.get(cause.pk)
    if chosen is None or chosen not in offered(causes):
        raise CauseNotOffered
    former = causes.get(case.cause_id)
    case.cause = kept(chosen)
    facts = {"cause": chosen.key or chosen.name, "former": former and (former.key or former.name)}
    step(case, "cause_named", at=at, by=by, **facts)
    look_again(case, at=at)
    return case
