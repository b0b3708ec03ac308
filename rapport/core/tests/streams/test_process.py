"""The real process: real connections, a real database that says what is new."""

import asyncio
import os
import signal
import socket
import time
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from rapport.core.models import Listening
from rapport.core.streams import testing
from rapport.core.streams.telling import is_here, tell, ticket_for
from rapport.core.streams.testing import Listener, many, run, until

CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name LIKE 'rapport streams %' AND datname = current_database()
"""


def a_free_port() -> int:
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def where_the_database_is() -> str:
    connection.ensure_connection()
    info = connection.connection.info
    return make_conninfo(info.dsn, password=info.password or None)


@pytest.fixture
def streams(transactional_db):
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with testing.streaming(
        where_the_database_is(), settings.SECRET_KEY, a_free_port(), RAPPORT_HOSTS="crm.example.com"
    ) as running:
        yield running


def test_what_changes_reaches_whoever_listens(streams):
    async def told():
        ann = await Listener.on(streams.port, ticket_for(["inbox", "conversation:1"], owner="ann", here="chat:7"))
        bob = await Listener.on(streams.port, ticket_for(["conversation:2"], owner="bob"))
        tasks = [asyncio.ensure_future(one.listen()) for one in (ann, bob)]
        await until(lambda: ann.heard and bob.heard, "both to begin")
        tell("conversation:1", "typing")
        tell("nobody listens to this")
        await until(lambda: len(ann.heard) == 2, "Ann to hear it")
        await until(lambda: is_here("chat:7"), "it to be known that she is there")
        last = ann.heard[-1][2]
        ann.close()
        tell("inbox")
        await until(lambda: not Listening.objects.exists(), "it to be known that she left")
        again = await Listener.on(streams.port, ticket_for(["inbox"], owner="ann"), Last_Event_ID=last)
        tasks.append(asyncio.ensure_future(again.listen()))
        await until(lambda: len(again.heard) == 2, "her to hear what she missed")
        streams.process.send_signal(signal.SIGTERM)
        await until(lambda: again.is_over, "the line to be closed")
        return ann, bob, again

    ann, bob, again = run(told())

    assert ann.told == [("begin", "new"), ("typing", "conversation:1")] and ann.status == 200
    assert bob.told == [("begin", "new"), ("end", "")]
    assert again.told == [("begin", "resumed"), ("changed", "inbox"), ("end", "")]
    assert ann.headers["x-accel-buffering"] == "no" and ann.headers["content-type"].startswith("text/event-stream")
    assert "no-transform" in ann.headers["cache-control"]
    assert streams.process.wait(5) == 0


def test_without_a_good_ticket_nobody_listens_and_no_other_site_reads_along(streams):
    good = ticket_for(["inbox"], owner="ann")

    async def asked():
        port, ask = streams.port, testing.ask
        return [
            await ask(port, "/streams/"),
            await ask(port, f"/streams/?ticket={good[:-3]}AAA"),
            await ask(port, f"/streams/?ticket={good}", Origin="https://crm.example.com"),
            await ask(port, f"/streams/?ticket={good}", Origin="https://evil.example"),
            await ask(port, "/elsewhere"),
        ]

    answers = run(asked())

    assert [status for status, _headers in answers] == [403, 403, 200, 200, 404]
    allowed = [headers.get("access-control-allow-origin") for _status, headers in answers]
    assert allowed == [None, None, "https://crm.example.com", None, None]
    assert not any("access-control-allow-credentials" in headers for _status, headers in answers)


@pytest.mark.full
def test_when_the_database_cuts_the_line_everybody_is_told_to_look_again(streams):
    async def told():
        ann = await Listener.on(streams.port, ticket_for(["inbox"], owner="ann"))
        asyncio.ensure_future(ann.listen())  # noqa: RUF006
        await until(lambda: ann.heard, "her to begin")
        with connection.cursor() as cursor:
            cursor.execute(CUT)
        await until(lambda: ("again", "") in ann.told, "her to be told")
        tell("inbox")
        await until(lambda: ("changed", "inbox") in ann.told, "her to hear as before")
        ann.close()

    run(told())


@pytest.mark.parametrize("size", [60, pytest.param(1000, marks=pytest.mark.full)])
def test_a_thousand_open_chats_hear_each_of_their_own_within_a_second(streams, size):
    """Each visitor's stream hears one word, and who takes nothing of what comes holds nobody up."""

    async def measured():
        names = [f"conversation:{number}" for number in range(size)]
        before = streams.memory_mb
        mute = await Listener.on(streams.port, ticket_for(names, owner="mute"))  # opened, and never read
        chats = await many(streams.port, [ticket_for([name], owner=name, here=name) for name in names])
        await until(lambda: all(one.heard for one in chats), "all to begin")
        waits = []
        for chat, name in zip(chats, names, strict=True):
            begun = time.monotonic()
            tell(name)
            await until(lambda chat=chat: len(chat.heard) > 1, "it to be heard")
            waits.append(chat.heard[1][3] - begun)
        grown = streams.memory_mb - before
        await until(lambda: Listening.objects.count() == size, "all to be known to be there")
        for one in (*chats, mute):
            one.close()
        await until(lambda: not Listening.objects.exists(), "all to be gone")
        return chats, sorted(waits), grown

    chats, waits, grown = run(measured())

    assert [one.told[1] for one in chats] == [("changed", f"conversation:{number}") for number in range(size)]
    assert all(len(one.told) == 2 for one in chats)
    assert waits[-1] < 1, waits[-5:]
    assert grown < 10 + size * 0.06, grown
    print(
        f"{size} streams: +{grown:.1f} MB, median {waits[size // 2] * 1000:.1f} ms, slowest {waits[-1] * 1000:.0f} ms"
    )
