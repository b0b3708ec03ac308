from datetime import date

from rapport.promises.actions.answering import owe, settle
from rapport.promises.actions.following_up import follow_up
from rapport.timeline.reactions import on


@on("note.written", "call.made", "meeting.held", "letter.sent", "letter.received", "gift.given", "gift.received")
def plan_follow_up(entry) -> None:
    """Who writes something down may say when to come back to it. Running twice plans once."""
    if day := entry.facts.get("follow_up_on"):
        follow_up(entry, date.fromisoformat(day))


@on("privacy.asked")
def owe_an_answer(entry) -> None:
    """Who asks about their data is answered within a month (GDPR Art. 12(3)). Running twice owes one answer."""
    owe(entry)


@on("privacy.exported", "privacy.restricted")
def answered(entry) -> None:
    """What they asked for is done. An erasure settles its promise itself: nothing can be kept for whom nobody knows."""
    settle(entry)
