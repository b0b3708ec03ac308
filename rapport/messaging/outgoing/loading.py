"""Messages with all that sending needs, and no more, for many at once.

They are made here from the rows themselves: Django's own way costs more than handing the mail over.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import prefetch_related_objects
from django.db.models.base import ModelState

from rapport.customers.models import Customer
from rapport.messaging.models import Channel, Conversation, Message, MessageFile

NOT_SENT = ("authentication", "defects")
OF_CONVERSATION = ("id", "number", "last_in_at")
OF_CUSTOMER = ("id", "name", "standing")


def rows(keys: Sequence[UUID]) -> list[Message]:
    """In the order of their keys. Three queries, two more where somebody wrote them, one where there are files."""
    names, query = _query()
    with connection.cursor() as cursor:
        cursor.execute(query, [list(keys)])
        found = [_message(names, row) for row in cursor.fetchall()]
    _give_channels(found)
    _give_files(found)
    if any(message.by_id for message in found):
        prefetch_related_objects(found, "by")
    return found


@cache
def _query() -> tuple[list[str], str]:
    """The names of a message's own values, and the question for them and for what stands beside them."""
    own = [field for field in Message._meta.concrete_fields if field.name not in NOT_SENT]
    columns = [f'm."{field.column}"' for field in own]
    columns += [f"{alias}.{name}" for alias, names in (("v", OF_CONVERSATION), ("c", OF_CUSTOMER)) for name in names]
    query = (
        f"SELECT {', '.join(columns)} FROM messaging_message m"  # noqa: S608 - columns of our own model
        " LEFT JOIN messaging_conversation v ON v.id = m.conversation_id"
        " LEFT JOIN customers_customer c ON c.id = m.customer_id WHERE m.id = ANY(%s) ORDER BY m.id"
    )
    return [field.attname for field in own], query


def _message(names: list[str], row: tuple) -> Message:
    end, last = len(names), len(OF_CONVERSATION)
    message = _made(Message, names, row)
    message.recipients = json.loads(message.recipients)
    beside = message._state.fields_cache
    beside["conversation"] = _made(Conversation, OF_CONVERSATION, row[end:]) if message.conversation_id else None
    beside["customer"] = _made(Customer, OF_CUSTOMER, row[end + last :]) if message.customer_id else None
    return message


def _made(model: type[models.Model], names: Sequence[str], values: Sequence) -> Any:
    """As Django makes one; fields that are not named are read when somebody asks."""
    made = model.__new__(model)
    made.__dict__.update(zip(names, values, strict=False))
    made._state = state = ModelState()
    state.adding, state.db = False, connection.alias
    return made


def _give_channels(messages: Sequence[Message]) -> None:
    channels = Channel.objects.in_bulk({message.channel_id for message in messages})
    for message in messages:
        message._state.fields_cache["channel"] = channels[message.channel_id]


def _give_files(messages: Sequence[Message]) -> None:
    files = MessageFile.objects.filter(message__in=[message.pk for message in messages])
    whose = set(files.values_list("message", flat=True))
    none = MessageFile.objects.none()
    none._result_cache = []
    for message in messages:
        if message.pk not in whose:
            message._prefetched_objects_cache = {"files": none}
    prefetch_related_objects([message for message in messages if message.pk in whose], "files")
