from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

SEND = ("portal.send_link", "portal.view_session")
OPEN = ("portal.view_access", "portal.change_access")
SITE = ("portal.change_site",)
LOOK = ("portal.see_as_customer",)

grants.add(Grant("portal.reader", "reader", ("portal.view_session",)))
grants.add(Grant("portal.agent", "agent", ("portal.send_link", *OPEN)))
grants.add(Grant("portal.manager", "manager", (*SITE, *LOOK)))

PORTAL = _("Customers' own site")
for _order, (_name, _label, _permissions) in enumerate(
    (
        ("see", _("See whether customers use their own pages"), ("portal.view_session",)),
        ("send", _("Send customers a link to their own pages"), ("portal.send_link",)),
        ("open", _("Decide what an organisation's people see there"), OPEN),
        ("look", _("See what a customer sees there"), LOOK),
        ("site", _("Decide how the site looks and what is on it"), SITE),
    )
):
    abilities.add(Ability(f"portal.{_name}", _label, _permissions, PORTAL, 70 + _order))
