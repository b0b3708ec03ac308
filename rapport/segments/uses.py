"""Who relies on a segment: what uses it is asked before it goes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from rapport.core.registry import Registry
from rapport.segments.models import Segment


@dataclass(frozen=True)
class SegmentUse:
    """`of(segment)` names what uses it, in words for a person: “Newsletter of May”. One query."""

    name: str
    of: Callable[[Segment], Iterable[str]]
    order: int = 50


segment_uses: Registry[SegmentUse] = Registry()


def in_conditions(segment: Segment) -> list[str]:
    """The segments whose conditions ask for this one."""
    rows = Segment.objects.kept().exclude(pk=segment.pk).alias(said=Cast("condition", TextField()))
    return [
        _("the segment “%(name)s”") % {"name": name}
        for name in rows.filter(said__contains=str(segment.pk)).values_list("name", flat=True)[:10]
    ]


segment_uses.add(SegmentUse("segments", in_conditions))
