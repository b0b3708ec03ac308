"""The inbox of a house that has answered for years: a million conversations, one of them a thousand messages long."""

import time
from urllib.parse import urlencode

from django.db import connection
from django.utils import timezone

from bench.house import served
from bench.measuring import RUNS, WARM_UP, Client, Line, note, timed
from bench.people import owner, signed_in

CONVERSATIONS = 1_000_000
LONGEST = 1_000  # messages in one of them
REPLIES = 60
KEY = "b" * 32  # of the form that answers
AIM = "p95 ≤ 80"

# Of a hundred conversations one waits for us, five for them, one is spam; a third are in the hands of whoever asks.
FILL = """
CREATE TEMP TABLE whose AS SELECT id, (row_number() OVER () - 1)::int n FROM customers_customer LIMIT 100000;
CREATE UNIQUE INDEX ON whose (n);
INSERT INTO messaging_conversation (id, customer_id, channel_id, peer, peer_name, subject, language, state, assignee_id,
  tags, due_at, waiting_since, begun_at, last_message_at, last_in_at, last_line, last_is_ours, message_count, version,
  closed_at)
SELECT uuidv7(), w.id, '{channel}', 'p' || g || '@shop.example', 'Person ' || g, 'Order ' || g, 'en',
  CASE WHEN g % 100 = 0 THEN 'open' WHEN g % 100 < 6 THEN 'waiting' WHEN g % 100 = 6 THEN 'spam' ELSE 'done' END,
  CASE WHEN g % 3 = 0 THEN '{owner}'::uuid END, '{{}}',
  CASE WHEN g % 100 = 0 THEN now() + (g % 100000) * interval '1 second' END, CASE WHEN g % 100 = 0 THEN now() END,
  at, at, at, 'The last words of number ' || g, false, 1, 1, CASE WHEN g % 100 > 6 THEN at END
FROM (SELECT g, now() - g * interval '40 seconds' AS at FROM generate_series(1, {count}) g) made
JOIN whose w ON w.n = g % (SELECT count(*) FROM whose);
INSERT INTO messaging_message (id, conversation_id, customer_id, channel_id, direction, kind, purpose, state, reason,
  detail, subject, text, html, quoted, signature, language, at, sender, sender_name, recipients, message_id,
  in_reply_to, "references", provider_id, automatic, authentication, defects, attempts, override_reason)
SELECT uuidv7(), id, customer_id, channel_id, 'in', 'plain', 'service', 'received', '', '', subject,
  'When will number ' || number || ' be ready? Our table is blue and made of ' ||
  (ARRAY['oak', 'walnut', 'beech', 'pine', 'elm'])[1 + number % 5] || ', with word' || (number % 50000),
  '', '', '', 'en', last_message_at, peer, peer_name, '[]', '<' || number || '@shop.example>', '', '', '', '',
  '{{}}', '{{}}', 0, ''
FROM messaging_conversation WHERE channel_id = '{channel}';
INSERT INTO messaging_messagetext (id, message_id, words)
SELECT uuidv7(), id, to_tsvector('simple', text || ' ' || subject) FROM messaging_message
WHERE channel_id = '{channel}';
INSERT INTO messaging_message (id, conversation_id, customer_id, channel_id, direction, kind, purpose, state, reason,
  detail, subject, text, html, quoted, signature, language, at, sender, sender_name, recipients, message_id,
  in_reply_to, "references", provider_id, automatic, authentication, defects, attempts, override_reason, sent_at)
SELECT uuidv7(), c.id, c.customer_id, c.channel_id, CASE WHEN g % 2 = 0 THEN 'in' ELSE 'out' END, 'plain', 'service',
  CASE WHEN g % 2 = 0 THEN 'received' ELSE 'sent' END, '', '', c.subject, 'Word number ' || g || ' of many.', '', '',
  '', 'en', c.last_message_at - g * interval '1 minute', c.peer, c.peer_name, '[]', '', '', '', '', '', '{{}}', '{{}}',
  0, '', CASE WHEN g % 2 = 1 THEN c.last_message_at - g * interval '1 minute' END
FROM generate_series(1, {longest}) g,
  (SELECT * FROM messaging_conversation WHERE channel_id = '{channel}' AND state = 'open' LIMIT 1) c;
ANALYZE messaging_conversation; ANALYZE messaging_message; ANALYZE messaging_messagetext;
"""


def measure(port: int) -> list[Line]:
    channel = _filled()
    waiting = _received(channel)
    headers = signed_in()
    headers["Cookie"] += f"; csrftoken={KEY}"
    with served(port):
        client = Client(port, headers)
        lists = {
            "mine": "/inbox/",
            "everybody’s": "/inbox/?show=all",
            "done": "/inbox/?show=done",
            "waiting for them": "/inbox/?show=waiting",
        }
        lines = [_page(client, f"Inbox, {name}", [path], aim="p95 ≤ 60") for name, path in lists.items()]
        lines.append(_page(client, "Inbox, found by words", ["/inbox/?q=walnut+word123", "/inbox/?q=blue"], aim=AIM))
        lines.append(_page(client, "A conversation", [f"/inbox/{key}/" for key in _some(channel)], aim=AIM))
        lines.append(_page(client, f"… of {LONGEST:,} messages", [f"/inbox/{_longest()}/"], aim=AIM))
        lines.append(timed("A reply", [_reply(client, key) for key in waiting], aim=AIM))
    return lines


def _page(client: Client, name: str, paths: list[str], **said) -> Line:
    for n in range(WARM_UP):
        client.time(paths[n % len(paths)])
    return timed(name, [client.time(paths[n % len(paths)]) for n in range(RUNS)], **said)


def _filled():
    from rapport.messaging.models import Channel, ChannelKind

    note(f"Filling the inbox with {CONVERSATIONS:,} conversations …")
    channel = Channel.objects.create(
        kind=ChannelKind.EMAIL, name="Shop", address="shop@linden.example", tells_when_closed=False
    )
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(FILL.format(channel=channel.pk, owner=owner().pk, count=CONVERSATIONS, longest=LONGEST))
        cursor.execute("SET synchronous_commit = on")
    connection.close()
    return channel


def _received(channel) -> list:
    """Conversations that wait for an answer, as the door in leaves them: with a promise."""
    from rapport.messaging.incoming.actions import receive
    from rapport.messaging.incoming.arrived import Arrived

    return [
        receive(
            Arrived(channel=channel, sender=f"new{n}@shop.example", at=timezone.now(), text=f"May I ask {n} things?")
        ).conversation_id
        for n in range(REPLIES + WARM_UP)
    ]


def _some(channel, count: int = 40) -> list:
    from rapport.messaging.models import Conversation

    rows = Conversation.objects.filter(channel=channel, state="open").order_by("due_at", "id")
    return list(rows.values_list("pk", flat=True)[5 : 5 + count])


def _longest():
    from rapport.messaging.models import Message

    return Message.objects.filter(text=f"Word number {LONGEST} of many.").values_list("conversation", flat=True).get()


def _reply(client: Client, key) -> float:
    """From the press of the button to the answer that it is on its way."""
    said = {"csrfmiddlewaretoken": KEY, "body": "Yes, with pleasure. It is ready on Friday.", "undo": "0"}
    body = urlencode(said).encode()
    start = time.perf_counter()
    status, _ = client.ask(f"/inbox/{key}/reply/", "POST", body, kind="application/x-www-form-urlencoded")
    seconds = time.perf_counter() - start
    assert status == 302, status
    return seconds
