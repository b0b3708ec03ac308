"""What must hold in a house in which processes were killed. Runs inside it: `bin/rapport manage shell`."""

import json
from collections import Counter
from collections.abc import Iterable

SAME_THING_TOLD_TWICE = """
SELECT kind, subject_id FROM timeline_entry
WHERE kind IN ('customer.added', 'promise.made', 'promise.kept', 'order.placed', 'order.delivered')
GROUP BY kind, customer_id, subject_id HAVING count(*) > 1
"""
UNTOLD = {
    "customers without an entry": """
        SELECT id FROM customers_customer c WHERE NOT EXISTS
          (SELECT FROM timeline_entry e WHERE e.customer_id = c.id AND e.kind = 'customer.added')""",
    "promises without an entry": """
        SELECT id FROM promises_promise p WHERE NOT EXISTS
          (SELECT FROM timeline_entry e WHERE e.subject_id = p.id AND e.kind = 'promise.made')""",
    "kept promises without an entry": """
        SELECT id FROM promises_promise p WHERE (state = 'kept') <> EXISTS
          (SELECT FROM timeline_entry e WHERE e.subject_id = p.id AND e.kind = 'promise.kept')""",
    "orders without an entry": """
        SELECT id FROM orders_order o WHERE NOT EXISTS
          (SELECT FROM timeline_entry e WHERE e.subject_id = o.id AND e.kind = 'order.placed')""",
    "notes not followed up exactly once": """
        SELECT n.id FROM timeline_entry n LEFT JOIN promises_promise p ON p.source_id = n.id
        WHERE n.kind = 'note.written' GROUP BY n.id HAVING count(p.id) <> 1""",
    "kept deliveries not delivered exactly once": """
        SELECT o.id FROM orders_order o JOIN promises_promise p ON p.id = o.promise_id AND p.state = 'kept'
        LEFT JOIN orders_orderstep s ON s.order_id = o.id AND s.kind = 'delivered'
        GROUP BY o.id HAVING count(s.id) <> 1 OR o.outcome <> 'delivered'""",
    "prepared transactions": "SELECT gid FROM pg_prepared_xacts",
    "transactions left open": """
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'
          AND state_change < now() - interval '3 s'""",
    "locks nobody gets": """
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
          AND state_change < now() - interval '3 s'""",
    "jobs that failed or hang": "SELECT id, task_name, status FROM procrastinate_jobs WHERE status <> 'todo'",
}
WORDS = {
    "customer": "SELECT name, id FROM customers_customer",
    "promise": "SELECT text, id FROM promises_promise WHERE kind = 'other'",
    "note": "SELECT body, id FROM timeline_entry WHERE kind = 'note.written'",
    "order": "SELECT note, id FROM orders_order",
    "keeping": "SELECT evidence, id FROM promises_promise WHERE state = 'kept'",
}


def tell() -> None:
    """Print, as the last line, what is wrong, and all that is there, as JSON."""
    from django.db import connection

    with connection.cursor() as cursor:

        def ask(query: str) -> list[tuple]:
            cursor.execute(query)
            return cursor.fetchall()

        wrong = [f"told twice: {row}" for row in ask(SAME_THING_TOLD_TWICE)]
        for what, query in UNTOLD.items():
            wrong += [f"{what}: {row}" for row in ask(query)]
        there = {kind: [(word, str(key)) for word, key in ask(query)] for kind, query in WORDS.items()}
        entries = [str(row[0]) for row in ask("SELECT id FROM timeline_entry WHERE NOT is_private")]
    wrong += [*_reactions(), *_summaries()]
    print(json.dumps({"wrong": wrong, "there": there, "kept": _kept_answers(), "entries": entries}))


def _reactions() -> Iterable[str]:
    """Each reaction to each entry ran to its end, once."""
    from rapport.timeline import reactions
    from rapport.timeline.models import Entry, ReactionRun

    expected: Counter = Counter()
    for entry in Entry.every.filter(corrects=None, imported=False):
        expected.update((entry.pk, name) for name, _wanted in reactions.wanting(entry.kind, [entry]))
    done = Counter(ReactionRun.objects.exclude(done_at=None).values_list("entry_id", "reaction"))
    for entry, name in expected.keys() - done.keys():
        yield f"{name} never ran for entry {entry}"
    for entry, name in done.keys() - expected.keys():
        yield f"{name} ran for entry {entry}, which it is not about"
    for run in ReactionRun.objects.filter(done_at=None):
        yield f"{run.reaction} is not done for entry {run.entry_id}: {run.error}"


def _summaries() -> Iterable[str]:
    from django.utils import timezone

    from rapport.orders import summaries

    if wrong := summaries.rebuild(timezone.now())["wrong"]:
        yield f"{wrong} summaries did not say what the orders say"


def _kept_answers() -> dict[str, tuple[int, str]]:
    """By key, what was answered and about which thing."""
    from rapport.core.models import KeptAnswer

    return {kept.key: (kept.status, json.loads(bytes(kept.body))["id"]) for kept in KeptAnswer.objects.all()}
