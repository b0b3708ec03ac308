from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

READER = ("view_user", "view_team", "view_location", "view_business")
MANAGER = (
    *("add_invitation", "change_user", "add_team", "change_team", "add_location", "change_location"),
    *("change_business", "see_every_customer"),
)
SIGHT, AUDIT = "staff.change_visibility", ("core.view_deed", "core.export_deed")

grants.add(Grant("staff.reader", "reader", tuple(f"staff.{name}" for name in READER)))
grants.add(Grant("staff.manager", "manager", tuple(f"staff.{name}" for name in MANAGER)))
grants.add(Grant("staff.owner", "owner", (SIGHT, *AUDIT, "staff.change_owner", "staff.require_second_step")))

HOUSE = _("The business and its people")
for _order, (_name, _label, _permissions) in enumerate(
    (
        ("view", _("See colleagues, teams, locations and settings"), READER),
        (
            "people",
            _("Invite colleagues, change their role, replace a lost second step, let them go"),
            ("add_invitation", "change_user"),
        ),
        ("places", _("Change teams and locations"), ("add_team", "change_team", "add_location", "change_location")),
        ("business", _("Change the name, logo, languages and currency of the business"), ("change_business",)),
        ("owners", _("Make and unmake owners"), ("change_owner",)),
        ("second_step", _("Say which roles sign in with a second step"), ("require_second_step",)),
    )
):
    abilities.add(Ability(f"staff.{_name}", _label, tuple(f"staff.{p}" for p in _permissions), HOUSE, 60 + _order))
abilities.add(
    Ability("staff.sight", _("See every customer, whatever their team"), ("staff.see_every_customer",), HOUSE, 66)
)
abilities.add(Ability("staff.visibility", _("Say who sees which customers"), (SIGHT,), HOUSE, 67))
abilities.add(Ability("staff.audit", _("Read and take out the audit"), AUDIT, HOUSE, 68))
