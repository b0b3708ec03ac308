"""What would be asked of the database again and again during one request, asked once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

_memory: ContextVar[dict | None] = ContextVar("staff_memory", default=None)


def remembered(name: str, ask: Callable[[], T]) -> T:
    """The answer of `ask`, kept until the request is over. Elsewhere nothing is kept, but within `remembering`."""
    memory = _memory.get()
    if memory is None:
        return ask()
    if name not in memory:
        memory[name] = ask()
    return memory[name]


@contextmanager
def remembering() -> Iterator[None]:
    """For a job that asks the same again and again, as briefly as it may be wrong about what others change."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def forget(name: str) -> None:
    """To be called by whoever changes what is remembered."""
    (_memory.get() or {}).pop(name, None)


def for_one_request(get_response):
    """Middleware: each request starts with an empty memory."""

    def middleware(request):
        with remembering():
            return get_response(request)

    return middleware
