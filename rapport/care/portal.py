"""What customers see of their requests, complaints and notices on their own pages."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rapport.care.models import Case, NoticeRecipient
from rapport.care.own_pages import notices
from rapport.care.own_pages.queries import ON_HOME, open_cases
from rapport.care.status import own_pages as disruptions  # noqa: F401 – registers its own section
from rapport.core.registry import Panel, Pass, Section, Visitor, panels, portal_passes, portal_sections


def customer_of(pk: UUID) -> UUID | None:
    return Case.objects.filter(pk=pk).values_list("customer", flat=True).first()


def may_see_case(user: Any, pk: UUID) -> bool:
    """Nobody comes by a link to a complaint about themselves."""
    return Case.objects.visible_to(user).filter(pk=pk).exists()


def told_to(pk: UUID) -> UUID | None:
    return NoticeRecipient.objects.filter(pk=pk).values_list("customer", flat=True).first()


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
portal_passes.add(
    Pass("case", "requests", "care_portal:case", customer_of, "care.view_case", may_see=may_see_case, order=20)
)
portal_sections.add(
    Section(
        "notices",
        _("News"),
        "rapport.care.own_pages.notice_urls",
        home=notices.home,
        template="care/own_pages/_notices_home.html",
        icon="speakerphone",
        order=5,
    )
)
portal_passes.add(
    Pass("notice", "notices", "care_portal_notices:notice", of=told_to, permission="care.view_notice", order=30)
)
panels.add(Panel("their_notice", "portal.order", "care/own_pages/_order_notice.html", notices.on_order))
