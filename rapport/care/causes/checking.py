"""Ninety days later: whether it helped, and what becomes of it when it did not."""

from datetime import datetime, timedelta
from math import isfinite

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.care.causes.effects import Effect, NothingToCheck, Verdict, effect_lately, effect_of
from rapport.care.causes.telling import locked, tell
from rapport.care.models import Action, Case, CaseKind, EffectCheck
from rapport.core.names import clean
from rapport.core.refusals import Refusal

AGAIN_AFTER = timedelta(days=30)  # where there was nothing to compare with yet


class TooEarly(Refusal):
    code = "action_too_early_to_check"
    message = _("Ninety days have to pass first. Until then nobody can tell.")


@transaction.atomic
def check(action: Action, *, by, at: datetime, note: str = "") -> EffectCheck:
    """Write down whether `action` helped. It stands when it did; when that cannot be shown, it is in hand again.

    What was checked already answers with that check. Where nothing was delivered since, it is asked again in a month.
    Raises `NothingToCheck`, and `TooEarly` before 90 days have passed.
    """
    action = locked(action)
    if action.state != Action.State.DONE:
        latest = action.checks.first()
        if latest is None:
            raise NothingToCheck
        return latest
    effect = effect_of(action, at=at)
    if effect.is_early:
        raise TooEarly
    made = _write(action, effect, by=by, at=at, note=clean(note), verdict=effect.verdict)
    if made.verdict == Verdict.NOT_SHOWN:
        _reopen(action, made, by=by, at=at, because="not_shown")
    elif made.verdict == Verdict.EFFECTIVE:
        action.state = Action.State.EFFECTIVE
        action.save(update_fields=["state"])
        tell(action, "effective", by=by, at=at, before=made.before, after=made.after)
    else:
        action.check_at = at + AGAIN_AFTER
        action.save(update_fields=["check_at"])
    return made


@transaction.atomic
def look_again(case: Case, *, at: datetime) -> list[Action]:
    """A complaint came of a cause against which something was done: can that still be said to have helped?

    Answers what it reopened: what counted as help and no longer does, and what cannot be shown to help any more
    however the rest of its 90 days goes. Where a cause came up seldom before, once more is enough for that.
    """
    if case.kind != CaseKind.COMPLAINT or case.cause is None:
        return []
    about = Q(product=None) | Q(product=case.product_id) if case.product_id else Q(product=None)
    against = Action.objects.filter(about, cause__in=case.cause.kin, kind__in=Action.MEASURED)
    against = against.filter(state__in=Action.DONE_STATES, done_at__lt=case.opened_at).order_by("pk")
    reopened = []
    for action in [locked(action) for action in against]:
        effect = effect_lately(action, until=max(at, case.opened_at))
        if action.state in Action.DONE_STATES and effect.is_lost:
            made = _write(action, effect, by=None, at=at, note="", verdict=Verdict.NOT_SHOWN)
            _reopen(action, made, by=None, at=at, because="came_back", came_with=case.number)
            reopened.append(action)
    return reopened


def _reopen(action: Action, made: EffectCheck, *, by, at: datetime, because: str, **facts) -> None:
    """Whoever has it in hand decides anew (D4 of the eight disciplines)."""
    action.state, action.check_at = Action.State.REOPENED, None
    action.save(update_fields=["state", "check_at"])
    tell(action, "reopened", by=by, at=at, because=because, before=made.before, after=made.after, **facts)


def _write(action: Action, effect: Effect, *, by, at: datetime, note: str, verdict: str) -> EffectCheck:
    ratio = effect.ratio
    return EffectCheck.objects.create(
        action=action,
        at=at,
        by=by,
        before=effect.before,
        before_of=effect.before_of,
        after=effect.after,
        after_of=effect.after_of,
        by_days=effect.by_days,
        ratio=ratio.estimate if ratio else None,
        low=ratio.low if ratio else None,
        high=ratio.high if ratio and isfinite(ratio.high) else None,
        verdict=verdict,
        note=note,
    )
