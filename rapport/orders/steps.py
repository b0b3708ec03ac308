"""The steps that orders take: those every house has, and what the business made of them."""

from copy import copy

from django.db.models import QuerySet

from rapport.core.prepared import prepared
from rapport.orders.models import StepKind

_Meaning = StepKind.Meaning

# Shared by everyone, so only copies are handed out: they may be written on.
FIRST = {
    kind.key: kind
    for kind in (
        StepKind(key="placed", position=10, meaning=_Meaning.START),
        StepKind(key="confirmed", position=20),
        StepKind(key="preparation", position=30),
        StepKind(key="shipped", position=40),
        StepKind(key="delivered", position=50, meaning=_Meaning.DELIVERED),
        StepKind(key="cancelled", position=60, meaning=_Meaning.CANCELLED),
        StepKind(key="returned", position=70, meaning=_Meaning.RETURNED),
    )
}


def all_kinds() -> dict[str, StepKind]:
    """Every kind by its key, in the order people see them, retired ones included. One query."""
    found = {key: copy(kind) for key, kind in FIRST.items()} | {kind.key: kind for kind in _own_kinds()}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].position, str(pair[1]))))


@prepared
def _own_kinds() -> QuerySet[StepKind]:
    return StepKind.objects.all()


def offered(kinds: dict[str, StepKind]) -> list[StepKind]:
    """The kinds by which an order can still go forward: neither retired nor an end other than delivery."""
    onward = (_Meaning.START, _Meaning.WAY, _Meaning.DELIVERED)
    return [kind for kind in kinds.values() if kind.retired_at is None and kind.meaning in onward]


def kind_of(key: str) -> StepKind:
    """The kind with this key. Raises `StepKind.DoesNotExist`."""
    kind = StepKind.objects.filter(pk=key).first()
    if kind is None and key not in FIRST:
        raise StepKind.DoesNotExist(key)
    return kind or copy(FIRST[key])
