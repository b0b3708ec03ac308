"""Being in a segment, as a fact: so that one builds on another."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Field, Offer, Test, Type, fields
from rapport.core.facts.columns import any_of
from rapport.core.ids import is_id
from rapport.segments.conditions import Misread, Problem
from rapport.segments.models import Segment
from rapport.segments.queries import question_of

DEEPEST = 5  # segments that ask for segments


def in_segment(test: Test) -> Q:
    """Compiled into the same query, however many there are."""
    keys = [test.value] if test.operator == "is" else list(test.value)
    found = {str(segment.pk): segment for segment in Segment.objects.kept().filter(pk__in=filter(is_id, keys))}
    if missing := [key for key in keys if key not in found]:
        text = _g("A segment that is asked for is not there any more: %(key)s.")
        raise Misread([Problem("", text % {"key": missing[0]}, "unknown_segment")])
    return any_of(*(_of(segment, test) for segment in found.values()))


def _of(segment: Segment, test: Test) -> Q:
    if segment.pk in test.chain:
        text = _g("The segment “%(name)s” asks for itself.")
        raise Misread([Problem("", text % {"name": segment.name}, "asks_for_itself")])
    if len(test.chain) >= DEEPEST:
        text = _g("Segments may ask for each other at most %(most)s deep.")
        raise Misread([Problem("", text % {"most": DEEPEST}, "too_deep")])
    return question_of(segment, user=test.user, at=test.at, chain=test.chain).where


def offers(user, text: str, limit: int) -> list[Offer]:
    rows = Segment.objects.visible_to(user) if user else Segment.objects.kept().filter(is_shared=True)
    rows = rows.filter(name__icontains=text)[:limit]
    return [Offer(str(row.pk), row.name) for row in rows]


def named(keys: Iterable[str]) -> Mapping[str, str]:
    return {str(row.pk): row.name for row in Segment.objects.filter(pk__in=filter(is_id, keys))}


fields.add(
    Field(
        "segment",
        _("Segment"),
        Type.CHOICE,
        ask=in_segment,
        group=_("In this house"),
        operators=("is", "any_of"),
        offers=offers,
        named=named,
        served_by="member_once",
        order=70,
    )
)
