"""Carrying a deed out on a choice, and taking it back: each in one transaction, a batch of customers at a time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import audit, formats
from rapport.core.refusals import Refusal
from rapport.core.transactions import this_transaction
from rapport.customers.models import Choice
from rapport.customers.together.choosing import chosen_by
from rapport.customers.together.deeds import DEEDS, MARK, batches

IN_A_REQUEST = 2_000  # more are done by the worker
MOST_LISTED = 1_000  # of those to whom it could not be done

Watch = Callable[[float, str], None]


class DoneAlready(Refusal):
    code = "done_already"
    message = _("This was done already. Choose again to do something else.")


class NothingToTakeBack(Refusal):
    code = "nothing_to_take_back"
    message = _("There is nothing to take back: it was not done, or was taken back already.")


def _unwatched(fraction: float, doing: str) -> None: ...


def plan(choice: Choice, deed: str, wish: Mapping[str, Any]) -> Choice:
    """Note what is to be done to everybody of `choice`. Raises `DoneAlready`."""
    if not Choice.objects.filter(pk=choice.pk, done_at=None).update(deed=deed, wish=dict(wish)):
        raise DoneAlready
    choice.deed, choice.wish = deed, dict(wish)
    return choice


@transaction.atomic
def do(choice: Choice, *, at: datetime, watch: Watch = _unwatched) -> Choice:
    """Do what is planned to everybody of `choice`, in the name of who chose. Raises `AnotherNumber`, `DoneAlready`."""
    choice = Choice.objects.select_for_update(of=("self",)).select_related("by").get(pk=choice.pk)
    if choice.done_at:
        raise DoneAlready
    deed, done, seen = DEEDS[choice.deed], 0, 0
    unfit: dict[UUID, str] = {}
    for ids in batches(chosen_by(choice)):
        left_out = deed.unfit(ids, choice.wish)
        able = [key for key in ids if key not in left_out]
        done += deed.carry_out(able, choice.wish, by=choice.by, at=at, mark={MARK: str(choice.pk)})
        unfit |= left_out
        seen += len(ids)
        watch(seen / max(choice.count, 1), _g("Changing the customers"))
    choice.done, choice.done_at, choice.transaction = done, at, this_transaction()
    choice.failed, choice.failures = len(unfit), [[str(key), why] for key, why in unfit.items()][:MOST_LISTED]
    choice.save(update_fields=["done", "done_at", "transaction", "failed", "failures"])
    audit.record("customers.together", by=choice.by, about=[choice], deed=choice.deed, done=done)
    return choice


@transaction.atomic
def take_back(choice: Choice, *, by, at: datetime, watch: Watch = _unwatched) -> Choice:
    """Put everybody back whom nobody changed since. Raises `NothingToTakeBack`."""
    choice = Choice.objects.select_for_update().get(pk=choice.pk)
    if not choice.done_at or choice.undone_at or not DEEDS[choice.deed].is_undoable:
        raise NothingToTakeBack
    deed = DEEDS[choice.deed]

    def told(seen: int) -> None:
        watch(seen / max(choice.done, 1), _g("Putting the customers back"))

    undone = deed.put_back(choice, by=by, at=at, watch=told)
    choice.undone_at, choice.undone = at, undone
    choice.save(update_fields=["undone_at", "undone"])
    audit.record("customers.together_back", by=by, about=[choice], deed=choice.deed, undone=undone)
    return choice


def said_of_taking_back(choice: Choice) -> str:
    """What came of taking it back."""
    if choice.undone == choice.done:
        return _g("They are as they were.")
    stays = choice.done - choice.undone
    return ngettext(
        "They are as they were, but for %(n)s who was changed since.",
        "They are as they were, but for %(n)s who were changed since.",
        stays,
    ) % {"n": formats.number(stays)}
