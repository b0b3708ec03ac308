"""A call as its line tells of it: in any order, and as often as it likes.

What is told are facts, each kept once: the earliest ringing, answer and end. The state follows from them, so that an
end before its beginning, or the same word twice, comes to the same.
"""

from datetime import datetime, timedelta

from django.db import transaction

from rapport.messaging.calls import callers
from rapport.messaging.channels.events import ANSWERED, ENDED, LEFT_MESSAGE, MISSED, TRANSFERRED, Rang
from rapport.messaging.channels.receipts import NotYet
from rapport.messaging.models import Call, CallFile, Channel

AT_ONCE = timedelta(seconds=5)  # who hangs up so soon did not wait for us
CLOCKS_DIFFER = timedelta(minutes=1)
LATEST = timedelta(hours=24)  # as old as what is told again may be
State = Call.State


@transaction.atomic
def follow(channel: Channel, told: Rang, *, at: datetime) -> Call:
    """Note what happened at `at`, by our clock. Raises `NotYet` for a call of which only its end is told so far."""
    from rapport.messaging.calls import tasks

    moment = _moment(told.at, at)
    call = _call_of(channel, told, moment)
    was = (call.state, call.has_voicemail, call.by_id)
    _note(call, told, moment)
    call.state = state_of(call)
    if call.by_id is None and (user := callers.colleague(told.agent)):
        call.by = user
    if call.ended_at and (call.state, call.has_voicemail, call.by_id) != was:
        call.settled_at = None
        tasks.settle_soon(call)
    call.save()
    if told.what == LEFT_MESSAGE and told.recording:
        _expect(call, told, moment)
    return call


def state_of(call: Call) -> str:
    if call.answered_at:
        return State.ENDED if call.ended_at else State.ANSWERED
    if call.has_voicemail:
        return State.VOICEMAIL
    if not call.ended_at:
        return State.RINGING
    is_theirs = call.direction == Call.Direction.IN
    is_over_at_once = timedelta(0) < call.ended_at - call.ringing_at < AT_ONCE  # none: of its ringing we know nothing
    return State.ABANDONED if is_theirs and is_over_at_once else State.MISSED


def _call_of(channel: Channel, told: Rang, at: datetime) -> Call:
    calls = Call.objects.select_for_update(of=("self",))
    key = {"channel": channel, "provider_id": told.call_id[:200]}
    if call := calls.filter(**key).first():
        return call
    if not told.direction:
        raise NotYet
    peer = callers.number_of(told.peer, channel)
    known = callers.whose(peer).one
    made = {"direction": told.direction, "peer": peer, "customer": known, "ringing_at": at}
    Call.objects.get_or_create(**key, defaults=made)
    return calls.get(**key)


def _note(call: Call, told: Rang, at: datetime) -> None:
    call.ringing_at = min(call.ringing_at, at)
    if told.what == ANSWERED:
        call.answered_at = min(call.answered_at or at, at)
    elif told.what in (ENDED, MISSED):
        call.ended_at = min(call.ended_at or at, at)
    elif told.what == TRANSFERRED:
        call.transfers += 1
        call.answered_at = call.answered_at or at
    elif told.what == LEFT_MESSAGE:
        call.has_voicemail = True
        call.ended_at = call.ended_at or at
    if call.has_voicemail:
        call.answered_at = None  # it was the machine that answered


def _expect(call: Call, told: Rang, at: datetime) -> None:
    """What they said to the machine is fetched by a job: the line does not wait for it."""
    from rapport.messaging.calls import tasks

    there = told.recording
    kept = {"name": (there.name or "voicemail")[:255], "size": 0, "content_type": there.content_type[:100], "at": at}
    file, is_new = CallFile.objects.get_or_create(call=call, where=there.where[:500], defaults=kept)
    if is_new:
        tasks.fetch_voicemail.defer(file_id=str(file.pk))


def _moment(theirs: datetime | None, ours: datetime) -> datetime:
    """Their clock tells better how long it rang, unless it is wrong."""
    return theirs if theirs and ours - LATEST < theirs < ours + CLOCKS_DIFFER else ours
