"""The causes of complaints: a list of two levels, those of every house first.

The first ones live in `models.FIRST_CAUSES`. They need no row until a case names one or the house changes it; their
keys are made of their names, so that they are the same in every house.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Cause
from rapport.care.models.causes import FIRST_CAUSES
from rapport.core.names import clean
from rapport.core.refusals import Refusal

OTHER = "other"


class TwoLevels(Refusal):
    code = "cause_two_levels"
    message = _("Causes have two levels. Put this one below one of the upper level.")


class CauseNotOffered(Refusal):
    code = "cause_not_offered"
    message = _("This cause is not offered any more. Choose another one.")


class OtherStays(Refusal):
    code = "cause_other_stays"
    message = _("There has to be one for what fits nowhere else. It stays.")


class CauseHasLower(Refusal):
    code = "cause_has_lower"
    message = _("Others stand below it. Offer those no longer first.")


def key_of(name: str) -> UUID:
    """The key of a first cause."""
    return uuid5(NAMESPACE_URL, f"rapport:cause:{name}")


def _first() -> dict[UUID, Cause]:
    found = {}
    for position, name in enumerate(FIRST_CAUSES, start=1):
        upper = name.partition(".")[0]
        parent = key_of(upper) if upper != name else None
        found[key_of(name)] = Cause(pk=key_of(name), key=name, parent_id=parent, position=position * 10)
    return found


def all_causes() -> dict[UUID, Cause]:
    """Every cause by its key, those of the lower level behind the one above them. One query.

    `cause.upper` is the one above, `cause.title` names both levels.
    """
    found = _first() | {cause.pk: cause for cause in Cause.objects.all()}
    for cause in found.values():
        cause.upper = found.get(cause.parent_id)
        cause.title = f"{cause.upper.label} › {cause.label}" if cause.upper else str(cause.label)
    return dict(sorted(found.items(), key=lambda pair: _place(pair[1])))


def _place(cause: Cause) -> tuple:
    upper = cause.upper or cause
    return (
        upper.key == OTHER,
        upper.position,
        str(upper.label),
        str(upper.pk),
        cause.upper is not None,
        cause.position,
    )


def offered(causes: dict[UUID, Cause]) -> list[Cause]:
    """Those that a case may be given now."""
    return [cause for cause in causes.values() if not (cause.retired_at or cause.upper and cause.upper.retired_at)]


def is_other(cause: Cause) -> bool:
    return cause.pk == key_of(OTHER) or cause.parent_id == key_of(OTHER)


def branch(cause: Cause, causes: dict[UUID, Cause]) -> list[UUID]:
    """The keys of `cause` and of what stands below it."""
    return [cause.pk, *(other.pk for other in causes.values() if other.parent_id == cause.pk)]


@transaction.atomic
def kept(cause: Cause) -> Cause:
    """`cause` as a row, which a first one becomes when somebody needs it."""
    upper = getattr(cause, "upper", None)
    if upper is not None:
        kept(upper)
    fields = {"key": cause.key, "name": cause.name, "parent_id": cause.parent_id, "position": cause.position}
    row, _made = Cause.objects.get_or_create(pk=cause.pk, defaults=fields)
    return row


@transaction.atomic
def add(name: str, *, below: Cause | None = None) -> Cause:
    """Add an own cause, in the upper level or `below` one of it, as the last. Raises `TwoLevels`."""
    if below is not None and below.parent_id:
        raise TwoLevels
    beside = [c for c in all_causes().values() if c.parent_id == (below.pk if below else None)]
    position = max((c.position for c in beside), default=0) + 10
    parent = kept(below) if below else None
    return Cause.objects.create(name=clean(name), parent=parent, position=position)


@transaction.atomic
def rename(cause: Cause, name: str) -> Cause:
    """Call it by another name; an empty one gives a first cause its own back."""
    row = kept(cause)
    row.name = clean(name)
    row.save(update_fields=["name"])
    return row


@transaction.atomic
def move(cause: Cause, *, up: bool) -> None:
    """One place earlier or later among those beside it."""
    causes = all_causes()
    beside = [c for c in causes.values() if c.parent_id == cause.parent_id and c.key != OTHER]
    place = next((i for i, c in enumerate(beside) if c.pk == cause.pk), None)
    other = None if place is None else place - 1 if up else place + 1
    if other is not None and 0 <= other < len(beside):
        beside[place], beside[other] = beside[other], beside[place]
        order(c.pk for c in beside)


@transaction.atomic
def order(keys: Iterable[UUID]) -> None:
    """Put the causes with these keys into this order."""
    causes = all_causes()
    for position, key in enumerate(keys, start=1):
        if key in causes:
            row = kept(causes[key])
            if row.position != position * 10:
                row.position = position * 10
                row.save(update_fields=["position"])


@transaction.atomic
def retire(cause: Cause, *, at: datetime) -> Cause:
    """Offer it no longer; cases that have it keep it. Raises `OtherStays`, `CauseHasLower`."""
    if cause.key == OTHER:
        raise OtherStays
    if any(c.parent_id == cause.pk and c.retired_at is None for c in all_causes().values()):
        raise CauseHasLower
    row = kept(cause)
    row.retired_at = row.retired_at or at
    row.save(update_fields=["retired_at"])
    return row


@transaction.atomic
def offer_again(cause: Cause) -> Cause:
    row = kept(cause)
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    return row
