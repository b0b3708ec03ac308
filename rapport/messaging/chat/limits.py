"""How often somebody may do something: people never notice, programs do. Counted in the database, for all processes."""

import hmac
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.messaging.models import ChatCount

LONGEST = timedelta(days=2)  # no window is longer than a day
COUNT = """
INSERT INTO messaging_chatcount (key, begins_at, used) VALUES (%s, to_timestamp(%s), 1)
ON CONFLICT (key, begins_at) DO UPDATE SET used = messaging_chatcount.used + 1 RETURNING used
"""


@dataclass(frozen=True)
class Limit:
    name: str
    most: int
    seconds: int


WORDS = (Limit("words", 12, 60), Limit("words-day", 300, 86_400))  # of one visitor
FILES = (Limit("files", 20, 3600),)  # of one visitor
ADDRESSES = (Limit("address", 5, 3600),)  # that one visitor leaves
ASKING = (Limit("asking", 240, 60),)  # of one visitor: state, typing
NEW = (Limit("new", 6, 600), Limit("new-day", 40, 86_400))  # visitors from one network address
OPENED = (Limit("opened", 120, 60),)  # frames from one network address
CONFIRMED = (Limit("confirming", 3, 86_400),)  # mails that ask one address whether it is theirs
OF_ALL = (Limit("all", 600, 3600),)  # new visitors of one chat


class TooOften(Refusal):
    code = "chat_too_often"
    message = _("This is more than a chat takes. Wait a little, and go on.")


def count(limits: tuple[Limit, ...], who: object) -> None:
    """One more. Raises `TooOften`; what is refused counts as well."""
    for limit in limits:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [f"{limit.name} {hidden(who)}", int(time.time()) // limit.seconds * limit.seconds])
            [used] = cursor.fetchone()
        if used > limit.most:
            raise TooOften


def forget_old(at: datetime) -> int:
    return ChatCount.objects.filter(begins_at__lt=at - LONGEST).delete()[0]


def hidden(who: object) -> str:
    """Nobody's network or mail address stands in a table that only counts."""
    return hmac.new(settings.SECRET_KEY.encode(), f"messaging.chat {who}".encode(), sha256).hexdigest()[:32]
