"""Two conversations that are one, one that is two, and what a conversation is about."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.core.undo import ChangedSince
from rapport.messaging import clocks
from rapport.messaging.inbox.bringing import bring_along, take_away
from rapport.messaging.inbox.changing import locked, tell
from rapport.messaging.models import Conversation, ConversationEvent, ConversationLink, Message

State = Conversation.State
LINE = 200


class NotOne(Refusal):
    code = "conversations_of_two"
    message = _("Only conversations with the same customer can be joined.")


class NothingLeft(Refusal):
    code = "nothing_to_split"
    message = _("Choose a later message: the conversation keeps what comes before it.")


@transaction.atomic
def merge(conversation: Conversation, into: Conversation, *, by, at: datetime) -> ConversationEvent:
    """Let all words of `conversation` stand in `into`. The one that became part is led to the other."""
    first, second = sorted((conversation, into), key=lambda one: one.pk)
    rows = {row.pk: row for row in (locked(first), locked(second))}
    absorbed, kept = rows[conversation.pk], rows[into.pk]
    if absorbed.pk == kept.pk or absorbed.customer_id != kept.customer_id:
        raise NotOne
    clocks_were = {"absorbed": _clock_of(absorbed), "kept": _clock_of(kept)}
    facts = {"from": str(absorbed.pk), "number": absorbed.number, "state": absorbed.state, "clocks": clocks_were}
    facts["brought"] = bring_along(absorbed, kept)
    facts["moved"] = _move(Message.objects.filter(conversation=absorbed), kept)
    clocks.joined(kept, absorbed, by, at)
    absorbed.merged_into, absorbed.state, absorbed.closed_at = kept, State.DONE, at
    absorbed.version += 1
    absorbed.save(update_fields=["merged_into", "state", "closed_at", "version"])
    recount(kept)
    if kept.due_at:
        _open(kept)
    return tell(kept, "merged", by=by, at=at, **facts)


@transaction.atomic
def unmerge(event: ConversationEvent, *, by, at: datetime) -> Conversation:
    """Two again, with the words that each had. Raises `ChangedSince` when the other is no part of this any more."""
    kept = locked(event.conversation)
    absorbed = Conversation.objects.select_for_update().filter(pk=event.facts.get("from"), merged_into=kept).first()
    if absorbed is None:
        raise ChangedSince
    _move(Message.objects.filter(pk__in=event.facts["moved"], conversation=kept), absorbed)
    take_away(event.facts.get("brought", {}), kept, absorbed)
    is_owed = kept.waiting_since is not None  # else somebody has answered both since
    absorbed.merged_into, absorbed.state = None, event.facts["state"]
    absorbed.closed_at = at if absorbed.state in (State.DONE, State.SPAM) else None
    absorbed.version += 1
    absorbed.save(update_fields=["merged_into", "state", "closed_at", "version"])
    for name, row in (("kept", kept), ("absorbed", absorbed)):
        recount(row)
        if is_owed:
            _set_clock(row, event.facts["clocks"][name], by=by)
    tell(kept, "turned_back", by=by, at=at, of="merged")
    return absorbed


@transaction.atomic
def split(conversation: Conversation, start: Message, *, by, at: datetime) -> Conversation:
    """`start` and what came after it become a conversation of their own, with what is owed for them."""
    kept = locked(conversation)
    later = Q(at__gt=start.at) | Q(at=start.at, pk__gte=start.pk)
    if start.conversation_id != kept.pk or not Message.objects.filter(conversation=kept).exclude(later).exists():
        raise NothingLeft
    fresh = Conversation.objects.create(
        customer=kept.customer, channel=kept.channel, peer=kept.peer, peer_name=kept.peer_name, language=kept.language,
        subject=start.subject or kept.subject, assignee=kept.assignee, team=kept.team, location=kept.location,
        state=kept.state, closed_at=kept.closed_at, begun_at=start.at, split_from=kept,
    )  # fmt: skip
    _move(Message.objects.filter(later, conversation=kept), fresh)
    since = kept.waiting_since
    for row in (kept, fresh):
        recount(row)
    if since:
        _share_clock(kept, fresh, since, by=by, at=at)
    tell(kept, "split", by=by, at=at, into=str(fresh.pk), number=fresh.number)
    return fresh


@transaction.atomic
def link(conversation: Conversation, subject_type: str, subject_id: UUID, label: str, *, by, at: datetime):
    """Note what it is about. Twice is harmless."""
    conversation = locked(conversation)
    row, is_new = ConversationLink.objects.get_or_create(
        conversation=conversation, subject_type=subject_type, subject_id=subject_id,
        defaults={"label": label[:120], "by": by, "at": at},
    )  # fmt: skip
    if is_new:
        tell(conversation, "linked", by=by, at=at, label=row.label)
    return row


@transaction.atomic
def unlink(row: ConversationLink, *, by, at: datetime) -> None:
    conversation = locked(row.conversation)
    row.delete()
    tell(conversation, "unlinked", by=by, at=at, label=row.label)


def recount(conversation: Conversation) -> None:
    """Let the row say what its messages say: when, how many, and the last words. Two queries and a write."""
    words = Message.objects.filter(conversation=conversation).exclude(direction=Message.Direction.NOTE)
    told = words.aggregate(
        n=Count("pk"),
        last=Max("at"),
        last_in=Max("at", filter=Q(direction=Message.Direction.IN)),
        last_out=Max("at", filter=Q(direction=Message.Direction.OUT)),
    )
    latest = words.order_by("-at", "-id").first()
    conversation.message_count = told["n"]
    conversation.last_message_at = told["last"] or conversation.begun_at
    conversation.last_in_at, conversation.last_out_at = told["last_in"], told["last_out"]
    conversation.last_line = " ".join(latest.text.split())[:LINE] if latest else ""
    conversation.last_is_ours = bool(latest and latest.is_ours)
    conversation.save(
        update_fields=["message_count", "last_message_at", "last_in_at", "last_out_at", "last_line", "last_is_ours"]
    )


def _move(rows: Iterable[Message], to: Conversation) -> list[str]:
    keys = list(rows.values_list("pk", flat=True))
    Message.objects.filter(pk__in=keys).update(conversation=to)
    return [str(key) for key in keys]


def _open(conversation: Conversation) -> None:
    conversation.state, conversation.closed_at = State.OPEN, None
    conversation.save(update_fields=["state", "closed_at"])


def _clock_of(conversation: Conversation) -> dict:
    return {
        "promise": conversation.promise_id and str(conversation.promise_id),
        "since": conversation.waiting_since and conversation.waiting_since.isoformat(),
        "is_running": conversation.due_at is not None,
    }


def _set_clock(conversation: Conversation, clock: dict, *, by) -> None:
    """As it was; its promise is opened again, or made once more where it can't be."""
    since = clock["since"] and datetime.fromisoformat(clock["since"])
    conversation.promise_id, conversation.waiting_since = clock["promise"], since
    conversation.due_at = conversation.target_due_at = None
    conversation.save(update_fields=["promise", "waiting_since", "due_at", "target_due_at"])
    if clock["is_running"]:
        clocks.begin(conversation, since, by=by)


def _share_clock(kept: Conversation, fresh: Conversation, since: datetime, *, by, at: datetime) -> None:
    """Each part owes an answer from the first of its words that has none."""
    for row in (kept, fresh):
        words = Message.objects.filter(conversation=row, direction=Message.Direction.IN, at__gte=since)
        own = words.order_by("at").values_list("at", flat=True).first()
        if row is kept and own is None:
            clocks.no_answer_needed(row, by, at)
            row.state = State.WAITING
            row.save(update_fields=["state"])
        elif row is fresh and own:
            _open(row)
            clocks.begin(row, own, by=by)
