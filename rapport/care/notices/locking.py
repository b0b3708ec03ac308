from datetime import datetime
from typing import Any

from rapport.care.models import Notice, NoticeRecipient
from rapport.timeline.actions import record_all


def locked(notice: Notice) -> Notice:
    """The notice as it is now, locked until the transaction ends. Two queries, as for a promise."""
    Notice.objects.select_for_update().values_list("pk").get(pk=notice.pk)
    return Notice.objects.select_related("owner", "contact", "order__promise", "slip", "product").get(pk=notice.pk)


def facts_of(notice: Notice, **more: Any) -> dict:
    """What every entry about a notice says."""
    facts = {
        "notice_id": str(notice.pk),
        "number": notice.number,
        "title": notice.title,
        "notice_kind": notice.kind,
        "new_on": notice.new_on.isoformat() if notice.new_on else None,
    }
    return facts | more


def tell_the_story(
    notice: Notice, verb: str, rows: list[NoticeRecipient], *, at: datetime, by=None, channel: str = "", **more
) -> list:
    """Record `notice.<verb>` once on the timeline of each customer whom it concerns."""
    once = {row.customer_id: row for row in reversed(rows)}
    lines = [(row, facts_of(notice, **more)) for row in once.values()]
    return record_all(f"notice.{verb}", lines, at=at, by=by, channel=channel)
