from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from rapport.core import keyset
from rapport.core.api.etags import check_match
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import ListQuery, PageOut
from rapport.messaging.api.schemas import (
    ConversationOut,
    ConversationPatch,
    ConversationQuery,
    MessageOut,
    NoteOnConversationIn,
    ReplyIn,
    show_conversation,
    show_message,
)
from rapport.messaging.inbox import actions, noting, replying
from rapport.messaging.models import Conversation, Message

router = Router(tags=["Conversations"])
routers.add(Routes("conversations", router, order=25))

SEE = "messaging.view_conversation"
LATEST = ("-last_message_at", "-id")


@router.get("", permission=SEE, answers=PageOut[ConversationOut])
def list_conversations(request: HttpRequest, asked: Query[ConversationQuery]):
    """Conversations. With a state, a customer or a channel the latest words come first, else the newest begun."""
    rows = Conversation.objects.visible_to(request.user).standing().select_related("channel")
    for name in ("state", "customer", "channel", "assignee"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    order = LATEST if asked.state or asked.customer else ("-id",)
    page = keyset.page(rows, order=order, after=asked.cursor, size=asked.limit)
    return answer_page(page, show_conversation, ConversationOut)


@router.get("/{uuid:conversation_id}", permission=SEE, answers=ConversationOut)
def get_conversation(request: HttpRequest, conversation_id: UUID):
    """One conversation. One that became part of another names it."""
    return _answer(request, _visible(request, conversation_id))


@router.get("/{uuid:conversation_id}/messages", permission=SEE, answers=PageOut[MessageOut])
def list_messages_of_conversation(request: HttpRequest, conversation_id: UUID, asked: Query[ListQuery]):
    """What was said and noted in it, the oldest first."""
    rows = Message.objects.filter(conversation=_visible(request, conversation_id)).prefetch_related("files")
    page = keyset.page(rows, order=("at", "id"), after=asked.cursor, size=asked.limit)
    return answer_page(page, show_message, MessageOut)


@router.post(
    "/{uuid:conversation_id}/messages", permission="messaging.add_message", answers=MessageOut, status=201, fails=(409,)
)
def reply(request: HttpRequest, conversation_id: UUID, sent: ReplyIn):
    """Answer. What may not be sent is kept with the state `refused` and its reason."""
    message = replying.reply(
        _visible(request, conversation_id),
        replying.Written(
            sent.text, subject=sent.subject, cc=tuple(sent.cc), send_after=sent.send_after, closes=sent.close
        ),
        by=request.user,
        at=timezone.now(),
        seen=str(sent.seen or ""),
    )
    return answer_one(request, show_message(message), status=201, location=f"/api/v1/messages/{message.pk}")


@router.post(
    "/{uuid:conversation_id}/notes", permission="messaging.add_message", answers=MessageOut, status=201, fails=(409,)
)
def note(request: HttpRequest, conversation_id: UUID, sent: NoteOnConversationIn):
    """A note among us. The customer never sees it."""
    message = noting.note(_visible(request, conversation_id), sent.text, by=request.user, at=timezone.now())
    return answer_one(request, show_message(message), status=201, location=f"/api/v1/messages/{message.pk}")


@router.patch(
    "/{uuid:conversation_id}", permission="messaging.change_conversation", answers=ConversationOut, fails=(409, 412)
)
def change_conversation(request: HttpRequest, conversation_id: UUID, sent: ConversationPatch):
    """Give it to somebody, close it, call it spam, open it again, put it off, tag it."""
    with transaction.atomic():
        Conversation.objects.select_for_update().filter(pk=conversation_id).first()
        conversation = _visible(request, conversation_id)
        check_match(request, _shown(conversation))
        _change(conversation, sent, by=request.user)
        return _answer(request, _visible(request, conversation_id))


def _change(conversation: Conversation, sent: ConversationPatch, *, by) -> None:
    at, said = timezone.now(), sent.model_fields_set
    if "assignee" in said:
        actions.assign(conversation, _colleague(sent.assignee), by=by, at=at)
    if sent.tags is not None:
        actions.tag(conversation, sent.tags, by=by, at=at)
    if sent.state and sent.state != conversation.state:
        _bring_into(conversation, sent.state, by=by, at=at)
    if "snoozed_until" in said:
        if sent.snoozed_until:
            actions.snooze(conversation, sent.snoozed_until, by=by, at=at)
        elif conversation.snoozed_until:
            actions.wake(conversation, by=by, at=at)


def _bring_into(conversation: Conversation, state: str, *, by, at) -> None:
    if state == Conversation.State.WAITING:
        raise bad_field("state", _("A conversation waits for them once we have answered."), "not_by_hand")
    verbs = {
        Conversation.State.OPEN: actions.reopen,
        Conversation.State.DONE: actions.close,
        Conversation.State.SPAM: actions.mark_spam,
    }
    verbs[Conversation.State(state)](conversation, by=by, at=at)


def _colleague(user_id: UUID | None):
    if user_id is None:
        return None
    person = get_user_model().objects.filter(is_active=True, pk=user_id).first()
    if person is None:
        raise bad_field("assignee", _("Nobody who works here has this id."), "not_found")
    return person


def _visible(request: HttpRequest, conversation_id: UUID) -> Conversation:
    rows = Conversation.objects.visible_to(request.user).select_related("channel", "customer")
    return get_object_or_404(rows, pk=conversation_id)


def _shown(conversation: Conversation) -> ConversationOut:
    last = UUID(replying.last_seen(conversation))
    return show_conversation(conversation, last if last.int else None)


def _answer(request: HttpRequest, conversation: Conversation):
    return answer_one(request, _shown(conversation))
