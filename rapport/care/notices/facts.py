"""What of a notice differs from customer to customer: their orders, and what was promised of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.lists import format_list

from rapport.care.models import NoticeRecipient
from rapport.care.notices.wording import line
from rapport.core import formats

LISTED = 3  # things that are called by name; of more it is said that there are several
OF_EACH = ("order", "what", "promised")  # fields that stay open until a message is written


@dataclass(frozen=True)
class Theirs:
    """What a notice is about for one customer."""

    numbers: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    promised: tuple[datetime, ...] = ()

    def said(self, language: str, zone: ZoneInfo) -> dict[str, str]:
        """The fields of `OF_EACH`, in their language; without an order none, so that a check sees what is missing."""
        if not self.numbers:
            return {}
        named = [text for text in self.headlines if text]
        what = _listed(named, language) if 0 < len(named) <= LISTED else line(language, "several")
        said = {"order": _listed(self.numbers, language), "what": what}
        if self.promised:
            days = sorted({moment.astimezone(zone).date() for moment in self.promised})
            words = [formats.month_day(day.month, day.day, day.year, language=language) for day in days]
            said["promised"] = _listed(words, language)
        return said


def _listed(words: Sequence[str], language: str) -> str:
    return format_list(list(words), locale=language)


def theirs(rows: Iterable[NoticeRecipient]) -> dict[UUID, Theirs]:
    """By customer, of recipients that were read with their order and its promise (or the one that slipped)."""
    together: dict[UUID, list[NoticeRecipient]] = defaultdict(list)
    for row in rows:
        together[row.customer_id].append(row)
    return {customer: _one(found) for customer, found in together.items()}


def _one(rows: list[NoticeRecipient]) -> Theirs:
    rows = sorted((row for row in rows if row.order), key=lambda row: (row.order.placed_at, row.order.number))
    orders = [row.order for row in rows]
    due = [_promised(row) for row in rows if row.order.promise]
    return Theirs(
        numbers=tuple(order.number for order in orders),
        headlines=tuple(dict.fromkeys(order.headline for order in orders)),
        promised=tuple(due),
    )


def _promised(row: NoticeRecipient) -> datetime:
    """What was promised when it went wrong: since they were told, the order has the new date."""
    before = row.promise.renegotiated_from if row.promise else None
    if before:
        return before.due_at
    return row.notice.promised_at if row.promise and row.notice.promised_at else row.order.promise.due_at
