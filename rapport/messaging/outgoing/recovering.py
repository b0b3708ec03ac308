"""What a worker left that was killed, or whose database was lost, between two words with another server."""

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from rapport.messaging.models import Lane, LaneNote, Message
from rapport.messaging.outgoing import failing, lanes, settling

log = logging.getLogger(__name__)
LOST_FOR = timedelta(minutes=15)  # a message that is on its way without any lane


def take_up_what_was_left() -> int:
    """Settle every lane whose worker is gone; answers how many. Several may ask at once.

    Not to be called on a connection that holds a lane open itself: it would seem to be free.
    """
    taken = 0
    for number in Lane.objects.values_list("pk", flat=True):
        with transaction.atomic():
            lane = Lane.objects.filter(pk=number).select_for_update(skip_locked=True).first()
            if lane and _is_dead(number):
                _take_up(lane)
                taken += 1
    return taken


def _is_dead(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [lanes.LANES, number % 2**31])
        return cursor.fetchone()[0]


def _take_up(lane: Lane) -> None:
    """What is gone was sent. What was on the wire may have been: a person decides. The rest was not, and goes again.

    Without its note (the database crashed) all that it had may have been sent.
    """
    its = Message.objects.filter(lane=lane.pk, state=Message.State.SENDING)
    note = LaneNote.objects.filter(lane=lane.pk).first()
    gone: list = []
    if note is None:
        unclear = list(its)
    else:
        gone = list(its.filter(pk__lt=note.on_wire).values_list("pk", flat=True)) if note.on_wire else []
        unclear = list(its.filter(pk=note.on_wire))
    settling.settle(gone)
    for message in unclear:
        failing.unclear(message, reason="interrupted")
    again = its.update(state=Message.State.QUEUED, lane=None, claimed_at=None)
    log.info("lane %d: %d sent, %d unclear, %d go again", lane.pk, len(gone), len(unclear), again)
    lanes.forget(lane.pk)


def find_lost(at: datetime) -> int:
    """Messages that say they are being sent, by no lane that there is: nobody knows what became of them."""
    there = Lane.objects.filter(pk=OuterRef("lane"))
    lost = Message.objects.filter(~Exists(there), state=Message.State.SENDING, claimed_at__lt=at - LOST_FOR)
    return lost.update(state=Message.State.UNCERTAIN, reason="interrupted", lane=None)
