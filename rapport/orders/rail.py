"""The steps of an order as a rail: done, now, to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rapport.orders.models import Order, OrderStep, StepKind

Meaning = StepKind.Meaning


@dataclass(frozen=True)
class Stop:
    """One stop on the rail. `state` is done, now, late or empty; `at` when it was reached, `by` until when promised."""

    kind: StepKind
    state: str
    at: datetime | None = None
    by: datetime | None = None


def rail(order: Order, steps: Iterable[OrderStep], kinds: dict[str, StepKind], *, now: datetime) -> list[Stop]:
    """Every step the order took, and those it can still take; an end other than delivery only once it came."""
    taken = {step.kind: step.at for step in steps}
    stops = []
    for key, kind in kinds.items():
        if key in taken:
            state = "now" if order.is_open and key == order.step else "done"
            stops.append(Stop(kind, state, at=taken[key]))
        elif order.is_open and kind.retired_at is None and kind.meaning in (Meaning.WAY, Meaning.DELIVERED):
            stops.append(_to_come(order, kind, now))
    return stops


def next_step(order: Order, kinds: dict[str, StepKind]) -> StepKind | None:
    """The step after the one it stands at, which most orders take next."""
    if not order.is_open:
        return None
    onward = [k for k in kinds.values() if k.retired_at is None and k.meaning in (Meaning.WAY, Meaning.DELIVERED)]
    here = kinds[order.step].position if order.step in kinds else 0
    return next((kind for kind in onward if kind.position > here), None)


def progress(order: Order, kinds: dict[str, StepKind]) -> int:
    """How far along an order is, in per cent of its steps."""
    if not order.is_open:
        return 100
    way = [
        k.key for k in kinds.values() if k.retired_at is None and k.meaning not in (Meaning.CANCELLED, Meaning.RETURNED)
    ]
    place = way.index(order.step) if order.step in way else 0
    return round((place + 0.5) / max(1, len(way) - 1) * 100) if len(way) > 1 else 50


def _to_come(order: Order, kind: StepKind, now: datetime) -> Stop:
    if kind.meaning != Meaning.DELIVERED or order.promise is None:
        return Stop(kind, "")
    return Stop(kind, "late" if order.is_late(now) else "", by=order.promise.due_at)
