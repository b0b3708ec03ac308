"""What was ended or handed over by mistake. The story keeps both, the mistake and that it was righted."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rapport.promises.actions.by_the_clock import NO_OUTCOME
from rapport.promises.locking import locked, tell_the_story
from rapport.promises.models import Promise
from rapport.promises.refusals import GivenUpByTime, HandedOnSince, WasMoved
from rapport.timeline.models import Entry

REOPENED_STATES = (
    Promise.State.KEPT,
    Promise.State.KEPT_LATE,
    Promise.State.BROKEN,
    Promise.State.WITHDRAWN,
    Promise.State.VOID,
)


def can_be_reopened(promise: Promise) -> bool:
    return promise.state in REOPENED_STATES and promise.reason != NO_OUTCOME


@transaction.atomic
def reopen(promise: Promise, *, at: datetime, by) -> Promise:
    """Owe `promise` again: it had not ended as was written down. It is late at once when its due moment has passed.

    An open promise is answered unchanged. Raises `WasMoved` when the customer already has a new date, `GivenUpByTime`
    when nobody said a word for 30 days.
    """
    promise = locked(promise)
    if promise.is_open:
        return promise
    if promise.state == Promise.State.RENEGOTIATED:
        raise WasMoved
    if promise.reason == NO_OUTCOME:
        raise GivenUpByTime

    was = {
        "was": promise.state,
        "evidence": promise.evidence,
        "reason": promise.reason,
        "ended_at": (promise.done_at or promise.closed_at).isoformat(),
    }
    promise.state = Promise.State.OVERDUE if promise.due_at < at else Promise.State.OPEN
    promise.done_at = promise.closed_at = promise.closed_by = promise.evidence_entry = None
    promise.evidence = promise.reason = ""
    promise.confirmed_by_customer = False
    promise.save()
    tell_the_story(promise, "reopened", by=by, at=at, **was)
    return promise


@transaction.atomic
def hand_back(handovers: Iterable[Entry], *, at: datetime, by) -> int:
    """Put what `handovers` (entries `promise.handed_over`) moved back where it was; answers how many promises.

    Those that ended or went on to someone else stay. Raises `HandedOnSince` when that is true of all.
    """
    handed = {entry.facts["promise_id"]: entry.facts for entry in handovers}
    rows = Promise.objects.open().filter(pk__in=handed).order_by("pk")
    back = 0
    for promise in rows.select_for_update(of=("self",)).select_related("customer", "owner", "location"):
        facts = handed[str(promise.pk)]
        if str(promise.owner_id) != facts.get("to_id"):
            continue
        giver = str(promise.owner)
        promise.owner_id = facts["former_owner_id"]
        promise.save(update_fields=["owner"])
        tell_the_story(promise, "handed_back", by=by, at=at, to=facts["former_owner"], former_owner=giver)
        back += 1
    if not back:
        raise HandedOnSince
    return back
