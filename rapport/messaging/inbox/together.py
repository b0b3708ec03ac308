"""Deeds on several conversations. Each is its own small transaction: one that refuses leaves the others done."""

from collections.abc import Iterable
from datetime import datetime

from rapport.core.ids import is_id
from rapport.core.refusals import Refusal
from rapport.messaging.inbox import actions
from rapport.messaging.inbox.changing import turn_back
from rapport.messaging.models import Conversation, ConversationEvent
from rapport.staff.models import User


def do(deed: str, rows: Iterable[Conversation], *, by, at: datetime, to: str = "") -> list[ConversationEvent]:
    """What happened to those that changed. `to` is the key of a colleague; empty is nobody."""
    act = _acts(deed, to)
    events = [_tried(act, row, by=by, at=at) for row in rows] if act else []
    return [event for event in events if event]


def turn_all_back(events: Iterable[ConversationEvent], *, by, at: datetime) -> int:
    """How many are as they were. Whoever changed one since is not overruled."""
    return sum(bool(_tried(turn_back, event, by=by, at=at)) for event in events)


def _acts(deed: str, to: str):
    if deed == "assign":
        person = User.objects.working_here().filter(pk=to).first() if is_id(to) else None
        return lambda row, **how: actions.assign(row, person, **how)
    return {"close": actions.close, "spam": actions.mark_spam, "take": actions.take}.get(deed)


def _tried(act, thing, *, by, at: datetime):
    try:
        return act(thing, by=by, at=at)
    except Refusal:
        return None
