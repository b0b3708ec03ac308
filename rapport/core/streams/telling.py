"""What the web says to the streams: that something changed, and who may hear of it."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from rapport.core.models import Listening
from rapport.core.registry import Registry
from rapport.core.streams import tickets
from rapport.core.streams.app import PATH
from rapport.core.streams.database import CHANNEL

FRESH = timedelta(seconds=50)  # the streams write down every 20 s who is there


@dataclass(frozen=True)
class Topics:
    """What of a slice somebody who works here may hear: `of(request)` answers names of topics, few queries."""

    name: str
    of: Callable[[HttpRequest], Iterable[str]]
    permission: str = ""
    order: int = 50


topics: Registry[Topics] = Registry()


def tell(topic: str, kind: str = "changed") -> None:
    """Whoever listens to `topic` hears it when this transaction is committed. Ids only: never words. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{topic} {kind}"])


def ticket_for(names: Iterable[str], *, owner: str, here: str = "") -> str:
    """Lets whoever has it listen to `names`. While they do, `is_here(here)`."""
    return tickets.write(settings.SECRET_KEY, names, owner=owner, here=here, now=time.time())


def is_here(key: str) -> bool:
    """Whether somebody has a stream open under that name, as far as the streams know. One query."""
    return Listening.objects.filter(key=key, seen_at__gt=timezone.now() - FRESH).exists()


def address_for(request: HttpRequest) -> str:
    """Where the reader's browser finds the streams; "" where there are none, and pages ask now and then instead."""
    if settings.STREAMS_ADDRESS:
        return settings.STREAMS_ADDRESS.rstrip("/") + PATH
    if not settings.STREAMS_PORT or settings.SECURE:
        return ""
    host = request.get_host()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return f"{request.scheme}://{name}:{settings.STREAMS_PORT}{PATH}"
