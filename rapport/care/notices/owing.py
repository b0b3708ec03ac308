"""The new date of customers without an order: a word of its own, that moves with news and is kept when it is solved.

That of an order is the promise of its delivery, which `settling` moves.
"""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from rapport.care.models import Notice, NoticeKind, NoticeRecipient
from rapport.care.notices import templates
from rapport.care.notices.wording import spoken
from rapport.messaging.outgoing.placeholders import unfilled
from rapport.promises import actions as promises
from rapport.promises.calendars import calendar_of, end_of
from rapport.promises.models import Promise
from rapport.promises.tellings import Told
from rapport.staff.models import Business
from rapport.timeline.models import Entry

OWED = (NoticeKind.DELAY, NoticeKind.INCIDENT, NoticeKind.UNAVAILABLE, NoticeKind.RECALL)  # where a day is our word
LONGEST = 300


def is_owed(notice: Notice, row: NoticeRecipient) -> bool:
    """What came already and is called back owes a day of its own, too."""
    return notice.kind in OWED and (row.order_id is None or notice.kind == NoticeKind.RECALL)


def owe(notice: Notice, row: NoticeRecipient, entry: Entry) -> Promise | None:
    """The customer of `row` knows the new date by `entry`: it is promised, or the promise of it moves. Twice is once.

    Raises `Refusal` where the day has passed meanwhile.
    """
    day, standing = notice.latest_on or notice.new_on, row.promise
    if day is None or standing and not standing.is_open:
        return standing
    calendar = calendar_of(notice.owner.location if notice.owner else None)
    if standing and standing.due_at == end_of(day, calendar):
        return standing
    known_at = min(notice.known_at, entry.at)
    told = Told(entry.channel or "message", entry.at, words=entry.body, known_at=known_at, entry=entry)
    if standing is None:
        return _give(notice, row, entry, told, day)
    if entry.at < standing.due_at:
        reason = notice.affected.get("cause") or notice.title
        return promises.renegotiate(standing, at=entry.at, by=notice.owner, told=told, reason=reason, due_on=day)
    promises.tell(standing, at=entry.at, by=notice.owner, told=told)
    return _give(notice, row, entry, told, day)


def keep(notice: Notice, rows: list[NoticeRecipient], at: datetime) -> None:
    """It is solved: what was promised to these customers is kept, in time or late."""
    for row in rows:
        if is_owed(notice, row) and row.promise and row.promise.is_open:
            evidence = words_of(notice)
            done_at = min(notice.resolved_at or at, at)
            promises.keep(row.promise, at=at, by=notice.owner, done_at=done_at, evidence=evidence)


def words_of(notice: Notice) -> str:
    """What will be when it is solved, as the first sentence of that word says, in the language of the house."""
    house = Business.objects.current()
    language = spoken("", house)
    said = templates.solved(notice, language)["text"].partition(". ")[0]
    if unfilled(said):
        said = str(notice.get_kind_display())
    return said[:LONGEST]


def _give(notice: Notice, row: NoticeRecipient, entry: Entry, told: Told, day) -> Promise:
    with translation.override(Business.objects.current().language):
        about = _("notice %(number)s") % {"number": notice.number}
    return promises.promise(
        row.customer,
        words_of(notice),
        at=entry.at,
        kind="fix" if notice.kind == NoticeKind.INCIDENT else "other",
        by=notice.owner,
        owner=notice.owner,
        due_on=day,
        location=notice.owner.location if notice.owner else None,
        about=about,
        source=entry,
        told=told,
    )
