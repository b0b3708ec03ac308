"""Whether a customer uses their own pages, on the customer page of staff."""

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Panel, panels
from rapport.portal.models import Access, Session


def own_pages(request, customer) -> dict:
    """Two queries, one for a person."""
    now, theirs = timezone.now(), Session.objects.filter(person=customer, by=None)
    open_now = Q(expires_at__gt=now, ended_at=None)
    seen = theirs.aggregate(last=Max("seen_at"), open=Count("pk", filter=open_now))
    people = Access.objects.filter(affiliation__organisation=customer).count() if customer.is_organisation else 0
    return {"customer": customer, "seen": seen, "people": people, "now": now}


panels.add(
    Panel(
        "own_pages",
        slot="customer.side",
        template="portal/staff/_panel.html",
        query=own_pages,
        permission="portal.view_session",
        order=75,
        lazy=True,
        label=_("Their own pages"),
        icon="user-circle",
    )
)
