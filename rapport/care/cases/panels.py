"""What the customer page and a conversation show of cases."""

from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Case
from rapport.care.models.cases import LATEST
from rapport.core.addresses import address_of
from rapport.core.prepared import prepared
from rapport.core.registry import Panel, panels
from rapport.messaging.inbox.linkables import Linkable, linkables

SHOWN = 5
LINKED = 20


def cases_of(request, customer) -> dict:
    """The open ones, soonest first, then the latest that ended; confidential ones for whom they are for. One query."""
    found = [case for case in _latest(customer.pk) if sees(request.user, case)]
    found.sort(key=lambda case: (not case.is_open, case.next_update_at or case.opened_at))
    return {"cases": found[:SHOWN], "has_more": len(found) > SHOWN, "now": timezone.now()}


def in_conversation(request, customer) -> dict | None:
    """What is open with the customer of a conversation. One query."""
    return cases_of(request, customer)


def before_a_call(request, customer) -> dict | None:
    """Whoever speaks with them has to know what is open. One query."""
    found = cases_of(request, customer)
    is_open = [case for case in found["cases"] if case.is_open]
    return found | {"cases": is_open} if is_open else None


def sees(user, case: Case) -> bool:
    """As `CaseQuerySet.visible_to` says it, of a row that is at hand."""
    if case.whom_about == user.pk:
        return False
    leads = case.team is not None and case.team.lead_id == user.pk
    return not case.is_confidential or case.owner_id == user.pk or leads or user.has_perm("care.see_confidential")


@prepared
def _latest(customer: UUID) -> QuerySet[Case]:
    rows = Case.objects.filter(customer=customer).select_related("owner", "team")
    rows = rows.annotate(whom_about=F("complaint__about")).defer("words", "solution", "words_key", "found_by")
    return rows.order_by(F("opened_at").desc(nulls_last=True), F("id").desc(nulls_last=True))[: SHOWN * 3]


def cases_to_link(customer) -> list[tuple[UUID, str, str]]:
    """What everybody may know of; the open ones first. A conversation keeps the number alone: one that turns out to be
    confidential later is not told by its subject.
    """
    rows = Case.objects.filter(customer=customer, is_confidential=False).order_by(*LATEST)[:LINKED]
    found = sorted(rows.only("number", "kind", "subject", "state"), key=lambda case: not case.is_open)
    said = _g("%(kind)s #%(number)s")
    return [(case.pk, said % {"kind": case.get_kind_display(), "number": case.number}, case.subject) for case in found]


def seen_of(user, keys: list[UUID]) -> list[UUID]:
    return list(Case.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


def nothing_more(request, message) -> dict:
    return {}


panels.add(
    Panel(
        "cases",
        slot="customer.side",
        template="care/cases/panels/customer.html",
        query=cases_of,
        permission="care.view_case",
        order=8,
        label=_("Requests"),
        icon="message-report",
    )
)
panels.add(
    Panel(
        "cases_in_conversation",
        slot="conversation.side",
        template="care/cases/panels/conversation.html",
        query=in_conversation,
        permission="care.view_case",
        order=5,
    )
)
panels.add(
    Panel(
        "cases_before_a_call",
        slot="customer.call",
        template="care/cases/panels/call.html",
        query=before_a_call,
        permission="care.view_case",
        order=7,
    )
)
panels.add(
    Panel(
        "request_of_message",
        slot="message.foot",
        template="care/cases/panels/message.html",
        query=nothing_more,
        permission="care.add_case",
        order=10,
    )
)
linkables.add(
    Linkable(
        "care.case",
        _("Request or complaint"),
        "message-report",
        url=lambda pk: address_of("care:case", pk),
        offer=cases_to_link,
        permission="care.view_case",
        order=5,
        seen=seen_of,
    )
)
