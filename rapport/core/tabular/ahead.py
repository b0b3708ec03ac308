"""Working on one thing while the next is being made."""

import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from queue import Queue
from typing import IO, Any, NoReturn, TypeVar

from django.db import connection
from django.utils import translation

from rapport.core.refusals import Refusal

T = TypeVar("T")
SELDOM = 50_000  # objects more than were freed, before unused cycles are looked for; rows of a file make none


def apart(items: Iterable[T]) -> Iterator[T]:
    """`items`, made in a process of their own where that can be: two processors then work at once.

    Whatever making them does stays in that process, so each item must hold all that one wants to know of it; and it
    must not need the database. Where other threads run, whose locks a copied process would keep for ever, a thread
    makes them.
    """
    if threading.active_count() > 1 or not hasattr(os, "fork"):
        return ahead(items)
    return _from_another_process(items)


def _from_another_process(items: Iterable[T]) -> Iterator[T]:
    reading, writing = os.pipe()
    gc.freeze()  # what is there already is looked through by neither process while rows go by
    child = os.fork()
    if child == 0:
        os.close(reading)
        gc.set_threshold(SELDOM)
        _make(items, writing)
    os.close(writing)
    try:
        with open(reading, "rb") as pipe:
            # A thread takes them over, so that the next can be begun while one waits: neither always takes as long.
            yield from ahead(_until_none(lambda: _received(pipe)))
    finally:
        gc.unfreeze()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _received(pipe: IO[bytes]) -> tuple[Any, BaseException | None]:
    try:
        return pickle.load(pipe)  # noqa: S301 - from our own copy
    except (EOFError, pickle.UnpicklingError):
        raise RuntimeError("The process that reads the file died") from None


def _make(items: Iterable[Any], writing: int) -> NoReturn:
    """The life of the other process. It never comes back: what the first one had open is not its own to close."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears of it, and ends this one
        if connection.connection:
            os.close(connection.connection.fileno())  # else the database would not learn that the first one died
        with open(writing, "wb") as pipe:
            for item in _with_the_error(items):
                pickle.dump(item, pipe, pickle.HIGHEST_PROTOCOL)
                pipe.flush()
    finally:
        os._exit(0)


def _with_the_error(items: Iterable[Any]) -> Iterator[tuple[Any, BaseException | None]]:
    """Each of `items`, and at the end nothing, or what went wrong."""
    try:
        for item in items:
            yield item, None
    except Refusal as refusal:
        yield None, type(refusal)(str(refusal.message))
    except Exception as error:
        yield None, RuntimeError(f"{type(error).__name__}: {error}")
    else:
        yield None, None


def ahead(items: Iterable[T]) -> Iterator[T]:
    """`items`, of which the next one is made in a thread while the database works on the last."""
    made: Queue[tuple[Callable[[], Any]]] = Queue(maxsize=1)
    language = translation.get_language()
    given_up = threading.Event()

    def produce() -> None:
        with translation.override(language):
            try:
                for item in items:
                    if given_up.is_set():
                        return
                    made.put((item, None))
                made.put((None, None))
            except BaseException as error:  # to be raised where somebody waits for it
                made.put((None, error))

    thread = threading.Thread(target=produce, name="cleaning", daemon=True)
    thread.start()
    try:
        yield from _until_none(made.get)
    finally:
        given_up.set()
        while thread.is_alive():
            if not made.empty():
                made.get_nowait()
            thread.join(0.05)


def _until_none(receive: Callable[[], tuple[Any, BaseException | None]]) -> Iterator[Any]:
    """What is received until nothing is; raises what went wrong where it was made."""
    while True:
        item, error = receive()
        if error:
            raise error
        if item is None:
            return
        yield item
