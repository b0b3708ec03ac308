"""How a reaction runs: once in effect, however often its job does."""

import traceback
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rapport.core.outages import is_lost_connection
from rapport.timeline import reactions
from rapport.timeline.models import Entry, ReactionRun

ATTEMPTS = 6  # waits of 4, 16, 64, 256 and 1,024 s between them


class ReactionFailed(Exception):
    """Says where a reaction failed. What it failed with stays out of the logs: it may be about a customer."""


def run(entry_id: str | UUID, name: str) -> None:
    """Run the reaction `name` to the entry, unless it already ran. Raises `ReactionFailed`."""
    ReactionRun.objects.bulk_create([ReactionRun(entry_id=entry_id, reaction=name)], ignore_conflicts=True)
    try:
        _run_once(entry_id, name)
    except Exception as problem:
        if is_lost_connection(problem):
            raise  # it is not the reaction's fault, and there is nowhere to note it down
        text = _where(problem)
        _note_failure(entry_id, name, text)
        raise ReactionFailed(text) from None


@transaction.atomic
def _run_once(entry_id: str | UUID, name: str) -> None:
    row = ReactionRun.objects.select_for_update().get(entry_id=entry_id, reaction=name)
    if row.done_at:
        return
    reaction = reactions.by_name(name)
    taken_back = Entry.every.filter(corrects=entry_id, kind="entry.withdrawn").exists()
    if reaction and not taken_back:  # a slice that was removed since no longer reacts
        reaction(Entry.every.select_related("customer").get(pk=entry_id))
    ReactionRun.objects.filter(pk=row.pk).update(
        done_at=timezone.now(), dead_at=None, error="", attempts=F("attempts") + 1
    )


def _where(problem: Exception) -> str:
    """The kind of the problem and the last line of ours that it came through."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if "rapport/" in frame.filename and "site-packages" not in frame.filename]
    place = (ours or frames)[-1]
    return f"{type(problem).__name__} in {place.name} ({place.filename.rsplit('rapport/', 1)[-1]}:{place.lineno})"


def _note_failure(entry_id: str | UUID, name: str, text: str) -> None:
    rows = ReactionRun.objects.filter(entry_id=entry_id, reaction=name)
    rows.update(attempts=F("attempts") + 1, error=text[:500])
    rows.filter(attempts__gte=ATTEMPTS).update(dead_at=timezone.now())
