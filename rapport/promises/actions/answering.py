"""What is owed to somebody who asked about their data: an answer within a month."""

from datetime import date, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.promises.actions.making import promise
from rapport.promises.actions.settling import keep
from rapport.promises.models import Promise
from rapport.staff.models import Business

KIND = "privacy"
ANSWERS = {"privacy.exported": "access", "privacy.restricted": "restriction"}  # an entry: which wish it fulfils


def owe(entry) -> Promise:
    """The promise to answer by the day of the entry; who noted the wish has it in hand. One per entry."""
    found = Promise.objects.filter(source=entry, kind=KIND).first()
    if found:
        return found
    tomorrow = timezone.localdate(entry.recorded_at) + timedelta(days=1)
    due_on = max(date.fromisoformat(entry.facts["due_on"]), tomorrow)
    with translation.override(Business.objects.current().language):
        text = _words(entry.facts["asked_for"])
    return promise(
        entry.customer, text, at=entry.recorded_at, kind=KIND, by=entry.by, owner=entry.by, due_on=due_on, source=entry
    )


def _words(wish: str) -> str:
    return {
        "access": _("Send them everything we hold about them"),
        "erasure": _("Forget them, or tell them why we may not"),
        "rectification": _("Put right what they say is wrong"),
        "restriction": _("See that their data is not used"),
    }[wish]


def settle(entry) -> None:
    """Keep what was owed for such a wish; the entry is the evidence. Twice is harmless."""
    wish = ANSWERS[entry.kind]
    owed = Promise.objects.open().filter(customer=entry.customer, kind=KIND, source__facts__asked_for=wish)
    for one in owed:
        keep(one, at=entry.recorded_at, by=entry.by, evidence_entry=entry)
