"""Verbs about customers. Each locks the customer, decides, writes and tells the timeline."""

from rapport.customers.actions.affiliations import (
    ReportsElsewhere,
    ReportsInCircle,
    affiliate,
    change_affiliation,
    part_of,
    remove_affiliation,
)
from rapport.customers.actions.arranging import arrange, move
from rapport.customers.actions.customers import Edited, NeedsPermission, OutOfSight, add, archive, edit, restore
from rapport.customers.actions.definitions import (
    change_field,
    change_topic,
    define_field,
    define_topic,
    reinstate_field,
    remove_topic,
    retire_field,
)
from rapport.customers.actions.first_names import permit_first_name, set_form_of_address, withdraw_first_name
from rapport.customers.actions.following import follow, look, unfollow
from rapport.customers.actions.labels import remove_photo, set_photo, set_tags
from rapport.customers.actions.putting_back import put_back
from rapport.customers.actions.putting_back_rows import NoPlace
from rapport.customers.actions.rows import CodeTaken, replace_rows
from rapport.customers.actions.ties import OnlyPeople, TiedAlready, change_tie, tie, untie
from rapport.customers.meanwhile import ChangedMeanwhile

__all__ = [
    "ChangedMeanwhile",
    "CodeTaken",
    "Edited",
    "NeedsPermission",
    "NoPlace",
    "OnlyPeople",
    "OutOfSight",
    "ReportsElsewhere",
    "ReportsInCircle",
    "TiedAlready",
    "add",
    "affiliate",
    "archive",
    "arrange",
    "change_affiliation",
    "change_field",
    "change_tie",
    "change_topic",
    "define_field",
    "define_topic",
    "edit",
    "follow",
    "look",
    "move",
    "part_of",
    "permit_first_name",
    "put_back",
    "reinstate_field",
    "remove_affiliation",
    "remove_photo",
    "remove_topic",
    "replace_rows",
    "restore",
    "retire_field",
    "set_form_of_address",
    "set_photo",
    "set_tags",
    "tie",
    "unfollow",
    "untie",
    "withdraw_first_name",
]
