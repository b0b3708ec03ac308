"""What conversations do about what happens elsewhere."""

from rapport.messaging.calls import settling
from rapport.timeline.reactions import on


@on("call.made", "meeting.held")
def called_back(entry) -> None:
    """Who spoke with them, as somebody noted by hand, has called them back. Running twice changes nothing."""
    if entry.facts.get("outcome", "reached") == "reached":
        settling.returned(entry.customer, at=entry.at, entry=entry, by=entry.by)


@on("promise.kept", "promise.kept_late", "promise.withdrawn", "promise.voided")
def call_back_settled(entry) -> None:
    """The promise to call back was settled on its own page. Running twice changes nothing."""
    if entry.subject_type == "promises.promise":
        settling.by_promise(entry.subject_id, at=entry.at, by=entry.by)
