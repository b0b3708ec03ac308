"""What customers see of their requests, complaints and notices on their own pages."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rapport.care.models import Case
from rapport.care.own_pages.queries import ON_HOME, open_cases
from rapport.core.registry import Pass, Section, Visitor, portal_passes, portal_sections


def customer_of(pk: UUID) -> UUID | None:
    return Case.objects.filter(pk=pk).values_list("customer", flat=True).first()


def home(visitor: Visitor) -> dict:
    """What is open between them and us. One query."""
    found = open_cases(visitor.customer_id)
    return {"cases": found[:ON_HOME], "more": len(found) > ON_HOME}


portal_sections.add(
    Section(
        "requests",
        _("Requests"),
        "rapport.care.own_pages.urls",
        place="care_portal:cases",
        home=home,
        template="care/own_pages/_home.html",
        icon="message-circle",
        order=20,
    )
)
portal_passes.add(Pass("case", "requests", "care_portal:case", of=customer_of, permission="care.view_case", order=20))
