"""The list of customers narrowed by a segment, or by a line of conditions: `?segment=<id>`, `?where=city is Brno`."""

from contextlib import suppress
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Book
from rapport.core.ids import is_id
from rapport.core.prepared import prepared
from rapport.customers.narrowings import Narrowed, Narrowing, narrowings
from rapport.segments.conditions import Misread, Unreadable, condition_of, line_of, tree_in, tree_of
from rapport.segments.models import Segment
from rapport.segments.queries import asked, question_of

OFFERED = 200


def by_segment(value: str, user) -> Narrowed:
    """By its key, or by its name."""
    label = str(_("Segment"))
    rows = Segment.objects.visible_to(user) if user else Segment.objects.kept()
    found = list(rows.filter(Q(pk=value) if is_id(value) else Q(name__iexact=value))[:2])
    if len(found) != 1:
        said = _g("There is no segment “%(name)s” that you see.") if not found else _g("Several are called “%(name)s”.")
        return Narrowed("segment", value, label, value, problem=said % {"name": value[:80]})
    segment = found[0]
    try:
        question = question_of(segment, user=user)
    except Misread as broken:
        text = _g("The segment “%(name)s” is broken, so nobody is in it. %(why)s")
        problem = text % {"name": segment.name, "why": broken.message}
        return Narrowed("segment", str(segment.pk), label, segment.name, problem=problem)
    return Narrowed(
        "segment",
        str(segment.pk),
        label,
        segment.name,
        question.where,
        question.says_whether_archived,
        url=reverse("segments:segment", args=[segment.pk]) if user else "",
        columns=tuple(segment.columns),
        sort=segment.sort,
    )


def by_line(value: str, user) -> Narrowed:
    """Kept in English, which every language understands: a job goes on with it in that of the house."""
    label = str(_("Who"))
    book = Book(user)
    try:
        tree = tree_in(value, book)
        question = asked(condition_of(tree), user=user)
    except Unreadable as unreadable:
        return Narrowed("where", value, label, value, problem=unreadable.message)
    except Misread as misread:
        return Narrowed("where", value, label, value, problem=str(misread.message))
    with translation.override("en"):
        kept = line_of(tree, book)
    url = f"{reverse('segments:new')}?{urlencode({'where': kept})}" if user else ""
    said = line_of(tree, book)
    return Narrowed("where", kept, label, said, question.where, question.says_whether_archived, url=url)


def menu(user) -> list[tuple[str, str]]:
    """Segments to choose from in the bar of the list."""
    return [(str(segment.pk), segment.name) for segment in _to_choose(user.pk)]


@prepared
def _to_choose(user: UUID) -> QuerySet[Segment]:
    return Segment.objects.kept().filter(Q(owner=user) | Q(is_shared=True)).only("name").order_by("name")[:OFFERED]


def begin(filters, user) -> str:
    """The builder, with what the list is narrowed to already."""
    book = Book(user)
    wanted = {"kind": filters.kind, "tag": filters.tag, "language": filters.language}
    said = [{"field": name, "op": "is", "value": value} for name, value in wanted.items() if value]
    if filters.manager == "none":
        said.append({"field": "account_manager", "op": "unknown"})
    elif filters.manager:
        said.append({"field": "account_manager", "op": "is", "value": str(filters.manager)})
    if filters.followed_by:
        said.append({"field": "followed", "op": "yes"})
    if filters.archived:
        said.append({"field": "archived", "op": "yes"})
    lines = [way.value for way in filters.more if way.name == "where" and not way.problem]
    with suppress(Misread):
        lines += [line_of(tree_of({"version": 1, "all": [one]}, book), book) for one in said]
    if segment := next((way for way in filters.more if way.name == "segment" and not way.problem), None):
        return segment.url
    line = " and ".join(f"({one})" for one in lines) if len(lines) > 1 else "".join(lines)
    return reverse("segments:new") + (f"?{urlencode({'where': line})}" if line else "")


narrowings.add(
    Narrowing(
        "segment",
        _("Segment"),
        by_segment,
        help=_("only those in this segment, by its name"),
        menu=menu,
        begin=begin,
        begin_label=_("More conditions"),
        order=10,
    )
)
narrowings.add(Narrowing("where", _("Who"), by_line, help=_("only those who are like that: “city is Brno”"), order=20))
