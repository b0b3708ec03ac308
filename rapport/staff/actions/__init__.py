"""Verbs about the people who work here, and about the business itself."""

from rapport.staff.actions.house import (
    LastLocation,
    add_location,
    add_team,
    change_business,
    change_team,
    close_location,
    edit_location,
    remove_team,
    set_logo,
)
from rapport.staff.actions.joining import (
    AlreadySetUp,
    EmailTaken,
    InvitationExpired,
    InvitationUsed,
    accept,
    create_user,
    invite,
    set_up,
    withdraw,
)
from rapport.staff.actions.people import Departure, deactivate, edit_person, edit_profile, reactivate, see
from rapport.staff.actions.roles import LADDER, LastOwner, RoleAboveYourOwn, change_role, may_give, sync_roles

__all__ = [
    "LADDER",
    "AlreadySetUp",
    "Departure",
    "EmailTaken",
    "InvitationExpired",
    "InvitationUsed",
    "LastLocation",
    "LastOwner",
    "RoleAboveYourOwn",
    "accept",
    "add_location",
    "add_team",
    "change_business",
    "change_role",
    "change_team",
    "close_location",
    "create_user",
    "deactivate",
    "edit_location",
    "edit_person",
    "edit_profile",
    "invite",
    "may_give",
    "reactivate",
    "remove_team",
    "see",
    "set_logo",
    "set_up",
    "sync_roles",
    "withdraw",
]
