"""Every verb locks its promise first, then looks, then writes."""

from rapport.promises.models import Promise
from rapport.promises.refusals import AlreadySettled
from rapport.timeline.actions import record
from rapport.timeline.models import Entry


def locked(promise: Promise) -> Promise:
    """The promise as it is now, locked until the transaction ends.

    Two queries: a row that was waited for comes back new, but what is joined to it would be from before the wait.
    """
    Promise.objects.select_for_update().values_list("pk").get(pk=promise.pk)
    return Promise.objects.select_related("customer", "owner", "made_by", "location").get(pk=promise.pk)


def refuse_settled(promise: Promise) -> None:
    if not promise.is_open:
        raise AlreadySettled


def facts_of(promise: Promise, **more) -> dict:
    """What every entry about a promise says; `more` adds to it. Moments are ISO 8601 in UTC."""
    facts = {
        "promise_id": str(promise.pk),
        "text": promise.text,
        "about": promise.about,
        "promise_kind": promise.kind,
        "due_at": promise.due_at.isoformat(),
        "internal": promise.is_internal,
    }
    return facts | more


def tell_the_story(promise: Promise, verb: str, *, by, at, channel: str = "", body: str = "", **more) -> Entry:
    """Record `promise.<verb>` on the customer's timeline."""
    return record(
        promise,
        f"promise.{verb}",
        by=by,
        at=at,
        channel=channel,
        body=body,
        location=promise.location,
        **facts_of(promise, **more),
    )
