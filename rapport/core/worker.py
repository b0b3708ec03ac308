"""The worker: it does the jobs, says that it lives, and takes up what a dead one left lying.

It holds a lock in the database for as long as it lives, so that the others know at once when it is gone. It does not
outlive the connection that holds it: when that breaks, the worker ends, and whoever started it starts another.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import psycopg
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections, connections
from procrastinate import App, exceptions
from procrastinate.contrib.django import app, db_cleanup
from procrastinate.contrib.django.utils import connector_params
from procrastinate.manager import JobManager

from rapport.core.circumstances import Circumstances, under
from rapport.core.outages import is_lost_connection
from rapport.core.stalled import LIVING, put_back

log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 5
SECONDS_TO_END = 2  # for jobs that are under way when it is asked to stop
DATABASE_LOST = 74  # as EX_IOERR
SECONDS_TO_RECOVER = 10

beside: list[Callable[[threading.Event], None]] = []  # what slices do for as long as a worker lives, until the event


def work(*, concurrency: int, until_empty: bool) -> None:
    """Do jobs until asked to stop, or until none is left."""
    ours: App = app.with_connector(app.connector.get_worker_connector())
    ours.job_manager = LivingManager(ours.connector)
    with ours.open(), _beside([] if until_empty else beside):
        ours.run_worker(
            concurrency=concurrency,
            wait=not until_empty,
            listen_notify=not until_empty,
            install_signal_handlers=True,
            delete_jobs="successful",
            shutdown_graceful_timeout=SECONDS_TO_END,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            task_middleware=[db_cleanup.close_db_connections, end_when_the_database_is_lost],
        )


@contextmanager
def _beside(others: list[Callable[[threading.Event], None]]) -> Iterator[None]:
    """Each runs in a thread of its own, with its own connection to the database; none can end the worker."""
    stop = threading.Event()
    for other in others:
        threading.Thread(target=_keep_running, args=(other, stop), name=other.__module__, daemon=True).start()
    try:
        yield
    finally:
        stop.set()


def _keep_running(other: Callable[[threading.Event], None], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            other(stop)
        except Exception:
            log.exception("%s beside the worker failed; it begins again", other.__module__)
        finally:
            connections.close_all()
        stop.wait(SECONDS_TO_RECOVER)


class LivingManager(JobManager):
    """Procrastinate's book-keeping, with a lock that says who lives, and no half-known ends of jobs."""

    async def prune_stalled_workers(self, seconds_since_heartbeat: float) -> list[int]:
        return []  # `put_back` forgets them, together with what they left

    async def register_worker(self) -> int:
        number = await super().register_worker()
        self._life = await psycopg.AsyncConnection.connect(autocommit=True, **connector_params())
        await self._life.execute("SELECT pg_advisory_lock(%s, %s)", [LIVING, number])
        asyncio.get_running_loop().add_reader(self._life.fileno(), self._hear)
        await _take_up_what_was_left()
        return number

    def _hear(self) -> None:
        """Nothing is ever asked through this connection again: what comes is as good as always its end."""
        try:
            self._life.pgconn.consume_input()
        except psycopg.OperationalError as error:
            _end(error)

    async def update_heartbeat(self, worker_id: int) -> None:
        await _or_end(super().update_heartbeat(worker_id))
        await _take_up_what_was_left()

    async def finish_job(self, *args: Any, **kwargs: Any) -> None:
        await _or_end(super().finish_job(*args, **kwargs))

    async def retry_job(self, *args: Any, **kwargs: Any) -> None:
        await _or_end(super().retry_job(*args, **kwargs))


def end_when_the_database_is_lost(call_next: Callable, context: Any, worker: Any) -> Any:
    """A job that lost its connection was not at fault: it stays as it is, and the next worker does it again."""
    try:
        with under(Circumstances(job_id=str(context.job.id))):  # lines of the log say of which job they are
            return call_next()
    except Exception as error:
        if is_lost_connection(error):
            _end(error)
        raise


async def _take_up_what_was_left() -> None:
    await _or_end(sync_to_async(_put_back)())


def _put_back() -> None:
    close_old_connections()
    put_back()


async def _or_end(step: Awaitable) -> None:
    """A step of which we would not know whether it was taken, if the connection broke meanwhile."""
    try:
        await step
    except (psycopg.Error, exceptions.ConnectorException, DatabaseError) as error:
        _end(error)


def _end(error: Exception) -> NoReturn:
    """At once, and without a word to the database, which would not hear it."""
    log.warning("The worker ends, because the database is lost: %s", type(error).__name__)
    logging.shutdown()
    os._exit(DATABASE_LOST)
