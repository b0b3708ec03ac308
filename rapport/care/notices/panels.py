"""What the customer page shows of notices: what they were told, and what they chose."""

from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Notice, NoticeRecipient
from rapport.core.prepared import prepared
from rapport.core.registry import Panel, panels

SHOWN = 5


def told(request, customer) -> dict | None:
    """The latest; nothing where nothing ever went wrong. One query."""
    found = _latest(customer.pk, Notice.State.DROPPED)
    return {"rows": list(found), "now": timezone.now()} if found else None


@prepared
def _latest(customer: UUID, dropped: str) -> QuerySet[NoticeRecipient]:
    rows = NoticeRecipient.objects.filter(customer=customer).exclude(notice__state=dropped)
    rows = rows.select_related("notice").order_by(F("notice__made_at").desc(), F("id").desc())
    return rows[:SHOWN]


panels.add(
    Panel(
        "notices",
        slot="customer.side",
        template="care/notices/panel.html",
        query=told,
        permission="care.view_notice",
        order=42,
        lazy=True,
        label=_("What went wrong, and was told"),
        icon="speakerphone",
    )
)
