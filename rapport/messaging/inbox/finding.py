"""Words of messages, in every script: folded, so that "tamar" finds თამარ.

`index(messages)` is called by whoever writes messages down, in the same transaction: `incoming.receive`,
`outgoing.send`, the inside notes.
"""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Left

from rapport.core.folding import search_key
from rapport.core.ids import uuid7
from rapport.messaging.models import Conversation, Message, MessageText

MOST_LETTERS = 40_000  # of one message; nobody looks for the end of a log file
MOST_FOUND = 50
AROUND = 26  # words of a message that are shown where it was found
NUMBER = re.compile(r"\[?#(\d{1,12})\]?")

NEWEST = 12_000  # messages that are looked through for words that stand in very many
MOST_HITS = MOST_FOUND * 4
HIT = ("message__conversation", "message")
LAST = f"ORDER BY id DESC LIMIT {MOST_HITS}"  # noqa: S608

INSERT = """
INSERT INTO messaging_messagetext (id, message_id, words)
SELECT id, message_id, to_tsvector('simple', words) FROM unnest(%s::uuid[], %s::uuid[], %s::text[])
AS t (id, message_id, words)
ON CONFLICT (message_id) DO UPDATE SET words = EXCLUDED.words
"""


def index(messages: Iterable[Message]) -> None:
    """Let `messages` be found by their words. One statement, however many."""
    found = [(uuid7(), message.pk, words_of(message)) for message in messages]
    if found:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [list(column) for column in zip(*found, strict=True)])


def words_of(message: Message) -> str:
    """What a message is found by, folded."""
    parts = (message.subject, message.sender_name, message.sender.split("@")[0], message.text, message.signature)
    return search_key(" ".join(filter(None, parts))[:MOST_LETTERS])


def matching(text: str) -> SearchQuery | None:
    """The question for `text`: all of its words, the last of which may be only begun. None where there is no word."""
    words = search_key(text).split()
    if not words:
        return None
    *whole, last = words
    return SearchQuery(
        " & ".join([*(f"'{word}'" for word in whole), f"'{last}':*"]), search_type="raw", config="simple"
    )


def find(user, text: str) -> list[Conversation]:
    """Conversations in sight in which `text` was said, latest words first; each knows the message it was found by."""
    number = NUMBER.fullmatch(text.strip())
    if number:
        return list(_shown(user).filter(number=number[1]))
    question = matching(text)
    if question is None:
        return []
    hits = _hits(question)
    newest: dict = {}
    for conversation, message in hits:
        newest.setdefault(conversation, message)
    found = {row.pk: row for row in _shown(user).filter(pk__in=list(newest))}
    said = dict(Message.objects.filter(pk__in=newest.values()).values_list("pk", Left("text", MOST_LETTERS)))
    for pk, row in found.items():
        row.found_message, row.found_words = newest[pk], _around(said.get(newest[pk], ""), text)
    tagged = [row for row in _tagged(user, text.strip()) if row.pk not in found]
    return [*tagged, *(found[pk] for pk in newest if pk in found)][:MOST_FOUND]


def _tagged(user, tag: str) -> list[Conversation]:
    """Those with exactly that tag, the latest."""
    rows = _shown(user).filter(tags__contains=[tag])
    return list(rows.order_by("-last_message_at", "-id")[:MOST_FOUND])


def _hits(question: SearchQuery) -> list[tuple]:
    """The newest messages with these words: keys grow with time.

    Common words are found among the newest messages by reading those; what is not common by the index of words, whose
    hits are few then. A planner that does not know which of both a begun word is might read all there is.
    """
    newest = list(MessageText.objects.order_by("-id").values_list("pk", flat=True)[NEWEST : NEWEST + 1])
    rows = MessageText.objects.filter(words=question)
    if newest:
        recent = list(rows.filter(pk__gt=newest[0]).order_by("-id").values_list(*HIT)[:MOST_HITS])
        if len(recent) == MOST_HITS:
            return recent
    sql, params = rows.order_by().values_list("id", *HIT).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH hits (id, c, m) AS MATERIALIZED ({sql}) SELECT c, m FROM hits {LAST}", params)  # noqa: S608
        return cursor.fetchall()


def _around(text: str, wanted: str) -> str:
    """The place in `text` where the first of the wanted words stands, as it was written."""
    words, keys = text.split(), search_key(wanted).split()
    at = next((i for i, word in enumerate(words) if any(search_key(word).startswith(key) for key in keys)), 0)
    start = max(0, at - 6)
    return ("… " if start else "") + " ".join(words[start : start + AROUND])


def _shown(user) -> QuerySet[Conversation]:
    rows = Conversation.objects.visible_to(user).standing()
    return rows.select_related("customer", "channel", "assignee")
