from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from rapport.core.live import STATE, known, nothing_new, state_of
from rapport.core.parts import render_part
from rapport.core.registry import panels
from rapport.messaging.inbox import linkables, noting, presence, thread
from rapport.messaging.inbox.aside import aside_of
from rapport.messaging.inbox.composing import composer
from rapport.messaging.inbox.views.base import AboutConversation, show_of
from rapport.messaging.inbox.views.lists import beside
from rapport.messaging.models import Conversation, Follow

MOST_SHOWN = 1000  # messages of one thread at once
MOST_DIGITS = 6
RECENT = 15  # messages whose delivery an open page hears of


class ConversationPage(AboutConversation):
    """One conversation: the list, what was said, who it is with, and where one answers."""

    permission = "messaging.view_conversation"

    def get(self, request: HttpRequest, conversation: Conversation, status: int = 200, **composing) -> HttpResponse:
        at = timezone.now()
        presence.note_presence(conversation, request.user, at=at)
        follow = Follow.objects.filter(conversation=conversation, user=request.user).first()
        if follow:
            presence.note_seen(conversation, request.user, at=at)
        context = {
            **beside(request, show_of(request)),
            **told(request, conversation, at),
            **neighbours(request, conversation),
            "composer": composer(request, conversation, **composing) if may_write(request, conversation) else None,
            "aside": aside_of(request, conversation, at),
            "side": side_of(request, conversation),
            "is_followed": follow is not None,
            "now": at,
        }
        context |= next_of(context["page"].items, conversation)
        return render(request, "messaging/inbox/conversation.html", context, status=status)


class LivePart(AboutConversation):
    """The head and the thread of an open page, when there is something new. It tells that somebody looks, too."""

    permission = "messaging.view_conversation"

    def get(self, request, conversation):
        at = timezone.now()
        presence.note_presence(conversation, request.user, at=at, is_writing="writing" in request.GET)
        asked = known(request)
        context = told(request, conversation, at, size=shown_size(request))
        if asked == context["state"]:
            return nothing_new(context["state"])
        presence.note_seen(conversation, request.user, at=at)
        response = render(request, "messaging/inbox/_live.html", {**context, "show": show_of(request), "now": at})
        response.headers[STATE] = context["state"]
        return response


class EarlierPart(AboutConversation):
    """Messages from before those that are shown."""

    permission = "messaging.view_conversation"

    def get(self, request, conversation):
        context = {"conversation": conversation, "show": show_of(request), "now": timezone.now()}
        found = {
            "thread": thread.thread_of(conversation, before=request.GET.get("before")),
            "may_write": may_write(request, conversation),
            "message_tools": message_tools(request),
        }
        if getattr(request.htmx, "request_type", "") == "partial":
            return render(request, "messaging/inbox/_earlier.html", context | found)
        return render(request, "messaging/inbox/earlier.html", context | found)


def shown_size(request: HttpRequest) -> int:
    """How many messages the open page shows by now."""
    shown = request.GET.get("shown", "")
    return (
        min(max(thread.SIZE, int(shown)), MOST_SHOWN) if shown.isdecimal() and len(shown) < MOST_DIGITS else thread.SIZE
    )


def told(request: HttpRequest, conversation: Conversation, at, size: int = thread.SIZE) -> dict:
    """What the live part shows, and the word by which it is known. A fixed number of queries."""
    found = thread.thread_of(conversation, before=request.GET.get("before"), size=size)
    here = presence.others(conversation, request.user, at=at)
    states = [(m.pk, m.state, m.reason) for m in found.messages[:RECENT]]
    return {
        "conversation": conversation,
        "thread": found,
        "here": here,
        "restated": noting.waits_for_yes(conversation),
        "links": linkables.shown(conversation.links.all(), request.user),
        "may_write": may_write(request, conversation),
        "message_tools": message_tools(request),
        "state": state_of(conversation.version, *states, *((one.user_id, one.is_writing) for one in here)),
    }


def may_write(request: HttpRequest, conversation: Conversation) -> bool:
    return request.user.has_perm("messaging.add_message")


def message_tools(request: HttpRequest) -> list[str]:
    """What slices offer below each message; their templates know the `message` and ask nothing of the database."""
    return [panel.template for panel in panels.for_user(request.user) if panel.slot == "message.foot"]


def neighbours(request: HttpRequest, conversation: Conversation) -> dict:
    """What it was split from or goes on from. No query where it is neither."""
    keys = [key for key in (conversation.split_from_id, conversation.continues_id) if key]
    if not keys:
        return {}
    rows = {row.pk: row for row in Conversation.objects.visible_to(request.user).filter(pk__in=keys)}
    return {"split_from": rows.get(conversation.split_from_id), "continues": rows.get(conversation.continues_id)}


def next_of(rows: list[Conversation], conversation: Conversation) -> dict:
    """Its neighbours in the list beside it."""
    at = next((i for i, row in enumerate(rows) if row.pk == conversation.pk), None)
    if at is None:
        return {"following": rows[0] if rows else None}
    return {"preceding": rows[at - 1] if at else None, "following": rows[at + 1] if at + 1 < len(rows) else None}


def side_of(request: HttpRequest, conversation: Conversation) -> list[SafeString]:
    """What slices show beside a conversation, about its customer."""
    customer = conversation.customer
    if customer is None:
        return []
    chosen = [panel for panel in panels.for_user(request.user) if panel.slot == "conversation.side"]
    answers = [(panel, panel.query(request, customer)) for panel in chosen]
    return [
        render_part(panel.template, {"customer": customer, **answer}, request)
        for panel, answer in answers
        if answer is not None
    ]
