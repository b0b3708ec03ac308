from django.db.models import Exists, OuterRef
from django.shortcuts import render

from rapport.core.facts import Book
from rapport.core.views import Page
from rapport.segments.conditions import Misread, line_of, tree_of
from rapport.segments.models import Segment, SegmentPin


class SegmentsPage(Page):
    """Somebody's own segments and those that are shared, each with what it asks for. Nobody is counted here."""

    permission = "segments.view_segment"

    def get(self, request):
        pinned = SegmentPin.objects.filter(segment=OuterRef("pk"), user=request.user)
        rows = Segment.objects.visible_to(request.user).select_related("owner").annotate(is_pinned=Exists(pinned))
        book = Book(request.user)
        segments = [{"segment": row, **_said(row, book)} for row in rows]
        context = {
            "mine": [one for one in segments if one["segment"].owner_id == request.user.pk],
            "others": [one for one in segments if one["segment"].owner_id != request.user.pk],
        }
        return render(request, "segments/list.html", context)


def _said(segment: Segment, book: Book) -> dict:
    if segment.is_static:
        return {"line": "", "problem": ""}
    try:
        return {"line": line_of(tree_of(segment.condition, book), book), "problem": ""}
    except Misread as misread:
        return {"line": "", "problem": str(misread.message)}
