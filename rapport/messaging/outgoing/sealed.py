"""Words that only the receiver of a message may read, such as a link that lets them in.

They are not written down: where they belong the message says `DOTS`, and they are put in while it goes out. Nobody who
reads the inbox, the database or a backup finds them. `sources` says by the beginning of the message's idempotency key
who knows the words: `sources["portal:"] = lambda rest: …`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rapport.messaging.models import Message

DOTS = "••••••••"
sources: dict[str, Callable[[str], str]] = {}


@contextmanager
def opened(message: Message) -> Iterator[None]:
    """Within, `message` has the words in it. It is never saved like that."""
    kept = message.text
    message.text = _with_words(message)
    try:
        yield
    finally:
        message.text = kept


def _with_words(message: Message) -> str:
    if DOTS in message.text and message.idempotency_key:
        for beginning, words in sources.items():
            if message.idempotency_key.startswith(beginning):
                return message.text.replace(DOTS, words(message.idempotency_key.removeprefix(beginning)))
    return message.text
