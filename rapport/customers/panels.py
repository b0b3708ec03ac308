"""The customer page's own panels: facts about the customer, and to whom they belong."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Panel, panels
from rapport.customers.forms_of_address import forms_of_address
from rapport.customers.queries import circles
from rapport.staff.models import Business


def known(request, customer) -> dict:
    """Nothing more than the page has already read."""
    return {}


def said(request, customer) -> dict:
    """At most two queries."""
    return {"forms_of_address": forms_of_address(customer, Business.objects.current())}


def household(request, customer) -> dict | None:
    """Two queries, one for who has no ties."""
    home = circles.household(customer, request.user)
    may_add = request.user.has_perm("customers.change_customer") and not customer.is_erased
    return {"home": home} if home.ties or may_add else None


def chart(request, customer) -> dict | None:
    """One query."""
    tops = circles.chart(customer, request.user, on=timezone.localdate())
    return {"tops": tops} if tops else None


for _order, (_name, _label, _icon) in enumerate(
    (
        ("contact", _("Contact"), "address-book"),
        ("days", _("Dates"), "calendar-heart"),
        ("personal", _("Family and personal"), "home-heart"),
        ("wishes", _("Preferences"), "adjustments-heart"),
        ("own_fields", _("More"), "list-check"),
        ("details", _("Name and details"), "id"),
    )
):
    panels.add(
        Panel(
            _name,
            slot="customer.facts",
            template=f"customers/panels/{_name}.html",
            query=known,
            permission="customers.view_customer",
            order=_order + 1,
            label=_label,
            icon=_icon,
            is_folded=_name == "details",
        )
    )

panels.add(
    Panel(
        "address",
        slot="customer.facts",
        template="customers/panels/address.html",
        query=said,
        permission="customers.view_customer",
        order=7,
        lazy=True,
        label=_("How to address them"),
        icon="heart-handshake",
    )
)


def a_person(customer) -> bool:
    return customer.is_person


def an_organisation(customer) -> bool:
    return customer.is_organisation


def anybody(customer) -> bool:
    return True


for _name, _label, _icon, _order, _query, _fits in (
    ("household", _("Family and household"), "home-heart", 55, household, a_person),
    ("people", _("People and organisations"), "users", 60, known, anybody),
    ("chart", _("Who reports to whom"), "hierarchy", 62, chart, an_organisation),
    ("codes", _("Codes in other systems"), "id", 90, known, anybody),
):
    panels.add(
        Panel(
            _name,
            slot="customer.side",
            template=f"customers/panels/{_name}.html",
            query=_query,
            permission="customers.view_customer",
            order=_order,
            lazy=_query is not known,
            fits=_fits,
            label=_label,
            icon=_icon,
        )
    )
