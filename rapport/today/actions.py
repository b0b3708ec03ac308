"""Put a line of Today away, for good or until later. Nothing about the customer changes, so nothing is recorded."""

from datetime import datetime

from rapport.staff.models import User
from rapport.today.models import Tick


def tick(key: str, *, by: User) -> Tick:
    """`by` is done with the line `key`. Twice is once."""
    return _put_away(key, by=by, until=None)


def snooze(key: str, *, by: User, until: datetime, due_at: datetime | None = None) -> Tick:
    """Put the line off until `until`, but never past the moment `due_at` at which it falls due."""
    return _put_away(key, by=by, until=min(until, due_at) if due_at else until)


def wake(key: str, *, by: User) -> None:
    """Show the line again."""
    Tick.objects.filter(user=by, key=key).delete()


def _put_away(key: str, *, by: User, until: datetime | None) -> Tick:
    tick, _ = Tick.objects.update_or_create(user=by, key=key, defaults={"until": until})
    return tick
