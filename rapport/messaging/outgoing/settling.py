"""What follows when messages are out: entries, answers that were owed, conversations that wait. For many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from rapport.messaging import clocks
from rapport.messaging.models import ChannelKind, Conversation, Message
from rapport.messaging.outgoing import lanes, loading
from rapport.timeline.actions.recording import record_all
from rapport.timeline.models import Entry

WAYS = {  # as the timeline names them
    ChannelKind.EMAIL: "email",
    ChannelKind.LETTER: "letter",
    ChannelKind.PHONE: "phone",
    ChannelKind.IN_PERSON: "in_person",
}
LINE = 200

SENT = """
UPDATE messaging_message m SET state = CASE WHEN m.state IN ('sending', 'uncertain') THEN 'sent' ELSE m.state END,
  sent_at = coalesce(m.sent_at, %(at)s), lane = NULL, claimed_at = NULL, reason = '', entry_id = told.entry,
  provider_id = CASE WHEN told.provider = '' THEN m.provider_id ELSE told.provider END,
  detail = told.detail
FROM unnest(%(keys)s::uuid[], %(entries)s::uuid[], %(providers)s::text[], %(details)s::text[])
  told(id, entry, provider, detail)
WHERE m.id = told.id
"""
CONVERSATIONS = """
UPDATE messaging_conversation c SET version = c.version + 1,
  last_out_at = greatest(c.last_out_at, out.at), last_message_at = greatest(c.last_message_at, out.at),
  last_line = CASE WHEN out.at >= c.last_message_at AND (out.said OR c.last_line = '') THEN out.line
    ELSE c.last_line END,
  last_is_ours = c.last_is_ours OR (out.at >= c.last_message_at AND (out.said OR c.last_line = '')),
  state = CASE WHEN c.state = 'open' AND out.answers AND (c.last_in_at IS NULL OR c.last_in_at <= out.written)
    THEN 'waiting' ELSE c.state END
FROM unnest(%(keys)s::uuid[], %(lines)s::text[], %(answers)s::boolean[], %(written)s::timestamptz[],
  %(sent)s::timestamptz[], %(said)s::boolean[]) out(id, line, answers, written, at, said)
WHERE c.id = out.id
"""


@transaction.atomic
def settle(
    keys: Iterable[UUID],
    *,
    at: datetime | None = None,
    lane: int | None = None,
    receipts: dict | None = None,
    loaded: dict[UUID, Message] | None = None,
) -> list[Message]:
    """These messages were taken by the other side. A fixed number of queries, and some for each answer that was owed.

    Twice is harmless: what has its entry already is left alone. `loaded` are rows that need not be read once more.
    """
    at = at or timezone.now()
    messages = _locked(list(keys), loaded or {})
    if messages:
        entries = _tell(messages, at)
        _write(messages, entries, receipts or {}, at)
        _conversations(messages, entries, at)
    if lane:
        lanes.take_off(lane)
    return messages


def _locked(keys: Sequence[UUID], loaded: dict[UUID, Message]) -> list[Message]:
    """Conversations before their messages, both in the order of their keys: as everybody locks them."""
    wanted = Message.objects.filter(pk__in=keys, direction=Message.Direction.OUT, entry=None)
    about = wanted.values("conversation")
    list(Conversation.objects.filter(pk__in=about).order_by("pk").select_for_update().values_list("pk"))
    locked = wanted.order_by("pk").select_for_update(of=("self",))
    whose = {row[0]: row[1:] for row in locked.values_list("pk", "customer_id", "conversation_id")}
    if missing := set(whose) - set(loaded):
        loaded = loaded | {message.pk: message for message in loading.rows(list(missing))}
    messages = [loaded[key] for key in whose]
    for message in messages:  # two customers, or conversations, may have become one meanwhile
        if (message.customer_id, message.conversation_id) != whose[message.pk]:
            message.customer_id, message.conversation_id = whose[message.pk]
    return messages


def _tell(messages: Sequence[Message], at: datetime) -> dict[UUID, Entry]:
    """`message.sent` on each story; of whom nobody knows yet whose they are, there is none."""
    together = defaultdict(list)
    for message in messages:
        if message.customer_id:
            together[message.by_id, WAYS.get(message.channel.kind, "message")].append(message)
    told = {}
    for (_by, way), those in together.items():
        lines = [(message, facts_of(message)) for message in those]
        entries = record_all("message.sent", lines, at=at, by=those[0].by, channel=way)
        told |= {message.pk: entry for message, entry in zip(those, entries, strict=True)}
    return told


def facts_of(message: Message) -> dict:
    return {
        "message_id": str(message.pk),
        "conversation_id": str(message.conversation_id) if message.conversation_id else "",
        "subject": message.subject,
        "channel_kind": message.channel.kind,
        "purpose": message.purpose,
    }


def _write(messages: Sequence[Message], entries: dict[UUID, Entry], receipts: dict, at: datetime) -> None:
    told = [(m.pk, entries[m.pk].pk if m.pk in entries else None, receipts.get(m.pk)) for m in messages]
    with connection.cursor() as cursor:
        cursor.execute(
            SENT,
            {
                "at": at,
                "keys": [key for key, _entry, _receipt in told],
                "entries": [entry for _key, entry, _receipt in told],
                "providers": [(r.provider_id if r else "")[:200] for _key, _entry, r in told],
                "details": [getattr(r, "detail", "")[:300] for _key, _entry, r in told],
            },
        )


def _conversations(messages: Sequence[Message], entries: dict[UUID, Entry], at: datetime) -> None:
    latest: dict[UUID, Message] = {}
    answers: dict[UUID, Message] = {}
    for message in sorted(messages, key=lambda message: message.at):
        if message.conversation_id:
            latest[message.conversation_id] = message
            if is_answer(message):
                answers[message.conversation_id] = message
    keys = sorted(latest)
    with connection.cursor() as cursor:
        cursor.execute(
            CONVERSATIONS,
            {
                "keys": keys,
                "lines": [line_of(latest[key]) for key in keys],
                "answers": [key in answers for key in keys],
                "written": [answers.get(key, latest[key]).at for key in keys],
                "sent": [at for _key in keys],
                "said": [latest[key].kind == Message.Kind.PLAIN for key in keys],  # what machines say hides no words
            },
        )
    waiting = Conversation.objects.filter(pk__in=answers).exclude(waiting_since=None, promise=None)
    for conversation in waiting.select_related("promise", "channel", "customer").order_by("pk"):
        message = answers[conversation.pk]
        if conversation.last_in_at is None or conversation.last_in_at <= message.at:
            clocks.answered(conversation, at, entries.get(message.pk), message.by)


def is_answer(message: Message) -> bool:
    """Written by a person: what goes out by itself stops no clock."""
    return message.by_id is not None and message.kind == Message.Kind.PLAIN


def line_of(message: Message) -> str:
    return " ".join((message.text or message.subject).split())[:LINE]
