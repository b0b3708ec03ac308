"""What was told to customers, as facts that a segment can test."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Notice, NoticeRecipient
from rapport.core.facts import Field, Test, Type, fields
from rapport.core.facts.columns import as_moment

TOLD = _("What they were told")
OUT = (Notice.State.SENDING, Notice.State.SENT)


def told_on(test: Test) -> Q:
    """Somebody told them of trouble on such a day; whoever never was is "unknown"."""
    rows = NoticeRecipient.objects.filter(customer=OuterRef("pk"), told_at__isnull=False)
    if test.operator in ("known", "unknown"):
        return Q(Exists(rows)) if test.operator == "known" else ~Exists(rows)
    return Q(Exists(rows.filter(as_moment("told_at", test))))


def in_trouble(test: Test) -> Q:
    """A notice concerns them that is not solved yet."""
    rows = Exists(NoticeRecipient.objects.filter(customer=OuterRef("pk"), notice__state__in=OUT))
    return Q(rows) if test.operator == "yes" else ~rows


for _name, _label, _type, _ask, _order in (
    ("told_of_trouble_on", _("Was told of a delay or disruption"), Type.DATE, told_on, 140),
    ("in_trouble", _("Waits for something that went wrong"), Type.YES_NO, in_trouble, 141),
):
    fields.add(
        Field(
            _name, _label, _type, ask=_ask, order=_order, group=TOLD, permission="care.view_notice",
            served_by="care_noticerecipient_customer_id",
        )
    )  # fmt: skip
