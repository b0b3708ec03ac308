"""An action follows the promise that was given of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from rapport.care.causes import doing
from rapport.care.models import Action
from rapport.promises.models import Promise
from rapport.timeline.models import Entry
from rapport.timeline.reactions import on


@on("promise.kept", "promise.kept_late")
def done_as_promised(entry: Entry) -> None:
    """What was promised is kept, so the action is done, with the same evidence. Running twice finishes once."""
    action = _action_of(entry.facts["promise_id"])
    if action is None or not action.is_open:
        return
    evidence = entry.facts.get("evidence") or _("Its promise was kept, see the customer’s page.")
    doing.finish(action, evidence=evidence, by=entry.by, at=datetime.fromisoformat(entry.facts["done_at"]))


@on("promise.reopened")
def owed_again(entry: Entry) -> None:
    action = _action_of(entry.facts["promise_id"])
    if action is not None and action.state == Action.State.DONE and not action.checks.exists():
        doing.take_back(action, by=entry.by, at=entry.at)


@on("promise.renegotiated")
def moved_with_its_promise(entry: Entry) -> None:
    """The customer was told of another day, which is that of the action from now on."""
    action = _action_of(entry.facts["old_promise_id"])
    if action is not None:
        doing.follow(action, Promise.objects.select_related("location", "owner").get(pk=entry.facts["promise_id"]))


@on("promise.handed_over")
def handed_over_with_its_promise(entry: Entry) -> None:
    action = _action_of(entry.facts["promise_id"])
    if action is not None:
        doing.follow(action, Promise.objects.select_related("location", "owner").get(pk=entry.facts["promise_id"]))


def _action_of(promise_id: str) -> Action | None:
    return Action.objects.filter(promise=promise_id).select_related("case", "promise").first()
