"""Mails a second, beside what the same mail server takes from bare smtplib over as many connections."""

import os
import subprocess
import sys

from django.db import connection

from bench.measuring import Line

MAILS = 6_000  # enough that opening connections and the first batch do not count
PORT = 8973
CONNECTIONS = (1, 2, 4)


def measure() -> list[Line]:
    from rapport.customers.models import Customer

    customers = list(Customer.objects.order_by("pk")[:MAILS])
    server = subprocess.Popen([sys.executable, "-m", "bench.mail_server", str(PORT)], stdout=subprocess.PIPE)
    try:
        server.stdout.readline()
        return [_line(customers, connections) for connections in CONNECTIONS]
    finally:
        server.kill()
        server.wait()


def _line(customers, connections: int) -> Line:
    bare = MAILS / _seconds("bare", str(PORT), str(MAILS), str(connections))
    _queue(customers)
    ours = MAILS / _seconds("ours", lanes=connections)
    what = f"Mails sent over {connections} connection{'s' if connections > 1 else ''}"
    return Line(what, round(ours), "/s", bare=round(bare), bare_is="bare smtplib, as many connections")


def _queue(customers) -> None:
    from bench.mail_sender import TEXT
    from rapport.messaging.models import Channel
    from rapport.messaging.outgoing.testing import queue_many

    channel, _is_new = Channel.objects.get_or_create(
        kind="email", address="hello@linden.example", defaults={"name": "Hello"}
    )
    queue_many(channel, customers, MAILS, TEXT)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        cursor.execute("ANALYZE messaging_message")


def _seconds(*words: str, lanes: int = 1) -> float:
    server = {"RAPPORT_SMTP_HOST": "127.0.0.1", "RAPPORT_SMTP_PORT": str(PORT), "RAPPORT_SENDING_LANES": str(lanes)}
    done = subprocess.run(
        [sys.executable, "-m", "bench.mail_sender", *words],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | server,
    )
    return float(done.stdout.strip().splitlines()[-1])
