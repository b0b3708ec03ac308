"""Complaints for tests, built through actions."""

from rapport.care.cases.actions import open_case
from rapport.care.complaints.actions import Answer
from rapport.care.models import Case, Complaint
from rapport.messaging.outgoing import sealed
from rapport.promises.testing import TUESDAY


def a_complaint(customer, *, by=None, at=TUESDAY, subject="Scratched table top", channel="email", **more) -> Case:
    """As somebody enters it who read their mail."""
    words = more.pop("words", "I waited nine weeks, and there is a scratch on it.")
    return open_case(customer, kind="complaint", subject=subject, words=words, at=at, by=by, channel=channel, **more)


def an_answer(**more) -> Answer:
    said = {
        "admission": "Your table left us without its cover.",
        "apology": "We are sorry that it arrived scratched.",
        "decision": "We replace the top.",
    }
    return Answer(**said | more)


def complaint_of(case) -> Complaint:
    return Complaint.objects.select_related("case").get(pk=case.pk)


def link_in(message, page: str) -> str:
    """The path of the link to `page` in what goes out; what is written down does not have it."""
    assert f"{page}{sealed.DOTS}/" in message.text
    with sealed.opened(message):
        word = next(word for word in message.text.split() if page in word)
    return word[word.index(page) :]
