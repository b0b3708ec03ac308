"""Working on one thing while the next is being made."""

import threading
from collections.abc import Callable, Iterable, Iterator
from queue import Queue
from typing import Any, TypeVar

from django.utils import translation

T = TypeVar("T")


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
        while True:
            item, error = made.get()
            if error:
                raise error
            if item is None:
                return
            yield item
    finally:
        given_up.set()
        while thread.is_alive():
            if not made.empty():
                made.get_nowait()
            thread.join(0.05)
