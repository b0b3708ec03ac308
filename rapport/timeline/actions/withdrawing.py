"""Taking back what one has just written down: a draft again. The old line stays; the story says what became of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.timeline.actions.drafting import reopen
from rapport.timeline.actions.recording import record
from rapport.timeline.actions.writing import VERBS, AlreadyCorrected, NotWrittenByHand
from rapport.timeline.kinds import COMPOSED
from rapport.timeline.models import Entry, Pin

WITHDRAWN = "entry.withdrawn"
WITHIN = timedelta(minutes=2)  # a toast stays for ten seconds, longer while somebody looks at it


class TooLateToWithdraw(Refusal):
    code = "too_late_to_withdraw"
    message = _("Others may have read it by now. Correct it instead; the old words stay readable beneath.")


class ReminderIsSet(Refusal):
    code = "reminder_is_set"
    message = _("A reminder has been set from it. Correct the words, and settle the reminder where it stands.")


class NotYoursToWithdraw(Refusal):
    code = "not_yours_to_withdraw"
    message = _("Only the person who wrote this may take it back.")


def may_withdraw(entry: Entry) -> bool:
    """Whether taking it back would be the whole truth: nothing else followed from it yet."""
    return entry.kind in VERBS and not entry.corrects_id and not entry.facts.get("follow_up_on")


@transaction.atomic
def withdraw(entry: Entry, *, by, at: datetime) -> Entry:
    """Take `entry` back within two minutes; its words and files are a draft again. Twice answers the first.

    Raises `NotYoursToWithdraw`, `NotWrittenByHand`, `TooLateToWithdraw`, `ReminderIsSet`, `AlreadyCorrected`.
    """
    entry = Entry.every.select_for_update().get(pk=entry.pk)
    if entry.by_id != by.pk:
        raise NotYoursToWithdraw
    if entry.kind not in VERBS:
        raise NotWrittenByHand
    if later := Entry.every.filter(corrects=entry).first():
        if later.kind == WITHDRAWN:
            return later
        raise AlreadyCorrected
    if not may_withdraw(entry):
        raise ReminderIsSet
    if at - entry.recorded_at > WITHIN:
        raise TooLateToWithdraw

    kind, said = _as_it_was_typed(entry)
    reopen(entry.customer, kind, said, entry.attachments.all(), by=by, at=at)
    Pin.objects.filter(entry=entry).delete()
    return record(
        entry.customer, WITHDRAWN, by=by, at=entry.at, corrects=entry, private=entry.is_private, was=entry.kind
    )


def _as_it_was_typed(entry: Entry) -> tuple[str, dict[str, str]]:
    """The tab it was written in, and its fields by their names there."""
    kind, direction = entry.kind.split(".")
    facts = dict(entry.facts)
    said = {"body": entry.body}
    if f"{kind}_direction" in COMPOSED[kind].fields:
        said[f"{kind}_direction"] = facts.pop("direction", direction)
    said |= {name: str(value) for name, value in facts.items() if name != "currency"}
    if "value" in facts:
        said["value"] = f"{facts['value']} {facts['currency']}"
    if entry.at < entry.recorded_at - timedelta(minutes=1):
        said["at"] = f"{timezone.localtime(entry.at):%Y-%m-%dT%H:%M}"
    if hasattr(entry, "pin"):
        said["pinned"] = "on"
    if entry.is_private:
        said["private"] = "on"
    return kind, said
