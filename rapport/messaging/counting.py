"""How often somebody may do something: people never notice, programs do. Counted in the database, for all processes."""

import hmac
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection

from rapport.core.refusals import Refusal
from rapport.messaging.models import ChatCount

LONGEST = timedelta(days=2)  # no window is longer than a day
COUNT = """
INSERT INTO messaging_chatcount (key, begins_at, used) VALUES (%s, to_timestamp(%s), %s)
ON CONFLICT (key, begins_at) DO UPDATE SET used = messaging_chatcount.used + excluded.used RETURNING used
"""


@dataclass(frozen=True)
class Limit:
    name: str
    most: int
    seconds: int


def count(limits: Iterable[Limit], who: object, *, refusal: type[Refusal], more: int = 1) -> None:
    """One more, or so many. Raises `refusal`; what is refused counts as well."""
    for limit in limits:
        with connection.cursor() as cursor:
            begins = int(time.time()) // limit.seconds * limit.seconds
            cursor.execute(COUNT, [f"{limit.name} {hidden(who)}", begins, more])
            [used] = cursor.fetchone()
        if used > limit.most:
            raise refusal


def forget_old(at: datetime) -> int:
    return ChatCount.objects.filter(begins_at__lt=at - LONGEST).delete()[0]


def hidden(who: object) -> str:
    """Nobody's network or mail address stands in a table that only counts."""
    return hmac.new(settings.SECRET_KEY.encode(), f"messaging.chat {who}".encode(), sha256).hexdigest()[:32]
