"""What is done: to put one case right, against its cause, or elsewhere before it happens there.

What puts a case right concerns its customer, so it is a promise to them, in words that they may read. The rest stays
among us unless somebody promises that, too. The words of an action itself never reach the customer.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.care.causes.effects import can_be_measured
from rapport.care.causes.telling import locked, tell
from rapport.care.causes.tree import all_causes, kept
from rapport.care.models import EFFECT_AFTER, Action, Case, Cause
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.promises import actions as promises
from rapport.promises.actions import Told
from rapport.promises.calendars import calendar_of
from rapport.promises.models import Promise

PROMISED_AS = "fix"


class NeedsACase(Refusal):
    code = "action_needs_a_case"
    message = _("What puts something right belongs to one case. Say which.")


class NeedsACause(Refusal):
    code = "action_needs_a_cause"
    message = _("Say first what the case came of. Without a cause nobody can see later whether this helped.")


class NeedsEvidence(Refusal):
    code = "action_needs_evidence"
    message = _("Say how one can see that it was done.")


class NotInHand(Refusal):
    code = "action_not_in_hand"
    message = _("This has ended already. Plan something new if it is not enough.")


class WasPromised(Refusal):
    code = "action_was_promised"
    message = _("The customer was promised this. Tell them, at the promise itself; this follows it.")


class NotDone(Refusal):
    code = "action_not_done"
    message = _("This is not done, or it was looked at since. It stays as it is.")


class NobodyToHandTo(Refusal):
    code = "action_owner_not_working_here"
    message = _("That person no longer works here. Choose someone else.")


@transaction.atomic
def plan(
    *,
    kind: str,
    text: str,
    owner,
    due_on: date,
    by,
    at: datetime,
    case: Case | None = None,
    cause: Cause | None = None,
    product=None,
    promised: str = "",
    told: Told | None = None,
    replaces: Action | None = None,
) -> Action:
    """Plan to do something by a day. `promised` are the words in which the customer of `case` is promised it.

    What puts a case right is always promised, in the words of `text` if in no other. Without `cause` and `product`
    those of the case count. The same planned twice is planned once. Raises `NeedsACase`, `NeedsACause`, `DueIsPast`.
    """
    is_correction = kind == Action.Kind.CORRECTION
    if case is not None:
        case = Case.objects.select_for_update(of=("self",)).select_related("customer", "cause").get(pk=case.pk)
    if is_correction and case is None:
        raise NeedsACase
    cause = cause or (case.cause if case and not is_correction else None)
    if cause is None and not is_correction:
        raise NeedsACause
    product = product or (case.product if case and not is_correction else None)
    fields = {"case": case, "kind": kind, "text": clean(text), "owner": owner, "due_on": due_on}
    standing = Action.objects.filter(**fields, state=Action.State.PLANNED, cause=cause).first()
    if standing:
        return standing
    action = Action.objects.create(
        **fields,
        cause=kept(all_causes()[cause.pk]) if cause else None,
        product=product,
        promise=_promise(case, clean(promised) or (clean(text) if is_correction else ""), owner, due_on, by, at, told),
        made_by=by,
        made_at=at,
        replaces=replaces,
    )
    tell(action, "planned", by=by, at=at, owner=str(owner), due_on=due_on.isoformat())
    return action


def _promise(case: Case | None, words: str, owner, due_on: date, by, at: datetime, told: Told | None):
    if case is None or not words:
        return None
    return promises.promise(
        case.customer,
        words,
        at=at,
        kind=PROMISED_AS,
        by=by,
        owner=owner,
        due_on=due_on,
        location=case.location,
        about=_g("request %(number)s") % {"number": case.number},
        told=told,
    )


@transaction.atomic
def finish(action: Action, *, evidence: str, by, at: datetime) -> Action:
    """It is done, and `evidence` says how one can see it. What was promised of it is kept.

    Ninety days later somebody looks whether it helped. Finishing twice changes nothing. Raises `NeedsEvidence`,
    `NotInHand`.
    """
    action = locked(action)
    if action.state in Action.DONE_STATES:
        return action
    if not action.is_open:
        raise NotInHand
    evidence = clean(evidence)
    if not evidence:
        raise NeedsEvidence
    action.state, action.done_at, action.evidence = Action.State.DONE, at, evidence
    action.check_at = at + EFFECT_AFTER if can_be_measured(action) else None
    action.save(update_fields=["state", "done_at", "evidence", "check_at"])
    if action.promise and action.promise.latest().is_open:
        promises.keep(action.promise.latest(), at=at, by=by, evidence=evidence)
    tell(action, "done", by=by, at=at, evidence=evidence)
    return action


@transaction.atomic
def take_back(action: Action, *, by, at: datetime) -> Action:
    """It was called done by mistake. A promise that was kept by it is owed again. Raises `NotDone`."""
    action = locked(action)
    if action.is_open:
        return action
    if action.state != Action.State.DONE or action.checks.filter(at__gte=action.done_at).exists():
        raise NotDone
    action.state = Action.State.REOPENED if action.checks.exists() else Action.State.PLANNED
    action.done_at, action.check_at, action.evidence = None, None, ""
    action.save(update_fields=["state", "done_at", "check_at", "evidence"])
    if action.promise and action.promise.latest().is_kept:
        promises.reopen(action.promise.latest(), at=at, by=by)
    tell(action, "not_done", by=by, at=at)
    return action


@transaction.atomic
def drop(action: Action, *, reason: str, by, at: datetime) -> Action:
    """It will not be done after all. Dropping twice changes nothing. Raises `NotInHand`, `WasPromised`."""
    action = locked(action)
    if action.state == Action.State.DROPPED:
        return action
    if not action.is_open:
        raise NotInHand
    refuse_promised(action)
    action.state, action.reason = Action.State.DROPPED, clean(reason)
    action.save(update_fields=["state", "reason"])
    tell(action, "dropped", by=by, at=at, reason=action.reason)
    return action


@transaction.atomic
def take_up_again(action: Action, *, by, at: datetime) -> Action:
    """It was not to be dropped."""
    action = locked(action)
    if action.state == Action.State.DROPPED:
        action.state, action.reason = Action.State.PLANNED, ""
        action.save(update_fields=["state", "reason"])
        tell(action, "taken_up", by=by, at=at)
    return action


@transaction.atomic
def postpone(action: Action, *, due_on: date, reason: str, by, at: datetime) -> Action:
    """Do it on another day. Raises `NotInHand`, and `WasPromised`: a promised day moves by telling the customer."""
    action = locked(action)
    if not action.is_open:
        raise NotInHand
    refuse_promised(action)
    if action.due_on != due_on:
        was, action.due_on = action.due_on, due_on
        action.save(update_fields=["due_on"])
        days = {"due_on": due_on.isoformat(), "was_due_on": was.isoformat()}
        tell(action, "postponed", by=by, at=at, reason=clean(reason), **days)
    return action


@transaction.atomic
def hand_over(action: Action, *, to, by, at: datetime) -> Action:
    """Put it, and what was promised of it, into the hands of `to`. Raises `NobodyToHandTo`, `NotInHand`."""
    action = locked(action)
    if action.owner == to:
        return action
    if not to.is_active:
        raise NobodyToHandTo
    if action.state in (Action.State.EFFECTIVE, Action.State.DROPPED):
        raise NotInHand
    former, action.owner = action.owner, to
    action.save(update_fields=["owner"])
    if action.promise and action.promise.latest().is_open:
        promises.hand_over(action.promise.latest(), at=at, by=by, to=to)
    tell(action, "handed_over", by=by, at=at, to=str(to), former_owner=str(former))
    return action


@transaction.atomic
def follow(action: Action, promise: Promise) -> Action:
    """Take over day and hands from the promise that stands for `action` now. The promise told the story already."""
    action = locked(action)
    if action.is_open:
        action.promise = promise
        action.due_on = calendar_of(promise.location).local_date(promise.due_at)
        action.owner = promise.owner or action.owner
        action.save(update_fields=["promise", "due_on", "owner"])
    return action


def refuse_promised(action: Action) -> None:
    """A promised day or thing is changed by telling the customer. Raises `WasPromised`."""
    if action.promise and action.promise.latest().is_open:
        raise WasPromised
