"""Taking what is queued to the other side: each message once, and known to be gone only when it was taken."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, Unclear
from rapport.messaging.models import ChannelKind, Message
from rapport.messaging.outgoing import checks, failing, lanes, loading, recovering, rendering, sealed, settling
from rapport.messaging.outgoing.ways import OutOfOrder, Ways

log = logging.getLogger(__name__)
SETTLE_AFTER = 1.0  # seconds; an inbox that shows "being sent" for longer seems to hang
_door = threading.Lock()
_asked = {"again": False, "busy": False}


def deliver() -> None:
    """Send everything that may go now. A second call while one is at work only tells it to look once more."""
    with _door:
        _asked["again"] = True
        if _asked["busy"]:
            return
        _asked["busy"] = True
    try:
        while _take_up_the_call():
            recovering.take_up_what_was_left()
            _run_lanes()
            while (seconds := lanes.seconds_to_the_next(timezone.now())) is not None:
                time.sleep(seconds)
                _run_lanes()
    finally:
        with _door:
            _asked["busy"] = False


def _take_up_the_call() -> bool:
    with _door:
        again, _asked["again"] = _asked["again"], False
        if not again:
            _asked["busy"] = False
        return again


def _run_lanes() -> None:
    """Those of mail and of other channels beside each other, if both have something to do."""
    kinds = [lanes.MAIL] * settings.SENDING_LANES + [lanes.OTHERS]
    wanted = [kind for kind in kinds if lanes.has_work(kind, timezone.now())]
    others = [_beside(partial(run_lane, kind), kind) for kind in wanted[1:]]
    try:
        for kind in wanted[:1]:
            run_lane(kind)
    finally:
        for thread in others:
            thread.join()


def _beside(run: Callable[[], object], kind: str) -> threading.Thread:
    def in_a_thread() -> None:
        try:
            run()
        except Exception:
            log.exception("A lane of %s ended; what it had is looked after by the next", kind)
        finally:
            connection.close()

    thread = threading.Thread(target=in_a_thread)
    thread.start()
    return thread


def run_lane(kind: str) -> int:
    """Work off what is queued for this kind of lane, over connections of its own; answers how many were sent.

    Where there is much, a second lane takes turns with it: one sends while the other settles what it sent.
    """
    partner: threading.Thread | None = None
    sent = 0
    with Ways() as ways:
        try:
            with lanes.OpenLane(kind) as lane:
                while keys := lane.take(timezone.now()):
                    if len(keys) == lanes.BATCH and not partner and not connection.in_atomic_block:
                        partner = _beside(partial(_run_beside, kind, ways), kind)
                    sent += Batch(lane, ways, keys).send()
        finally:
            if partner:
                partner.join()
    return sent


def _run_beside(kind: str, ways: Ways) -> None:
    with lanes.OpenLane(kind) as lane:
        while keys := lane.take(timezone.now()):
            Batch(lane, ways, keys).send()


class Batch:
    """What a lane took at once, and how far it is."""

    def __init__(self, lane: lanes.OpenLane, ways: Ways, keys: list[UUID]):
        self.lane, self.ways, self.keys = lane, ways, keys
        self.gone: list[UUID] = []
        self.receipts: dict[UUID, Receipt] = {}
        self.resting: dict[UUID, OutOfOrder] = {}  # channels that are out of order, by key

    def send(self) -> int:
        messages = loading.rows(self.keys)
        self.loaded = {message.pk: message for message in messages}
        held = checks.again(messages, timezone.now())
        _write_beforehand(message for message in messages if message.pk not in held)
        with self.ways.turn:
            sent = self._hand_over(messages, held)
            if self.gone:
                self.lane.has_sent_all()
        self._settle()
        return sent

    def _hand_over(self, messages: list[Message], held: dict) -> int:
        sent, since = 0, time.monotonic()
        for message in messages:
            if message.pk in held:
                self._aside(partial(failing.refuse, message, held[message.pk]))
            elif message.channel_id in self.resting:
                self._aside(partial(failing.wait, message, self.resting[message.channel_id]))
            else:
                sent += self._one(message)
            if time.monotonic() - since > SETTLE_AFTER:
                self._settle()
                since = time.monotonic()
        return sent

    def _one(self, message: Message) -> bool:
        begun = []

        def on_wire() -> Callable[[], None]:
            begun.append(True)
            return self.lane.puts_on_wire(message.pk)

        try:
            with sealed.opened(message):
                receipt = self.ways.of(message.channel).put(message, on_wire)
        except OutOfOrder as problem:
            self.resting[message.channel_id] = problem
            self._aside(partial(failing.wait, message, problem))
        except TryLater as problem:
            self._aside(partial(failing.try_later, message, problem))
        except Refused as problem:
            self._aside(partial(failing.fail, message, problem))
        except Unclear as problem:
            self._aside(partial(failing.unclear, message, problem.detail))
        except (DatabaseError, lanes.LostLane):
            raise
        except Exception as error:  # ours: one message that cannot be written must not hold up the others
            log.exception("Message %s could not be sent", message.pk)
            said = type(error).__name__
            self._aside(partial(failing.unclear if begun else failing.broken, message, said))
        else:
            self.gone.append(message.pk)
            self.receipts[message.pk] = receipt
            return True
        return False

    def _aside(self, said: Callable[[], object]) -> None:
        """Something else than "sent" became of one. What went before it is settled with it, in one transaction."""
        self._settle(said)

    def _settle(self, also: Callable[[], object] | None = None) -> None:
        self.lane.rests()
        if not self.gone and not also:
            return
        for attempt in range(3):
            try:
                with transaction.atomic():
                    settling.settle(self.gone, lane=self.lane.number, receipts=self.receipts, loaded=self.loaded)
                    if also:
                        also()
                break
            except OperationalError as error:  # two waited for each other, and this one was chosen to let go
                if attempt == 2 or connection.connection is None or connection.connection.closed:
                    raise
                log.info("Settling once more: %s", type(error).__name__)
        self.gone, self.receipts = [], {}


def _write_beforehand(messages: Iterable[Message]) -> None:
    """While another lane has the wire. Those with files wait, as they may be large."""
    for message in messages:
        if message.channel.kind == ChannelKind.EMAIL and not message.files.all():
            with suppress(Exception), sealed.opened(message):  # what cannot be written is told when it would go
                rendering.keep(message)
