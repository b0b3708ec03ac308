"""The steps of orders under the business's own names and in its own order."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from rapport.core.ids import uuid7
from rapport.core.names import clean
from rapport.orders.models import StepKind
from rapport.orders.refusals import StepStays
from rapport.orders.steps import FIRST, all_kinds, kind_of


@transaction.atomic
def add_kind(name: str, *, meaning: str = StepKind.Meaning.WAY) -> StepKind:
    """Add an own step, on the way or as another way to be delivered; it comes before delivery."""
    name = clean(name)
    key = slugify(name)[:30]
    if not key or key in FIRST or StepKind.objects.filter(pk=key).exists():
        key = f"{key or 'own'}-{uuid7().hex[-8:]}"
    kind = StepKind.objects.create(key=key, name=name, meaning=meaning)
    order = [key for key in all_kinds() if key != kind.key]
    order.insert(order.index("delivered"), kind.key)
    _number(order)
    return StepKind.objects.get(pk=kind.pk)


@transaction.atomic
def rename_kind(key: str, name: str) -> StepKind:
    """Call a step by another name; an empty one gives a first step its own back."""
    kind = kind_of(key)
    kind.name = clean(name)
    return _keep(kind)


@transaction.atomic
def move_kind(key: str, *, up: bool) -> None:
    """Let a step come one place earlier or later."""
    order = list(all_kinds())
    place = order.index(key)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        _number(order)


@transaction.atomic
def order_kinds(keys: list[str]) -> None:
    """Put the steps into this order; those it does not name stay behind."""
    kinds = all_kinds()
    named = [key for key in dict.fromkeys(keys) if key in kinds]
    _number([*named, *(key for key in kinds if key not in named)])


@transaction.atomic
def retire_kind(key: str, *, at: datetime) -> StepKind:
    """Offer the step no longer; orders that took it keep it. Raises `StepStays`."""
    kind = kind_of(key)
    if not kind.can_retire:
        raise StepStays
    kind.retired_at = kind.retired_at or at
    return _keep(kind)


@transaction.atomic
def return_kind(key: str) -> StepKind:
    """Offer the step again."""
    kind = kind_of(key)
    kind.retired_at = None
    return _keep(kind)


def _number(keys: list[str]) -> None:
    kinds = all_kinds()
    for position, key in enumerate(keys, start=1):
        if kinds[key].position != position * 10:
            kinds[key].position = position * 10
            _keep(kinds[key])


def _keep(kind: StepKind) -> StepKind:
    fields = {"name": kind.name, "meaning": kind.meaning, "position": kind.position, "retired_at": kind.retired_at}
    row, _created = StepKind.objects.update_or_create(pk=kind.key, defaults=fields)
    return row
