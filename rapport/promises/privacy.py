"""What was promised to whom: rates are counted from it, so the rows stay and the words go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.personal.kinds import ERASED, Basis, Held, RecordKind, marked, nothing_in, record_kinds
from rapport.promises.models import Promise

OF_THE_HOUSE = ("Kind", "Holiday", "HolidayYear", "OpeningHours", "OpeningWeek", "SpecialDay")


def warn(ids: Sequence[UUID]) -> str:
    count = Promise.objects.open().filter(customer__in=ids).exclude(kind="privacy").count()
    if not count:
        return ""
    said = ngettext(
        "%(count)s promise is open. It ends as no longer wanted.",
        "%(count)s promises are open. They end as no longer wanted.",
        count,
    )
    return said % {"count": formats.number(count)}


def end_what_is_open(ids: Sequence[UUID], at: datetime) -> None:
    """Nothing can be kept for somebody who is unknown. Answering this very wish keeps its promise."""
    rows = Promise.objects.open().filter(customer__in=ids)
    rows.filter(kind="privacy").update(
        state=Case(When(Q(due_at__gte=at), then=Value("kept")), default=Value("kept_late")),
        done_at=at,
        closed_at=at,
        evidence=ERASED,
    )
    rows.update(state="withdrawn", closed_at=at, closed_by=None, done_at=None)


record_kinds.add(
    RecordKind(
        "promises.promises",
        _("What we promised them, and how we kept it"),
        Basis.CONTRACT,
        _("so that we do in time what we said"),
        holds=(
            Held("promises.Telling", "promise__customer", erased={"words": ""}, hidden=("entry",)),
            Held("promises.CheckIn", "promise__customer", erased={}, is_told=False, texts=()),
            Held("promises.Reminder", "promise__customer", erased={}, is_told=False, texts=()),
            Held(
                "promises.Promise",
                erased={"text": ERASED, **marked("about", "reason", "evidence")},
                hidden=("source", "evidence_entry", "renegotiated_from", "ask_at", "at_risk_at", "urgent_at"),
            ),
        ),
        stays=_("When something was promised and whether it was kept: rates are counted from it."),
        warns=warn,
        before=end_what_is_open,
        keeps_facts=("promise_kind",),
        order=15,
    )
)
nothing_in(
    *(f"promises.{name}" for name in OF_THE_HOUSE),
    because="opening hours, holidays and kinds of promises are those of the house",
)
