"""What was done to a case among us by mistake, as it was before: whose it is, how far it is, what is known of it.

What the customer was told stays said, and what they did stays done: handing over, news, a question and a solution are
not turned back. A complaint stays one, and what became confidential does not come back into the story.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.care.cases import clocks, finding
from rapport.care.cases.changing import locked, step
from rapport.care.cases.working import refuse_blind
from rapport.care.models import Case, CaseStep
from rapport.core.refusals import Refusal
from rapport.core.undo import ChangedSince
from rapport.staff.models import User

State = Case.State
VERBS = ("understood", "taken", "assigned", "released", "changed", "closed")
KNOWN = ("subject", "kind", "priority", "order_id", "product_id", "tags")


class StaysSaid(Refusal):
    code = "case_stays_said"
    message = _("This cannot be turned back: the customer knows of it, or it goes by its own steps.")


def can_be_turned_back(case: Case, made: CaseStep | None) -> bool:
    if made is None or made.verb not in VERBS:
        return False
    became = made.facts.get("became", {})
    return "is_confidential" not in made.facts.get("what", ()) and became.get("kind") != "complaint"


@transaction.atomic
def put_back(case: Case, was, *, by, at: datetime) -> CaseStep:
    """Make it as the row `was` of its history, which is that before the last thing that was done.

    Raises `StaysSaid`, and `ChangedSince` where it went on meanwhile.
    """
    case = locked(case)
    if case.version != was.version + 1:
        raise ChangedSince
    last = case.steps.order_by("-at", "-pk").first()
    if not can_be_turned_back(case, last):
        raise StaysSaid
    renamed = case.subject != was.subject
    for name in KNOWN:
        setattr(case, name, getattr(was, name))
    if case.owner_id != was.owner_id:
        _give_back(case, was.owner_id, by, at)
    case.closed_at = was.closed_at
    told = step(case, "put_back", at=at, by=by, state=was.state, what=last.verb)
    if renamed:
        finding.index(case)
    return told


def _give_back(case: Case, owner_id, by, at: datetime) -> None:
    """Into the hands that had it, if they may still have it."""
    owner = User.objects.filter(pk=owner_id).first() if owner_id else None
    if owner is not None:
        refuse_blind(case, owner)
    case.owner = owner
    clocks.in_the_hands_of(case, owner, by=by, at=at)
