"""The one connection to the database: it hears what is told, and writes down who is there."""

import asyncio
import logging
import time

import psycopg

from rapport.core.streams.hub import Hub

CHANNEL = "rapport_live"
LOOK_UP_EVERY = 0.5  # seconds; between them we only hear
REFRESH_EVERY = 20
FIRST_PAUSE, LONGEST_PAUSE = 0.3, 10.0
SECONDS_FOR_AN_ANSWER = 10
CAME = """
INSERT INTO core_listening (key, seen_at) SELECT key, now() FROM unnest(%s::text[]) key
ON CONFLICT (key) DO UPDATE SET seen_at = excluded.seen_at
"""
LEFT = "DELETE FROM core_listening WHERE key = ANY(%s)"
log = logging.getLogger(__name__)


async def listen(hub: Hub, url: str) -> None:
    """For ever. When the connection breaks it is made again, and everybody who listens looks for themselves."""
    pause = FIRST_PAUSE
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                url, autocommit=True, connect_timeout=SECONDS_FOR_AN_ANSWER
            ) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                hub.forget()
                hub.is_listening, pause = True, FIRST_PAUSE
                await _hear(hub, connection)
        except (psycopg.Error, OSError, TimeoutError) as error:
            log.warning("The database is lost: %s", type(error).__name__)
        finally:
            hub.is_listening = False
        hub.changed_here.update(hub.here)
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 2)


async def _hear(hub: Hub, connection: psycopg.AsyncConnection) -> None:
    due = time.monotonic()
    while True:
        async for said in connection.notifies(timeout=LOOK_UP_EVERY):
            hub.hear(said.payload)
        if time.monotonic() > due:
            due = time.monotonic() + REFRESH_EVERY
            hub.changed_here.update(hub.here)
            async with asyncio.timeout(SECONDS_FOR_AN_ANSWER):
                await connection.execute("SELECT 1")  # a line that is dead without a word is noticed
        await write_down(hub, connection)


async def write_down(hub: Hub, connection: psycopg.AsyncConnection) -> None:
    """Who came and who left, two statements at most. What another process of ours has open it writes again itself."""
    came, left = hub.comings_and_goings()
    async with asyncio.timeout(SECONDS_FOR_AN_ANSWER):
        if came:
            await connection.execute(CAME, [came])
        if left:
            await connection.execute(LEFT, [left])
