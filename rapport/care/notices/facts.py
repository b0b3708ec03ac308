"""What of a notice differs from customer to customer: their orders, and what was promised of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from rapport.care.models import NoticeRecipient
from rapport.care.notices.wording import line
from rapport.core import formats

OF_EACH = ("order", "what", "promised")  # fields that stay open until a message is written


@dataclass(frozen=True)
class Theirs:
    """What a notice is about for one customer."""

    numbers: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    promised_at: datetime | None = None

    def said(self, language: str, zone: ZoneInfo) -> dict[str, str]:
        """The fields of `OF_EACH`, in their language; without an order none, so that a check sees what is missing."""
        if not self.numbers:
            return {}
        named = [text for text in self.headlines if text]
        said = {"order": ", ".join(self.numbers), "what": named[0] if len(named) == 1 else line(language, "several")}
        if self.promised_at:
            local = self.promised_at.astimezone(zone)
            said["promised"] = formats.month_day(local.month, local.day, local.year, language=language)
        return said


def theirs(rows: Iterable[NoticeRecipient]) -> dict[UUID, Theirs]:
    """By customer, of recipients that were read with their order and its promise (or the one that slipped)."""
    together: dict[UUID, list[NoticeRecipient]] = defaultdict(list)
    for row in rows:
        together[row.customer_id].append(row)
    return {customer: _one(found) for customer, found in together.items()}


def _one(rows: list[NoticeRecipient]) -> Theirs:
    orders = [row.order for row in rows if row.order]
    due = [_promised(row) for row in rows if row.order and row.order.promise]
    return Theirs(
        numbers=tuple(order.number for order in orders),
        headlines=tuple(dict.fromkeys(order.headline for order in orders)),
        promised_at=min(due, default=None),
    )


def _promised(row: NoticeRecipient) -> datetime:
    """What was promised when it went wrong: since they were told, the order has the new date."""
    before = row.promise.renegotiated_from if row.promise else None
    if before:
        return before.due_at
    return row.notice.promised_at if row.promise and row.notice.promised_at else row.order.promise.due_at
