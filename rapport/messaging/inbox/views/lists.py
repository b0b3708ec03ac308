from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rapport.core import formats
from rapport.core.live import STATE, known, nothing_new, state_of
from rapport.core.registry import BADGES_COUNT_TO
from rapport.core.views import Page
from rapport.messaging.inbox import finding, queries
from rapport.messaging.inbox.queries import SHOWS
from rapport.messaging.inbox.views.base import show_of


def beside(request: HttpRequest, show: str) -> dict:
    """The list, as it stands by itself and beside a conversation. Three queries."""
    tag = request.GET.get("tag", "").strip()[:60]
    page = queries.listed(request.user, SHOWS[show], after=request.GET.get("after"), tag=tag)
    found = queries.counts(request.user)
    waiting = queries.waiting_for(request.user) if show == "mine" and not (page.next or tag) else []
    standing = [(row.pk, row.version, row.is_late(timezone.now())) for row in (*page.items, *waiting)]
    return {
        "show": show,
        "about": SHOWS[show],
        "tabs": [(one, in_words(found.get(one.name, 0))) for one in SHOWS.values() if one.is_tab],
        "others": [one for one in SHOWS.values() if not one.is_tab],
        "tag": tag,
        "page": page,
        "at_first": "after" not in request.GET,
        "waiting": waiting,
        "drafted": queries.drafted(request.user, page.items),
        "is_choosing": "choose" in request.GET,
        "list_state": state_of(show, tag, *standing),
        "now": timezone.now(),
    }


def in_words(n: int) -> str:
    return formats.up_to(BADGES_COUNT_TO, n) if n else ""


class InboxPage(Page):
    """The lists of the inbox. An open one asks again now and then, and is answered when something changed."""

    permission = "messaging.view_conversation"

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "").strip()[:200]
        context = beside(request, show_of(request))
        if known(request) and known(request) == context["list_state"]:
            return nothing_new(context["list_state"])
        if text:
            context |= {"q": text, "found": finding.find(request.user, text)}
        response = render(request, "messaging/inbox/inbox.html", context)
        response.headers[STATE] = context["list_state"]
        return response
