"""What customers see on their own pages of disruptions that hit them."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from rapport.care.models import Case, Incident, NoticeRecipient, Service
from rapport.care.status.public import shown
from rapport.care.status.uptime import DAYS
from rapport.core.registry import Section, Visitor, portal_sections
from rapport.orders.models import Order
from rapport.staff.models import Business

ON_HOME = 3


def hitting(customer_id, *, since: datetime) -> QuerySet[Incident]:
    """Disruptions of theirs, the latest first: of which they were told by a notice, of what is offered everywhere, or
    where they have an order or a request open. One query, and two for services and words."""
    told = NoticeRecipient.objects.filter(notice__incident=OuterRef("pk"), customer=customer_id)
    told = told.exclude(state=NoticeRecipient.State.WAITING)
    orders = Order.objects.open().filter(customer=customer_id, location=OuterRef("location"))
    cases = Case.objects.open().filter(customer=customer_id, location=OuterRef("location"))
    theirs = Service.objects.filter(Q(location=None) | Exists(orders) | Exists(cases), incidents=OuterRef("pk"))
    rows = Incident.objects.filter(Q(ended_at=None) | Q(ended_at__gte=since), is_public=True)
    rows = rows.filter(Exists(told) | Exists(theirs)).order_by("-began_at", "-id")
    return rows.prefetch_related("services", "updates")


def home(visitor: Visitor) -> dict | None:
    """What is going on now, or planned; nothing while all works."""
    now = timezone.now()
    found = list(hitting(visitor.customer_id, since=now)[:ON_HOME])
    return {"disruptions": _shown(found), "now": now} if found else None


def disruptions(request):
    """All that hit them in the last ninety days."""
    now = timezone.now()
    found = list(hitting(request.visitor.customer_id, since=now - timedelta(days=DAYS)))
    return render(request, "care/status/own.html", {"disruptions": _shown(found), "now": now})


def _shown(incidents: list[Incident]) -> list[dict]:
    language, business = translation.get_language() or "en", Business.objects.current()
    return [shown(incident, language, business) for incident in incidents]


app_name = "status_portal"
urlpatterns = [path("disruptions/", disruptions, name="disruptions")]

portal_sections.add(
    Section(
        "disruptions",
        _("Disruptions"),
        "rapport.care.status.own_pages",
        home=home,
        template="care/status/_own_home.html",
        icon="plug",
        order=5,
    )
)
