"""How a promise ends."""

from datetime import datetime, timedelta

from django.db import transaction

from rapport.promises.locking import locked, refuse_settled, tell_the_story
from rapport.promises.models import Promise, Telling
from rapport.promises.refusals import NeedsEvidence, NeedsSecondPerson, NotYetDone, TooOldToVoid, WasTold
from rapport.promises.tellings import Told, write_down

VOID_WITHIN = timedelta(hours=1)


@transaction.atomic
def keep(
    promise: Promise,
    *,
    at: datetime,
    by=None,
    done_at: datetime | None = None,
    evidence: str = "",
    evidence_entry=None,
    confirmed_by_customer: bool = False,
) -> Promise:
    """Keep `promise`: in time when it was done by its due moment, else late. `done_at` is now unless it was earlier.

    Raises `NeedsEvidence` when neither a trace of the work nor the customer speaks for it; promises among us need
    none. Keeping a kept promise changes nothing.
    """
    promise = locked(promise)
    if promise.is_kept:
        return promise
    refuse_settled(promise)
    done_at = done_at or at
    if done_at > at:
        raise NotYetDone
    if not (evidence or evidence_entry or confirmed_by_customer or promise.is_internal):
        raise NeedsEvidence

    in_time = done_at <= promise.due_at
    promise.state = Promise.State.KEPT if in_time else Promise.State.KEPT_LATE
    promise.done_at, promise.closed_at, promise.closed_by = done_at, at, by
    promise.evidence, promise.evidence_entry = evidence, evidence_entry
    promise.confirmed_by_customer = confirmed_by_customer
    promise.save()
    tell_the_story(
        promise,
        promise.state,
        by=by,
        at=done_at,
        done_at=done_at.isoformat(),
        evidence=evidence,
        confirmed_by_customer=confirmed_by_customer,
        first_due_at=promise.first_due_at.isoformat(),
    )
    return promise


@transaction.atomic
def break_(promise: Promise, *, at: datetime, by, reason: str, told: Told) -> Promise:
    """Admit that `promise` will not be kept: why, and how the customer was told and asked for pardon.

    Breaking a broken promise changes nothing.
    """
    promise = locked(promise)
    if promise.state == Promise.State.BROKEN:
        return promise
    refuse_settled(promise)
    write_down(promise, told, Telling.About.BROKEN, by=by, at=at)
    _close(promise, Promise.State.BROKEN, at=at, by=by, reason=reason)
    tell_the_story(promise, "broken", by=by, at=at, channel=told.channel, body=told.words, reason=reason)
    return promise


@transaction.atomic
def withdraw(promise: Promise, *, at: datetime, by, told: Told) -> Promise:
    """The customer no longer wants what was promised; `told` is how and when they said so. Twice changes nothing."""
    promise = locked(promise)
    if promise.state == Promise.State.WITHDRAWN:
        return promise
    refuse_settled(promise)
    write_down(promise, told, Telling.About.WITHDRAWN, by=by, at=at, by_customer=True)
    _close(promise, Promise.State.WITHDRAWN, at=at, by=by)
    tell_the_story(promise, "withdrawn", by=by, at=told.at, channel=told.channel, body=told.words)
    return promise


@transaction.atomic
def void(promise: Promise, *, at: datetime, by, reason: str) -> Promise:
    """Call `promise` a mistake: within an hour, by a second person, while the customer knows nothing of it.

    Raises `TooOldToVoid`, `NeedsSecondPerson` or `WasTold`. Twice changes nothing.
    """
    promise = locked(promise)
    if promise.state == Promise.State.VOID:
        return promise
    refuse_settled(promise)
    if at - promise.made_at > VOID_WITHIN:
        raise TooOldToVoid
    if promise.tellings.exists() or promise.renegotiated_from_id:
        raise WasTold
    if by == promise.made_by:
        raise NeedsSecondPerson

    _close(promise, Promise.State.VOID, at=at, by=by, reason=reason)
    tell_the_story(promise, "voided", by=by, at=at, reason=reason)
    return promise


@transaction.atomic
def unsaid(promise: Promise, *, at: datetime, by, reason: str) -> Promise:
    """The words that promised it were taken back before they reached anybody: it is void, and nobody was told.

    Nothing changes once it has ended, was moved, or the customer heard of it in another way.
    """
    promise = locked(promise)
    made = Telling.objects.filter(promise=promise, about=Telling.About.MADE, at=promise.made_at, entry=None)
    if not promise.is_open or promise.tellings.exclude(pk__in=made.values("pk")).exists():
        return promise
    made.delete()
    _close(promise, Promise.State.VOID, at=at, by=None, reason=reason)  # a slip of the same hand needs no second one
    tell_the_story(promise, "voided", by=by, at=at, reason=reason)
    return promise


def _close(promise: Promise, state: str, *, at: datetime, by, reason: str = "") -> None:
    promise.state = state
    promise.closed_at, promise.closed_by, promise.reason = at, by, reason
    promise.save(update_fields=["state", "closed_at", "closed_by", "reason"])
