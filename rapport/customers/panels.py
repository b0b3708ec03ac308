"""The customer page's own panels: facts about the customer, and to whom they belong."""

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Panel, panels


def known(request, customer) -> dict:
    """Nothing more than the page has already read."""
    return {}


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

for _name, _label, _icon, _order in (
    ("people", _("People and organisations"), "users", 60),
    ("codes", _("Codes in other systems"), "id", 90),
):
    panels.add(
        Panel(
            _name,
            slot="customer.side",
            template=f"customers/panels/{_name}.html",
            query=known,
            permission="customers.view_customer",
            order=_order,
            label=_label,
            icon=_icon,
        )
    )
