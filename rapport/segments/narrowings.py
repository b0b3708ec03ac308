"""The list of customers narrowed by a segment, or by a line of conditions: `?segment=<id>`, `?where=city is Brno`."""

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Book
from rapport.core.ids import is_id
from rapport.customers.narrowings import Narrowed, Narrowing, narrowings
from rapport.segments.conditions import Misread, Unreadable, condition_of, line_of, tree_in
from rapport.segments.models import Segment
from rapport.segments.queries import asked, question_of


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
    return Narrowed("segment", str(segment.pk), label, segment.name, question.where, question.says_whether_archived)


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


narrowings.add(Narrowing("segment", _("Segment"), by_segment, help="only those in this segment, by its name", order=10))
narrowings.add(Narrowing("where", _("Who"), by_line, help="only those who are like that: “city is Brno”", order=20))
