"""Verbs: saving, changing, sharing, keeping at hand and deleting segments, and picking customers by hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Book
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.segments.conditions import checked
from rapport.segments.models import Membership, Segment, SegmentPin
from rapport.segments.queries import asked
from rapport.segments.uses import segment_uses
from rapport.staff.models import User

MOST_COLUMNS = 20
BATCH = 5_000


class NotYours(Refusal):
    code = "segment_not_yours"
    message = _("This segment belongs to somebody else. Save it under a name of your own to change it.")


class MayNotShare(Refusal):
    code = "segment_not_to_share"
    message = _("Your role may not share segments. Ask somebody who may.")


class ChangedMeanwhile(Refusal):
    code = "changed_meanwhile"
    message = _("Someone changed this since you read it. Read it again, then send yours.")


class InUse(Refusal):
    code = "segment_in_use"


class NotPickedByHand(Refusal):
    code = "segment_by_condition"
    message = _("Who is in this segment is said by its condition. Change the condition, or make a list of your own.")


@transaction.atomic
def save(
    name: str,
    *,
    by: User | None,
    condition: Mapping[str, Any] | None = None,
    is_shared: bool = False,
    columns: Sequence[str] = (),
    sort: str = "",
    at: datetime | None = None,
) -> Segment:
    """Make a segment: by `condition`, or without one a list to put customers on. Raises `Misread`, `MayNotShare`."""
    at = at or timezone.now()
    if is_shared and by and not by.has_perm("segments.share_segment"):
        raise MayNotShare
    segment = Segment(
        name=clean(name),
        kind=Segment.Kind.STATIC if condition is None else Segment.Kind.DYNAMIC,
        condition=condition and checked(condition, Book(by)),
        owner=by,
        is_shared=is_shared or by is None,
        columns=_columns(columns, by),
        sort=sort,
        created_at=at,
        updated_at=at,
    )
    _make_sense(segment, by)
    segment.save(force_insert=True)
    return segment


CHANGEABLE = ("name", "condition", "is_shared", "columns", "sort")


@transaction.atomic
def change(segment: Segment, *, by: User, changes: Mapping[str, Any], version: int | None = None, at=None) -> Segment:
    """Change what `changes` names (one of `CHANGEABLE`) and nothing else.

    Raises `NotYours`, `MayNotShare`, `Misread`, and `ChangedMeanwhile` when it is no longer the `version` given.
    """
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    if not may_change(segment, by):
        raise NotYours
    if version is not None and version != segment.version:
        raise ChangedMeanwhile
    before = {name: getattr(segment, name) for name in CHANGEABLE}
    for name in CHANGEABLE:
        if name in changes:
            setattr(segment, name, changes[name])
    segment.name = clean(segment.name)
    if segment.is_static != (segment.condition is None):
        raise NotPickedByHand
    if segment.condition is not None and "condition" in changes:
        segment.condition = checked(segment.condition, Book(by))
    segment.columns = _columns(segment.columns, by) if "columns" in changes else segment.columns
    if segment.is_shared and not before["is_shared"] and not by.has_perm("segments.share_segment"):
        raise MayNotShare
    if before == {name: getattr(segment, name) for name in CHANGEABLE}:
        return segment
    _make_sense(segment, by)
    segment.version += 1
    segment.updated_at = at or timezone.now()
    segment.save()
    return segment


@transaction.atomic
def delete(segment: Segment, *, by: User) -> None:
    """Take it away; `restore` brings it back for a while. Raises `NotYours`, and `InUse` with what relies on it."""
    segment = Segment.objects.kept().select_for_update().filter(pk=segment.pk).first()
    if segment is None:
        return
    if not may_change(segment, by):
        raise NotYours
    uses = [use for kind in segment_uses for use in kind.of(segment)]
    if uses:
        raise InUse(_g("This segment is used by %(uses)s. Change that first.") % {"uses": ", ".join(uses[:5])})
    segment.removed_at = timezone.now()
    segment.save(update_fields=["removed_at"])


@transaction.atomic
def restore(segment: Segment, *, by: User) -> None:
    """The opposite of `delete`, with who was on it and in whose side bar it stood. Raises `NotYours`."""
    if not may_change(segment, by):
        raise NotYours
    Segment.objects.filter(pk=segment.pk).update(removed_at=None)


def forget_removed(*, before: datetime) -> int:
    """Delete for good what was taken away before a moment; answers how many segments that were."""
    gone = Segment.objects.filter(removed_at__lt=before)
    return gone.delete()[1].get(Segment._meta.label, 0)


def may_change(segment: Segment, user: User) -> bool:
    """Their own; a shared one of others needs the right for it."""
    if segment.owner_id == user.pk:
        return user.has_perm("segments.change_segment")
    return segment.is_shared and user.has_perm("segments.manage_segment")


@transaction.atomic
def pin(segment: Segment, *, user: User) -> SegmentPin:
    """Keep it in the side bar. Twice is once."""
    last = SegmentPin.objects.filter(user=user).aggregate(last=Max("position"))["last"]
    found, _made = SegmentPin.objects.get_or_create(
        segment=segment, user=user, defaults={"position": 0 if last is None else last + 1}
    )
    return found


def unpin(segment: Segment, *, user: User) -> None:
    SegmentPin.objects.filter(segment=segment, user=user).delete()


@transaction.atomic
def put_in(segment: Segment, customers: QuerySet | Sequence[UUID], *, by: User | None, at: datetime) -> int:
    """Put `customers` (a query, or keys) on a list that is picked by hand; answers how many were not on it yet.

    Only whom `by` may see gets on it. Raises `NotPickedByHand`, `NotYours`.
    """
    _lock_static(segment, by)
    found = _in_sight(customers, by)
    before = Membership.objects.filter(segment=segment).count()
    last = UUID(int=0)
    while keys := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows = [Membership(segment=segment, customer_id=key, by=by, at=at) for key in keys]
        Membership.objects.bulk_create(rows, ignore_conflicts=True)
        last = keys[-1]
    return Membership.objects.filter(segment=segment).count() - before


@transaction.atomic
def take_out(segment: Segment, customers: QuerySet | Sequence[UUID], *, by: User | None) -> int:
    """Take `customers` off a list; answers how many were on it. Raises `NotPickedByHand`, `NotYours`."""
    _lock_static(segment, by)
    found = _in_sight(customers, by)
    return Membership.objects.filter(segment=segment, customer__in=found.values("pk")).delete()[0]


def _lock_static(segment: Segment, by: User | None) -> None:
    locked = Segment.objects.select_for_update().get(pk=segment.pk)
    if not locked.is_static:
        raise NotPickedByHand
    if by is not None and not may_change(locked, by):
        raise NotYours


def _in_sight(customers: QuerySet | Sequence[UUID], by: User | None) -> QuerySet:
    if not isinstance(customers, QuerySet):
        customers = Customer.objects.filter(pk__in=list(customers))
    visible = Customer.objects.visible_to(by) if by else Customer.objects.all()
    return visible.filter(pk__in=customers.order_by().values("pk"))


def _make_sense(segment: Segment, by: User | None) -> None:
    """Raises `Misread` also where it asks for itself, by way of others."""
    if segment.condition is not None:
        asked(segment.condition, user=by, chain=(segment.pk,))


def _columns(names: Sequence[str], by: User | None) -> list[str]:
    """Those that are known, each once. One that went with its slice is left out."""
    book = Book(by)
    return [name for name in dict.fromkeys(names) if book.find(name)][:MOST_COLUMNS]
