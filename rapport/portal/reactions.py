"""What booked calls do about what happens elsewhere."""

from rapport.portal.callbacks import actions
from rapport.promises.models import Promise
from rapport.timeline.reactions import on


@on("call.made", "call.answered")
def we_called(entry) -> None:
    if entry.facts.get("outcome", "reached") == "reached":
        actions.called(entry)


@on("promise.kept", "promise.kept_late", "promise.withdrawn", "promise.voided", "promise.broken")
def settled(entry) -> None:
    if entry.subject_type == "promises.promise" and entry.facts.get("promise_kind") == "callback":
        actions.settled(entry.subject_id, at=entry.at)


@on("promise.renegotiated")
def moved(entry) -> None:
    if entry.facts.get("promise_kind") == "callback":
        promise = Promise.objects.filter(pk=entry.facts["promise_id"]).first()
        if promise:
            actions.moved_by_us(promise)
