"""How customers like to be reached, and how never."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from rapport.messaging.models import Preference
from rapport.timeline.actions import record


@transaction.atomic
def wish(
    customer: Any,
    *,
    kinds: Sequence[str] = (),
    never: Sequence[str] = (),
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    by=None,
    at: datetime | None = None,
    by_customer: bool = False,
) -> Preference:
    """By which kinds of channels, the first first; by which never; and when not. The same again changes nothing."""
    at = at or timezone.now()
    row, is_new = Preference.objects.select_for_update().get_or_create(customer=customer)
    wanted = {"kinds": list(kinds), "never": list(never), "quiet_from": quiet_from, "quiet_until": quiet_until}
    was = {name: getattr(row, name) for name in wanted}
    if wanted == was:
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    row.updated_at = at
    row.save()
    record(row, "contact.wished", by=by, by_customer=by_customer, at=at, kinds=list(kinds), never=list(never))
    return row
