"""What staff hear at once: their inbox, the conversation they have open, calls; and that somebody writes."""

from collections.abc import Iterator

from django.http import HttpRequest

from rapport.core.ids import is_id
from rapport.core.streams.telling import Topics, tell, topics
from rapport.messaging.calls.queries import is_told
from rapport.messaging.models import Conversation

MOST_OPEN = 5
THEY_WRITE, WE_WRITE = "typing", "answering"


def of_conversation(conversation: Conversation) -> str:
    return f"conversation:{conversation.pk}"


def typing(conversation: Conversation, kind: str) -> None:
    """For whoever has it open just now; nothing is kept."""
    tell(of_conversation(conversation), kind)


def _inbox(request: HttpRequest) -> Iterator[str]:
    """All that changes, and what the open page is about, as far as they may see it. One query at most."""
    yield "inbox"
    named = [one.removeprefix("conversation:") for one in request.GET.getlist("about")]
    keys = [key for key in named if is_id(key)][:MOST_OPEN]
    if keys:
        seen = Conversation.objects.visible_to(request.user).filter(pk__in=keys)
        yield from (of_conversation(conversation) for conversation in seen.only("pk"))


def _calls(request: HttpRequest) -> Iterator[str]:
    if is_told(request.user):
        yield "calls"


topics.add(Topics("messaging.inbox", _inbox, permission="messaging.view_conversation"))
topics.add(Topics("messaging.calls", _calls, permission="messaging.view_call"))
