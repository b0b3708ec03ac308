from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rapport.timeline.models import Entry
from rapport.timeline.story import story_context


def about_customer(request: HttpRequest, pk):
    customers = Entry._meta.get_field("customer").related_model.objects
    return get_object_or_404(customers.visible_to(request.user), pk=pk)


def about_entry(request: HttpRequest, pk) -> Entry:
    rows = Entry.every.visible_to(request.user).select_related("customer", "by", "pin", "location")
    return get_object_or_404(rows, pk=pk)


def is_part(request: HttpRequest) -> bool:
    """Whether a module of the page wants only what changed."""
    return getattr(request.htmx, "request_type", "") == "partial"


def answer_story(request: HttpRequest, customer, form=None, status: int = 200) -> HttpResponse:
    """The story of `customer` with its composer, and what there is to say in toasts."""
    return render(request, "timeline/_story_answer.html", story_context(request, customer, form=form), status=status)


def answer_lines(request: HttpRequest, customer) -> HttpResponse:
    """The lines of the story without the composer, in which somebody may be writing."""
    return render(request, "timeline/_lines_answer.html", story_context(request, customer))
