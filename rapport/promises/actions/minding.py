"""What happens to a promise while it is still owed."""

from datetime import datetime

from django.db import transaction

from rapport.promises.locking import facts_of, locked, refuse_settled, tell_the_story
from rapport.promises.models import CheckIn, Promise, Telling
from rapport.promises.refusals import NobodyToHandTo
from rapport.promises.tellings import Told, as_told, write_down
from rapport.timeline.actions import record_all
from rapport.timeline.models import Entry


@transaction.atomic
def hand_over(promise: Promise, *, at: datetime, by, to, note: str = "") -> Promise:
    """Put `promise` into the hands of `to`. Who made it stays as it was. Handing to its owner changes nothing."""
    promise = locked(promise)
    refuse_settled(promise)
    if promise.owner == to:
        return promise
    if not to.is_active:
        raise NobodyToHandTo
    former = promise.owner
    promise.owner = to
    promise.save(update_fields=["owner"])
    tell_the_story(
        promise,
        "handed_over",
        by=by,
        at=at,
        body=note,
        to=str(to),
        to_id=str(to.pk),
        former_owner=str(former) if former else "",
        former_owner_id=str(former.pk) if former else None,
    )
    return promise


@transaction.atomic
def hand_over_all(former, *, at: datetime, by, to) -> int:
    """Put everything that `former` (None: nobody) still has in hand into the hands of `to`; answers how many.

    A fixed number of statements, however many promises. Raises `NobodyToHandTo`.
    """
    if not to.is_active:
        raise NobodyToHandTo
    rows = Promise.objects.open().living().filter(owner=former).exclude(owner=to).order_by("pk")
    promises = list(rows.select_for_update(of=("self",)))
    Promise.objects.filter(pk__in=[promise.pk for promise in promises]).update(owner=to)
    whose = {
        "to": str(to),
        "to_id": str(to.pk),
        "former_owner": str(former) if former else "",
        "former_owner_id": str(former.pk) if former else None,
    }
    record_all("promise.handed_over", [(p, facts_of(p, **whose)) for p in promises], at=at, by=by)
    return len(promises)


@transaction.atomic
def tell(promise: Promise, *, at: datetime, by, told: Told | Entry) -> Telling:
    """Write down that the customer was told that `promise` is late. Its date stays; a new promise gives a new one.

    Raises `NotATelling` for an entry that shows no such thing.
    """
    promise = locked(promise)
    refuse_settled(promise)
    told = as_told(told, promise)
    telling = write_down(promise, told, Telling.About.LATE, by=by, at=at)
    channel, words = ("", "") if told.entry else (told.channel, told.words)
    entry = tell_the_story(promise, "told_late", by=by, at=told.at, channel=channel, body=words)
    if telling.entry is None:
        telling.entry = entry
        telling.save(update_fields=["entry"])
    return telling


@transaction.atomic
def answer(promise: Promise, *, at: datetime, by, on_track: bool) -> CheckIn:
    """Answer, halfway, whether `promise` is still on track. A word among us: the timeline does not tell it."""
    promise = locked(promise)
    refuse_settled(promise)
    return CheckIn.objects.create(promise=promise, by=by, at=at, on_track=on_track)
