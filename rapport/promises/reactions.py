from datetime import date

from rapport.promises.actions.following_up import follow_up
from rapport.timeline.reactions import on


@on("note.written", "call.made", "meeting.held", "letter.sent", "letter.received", "gift.given", "gift.received")
def plan_follow_up(entry) -> None:
    """Who writes something down may say when to come back to it. Running twice plans once."""
    if day := entry.facts.get("follow_up_on"):
        follow_up(entry, date.fromisoformat(day))
