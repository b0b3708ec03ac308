"""Doing one thing to many customers: a Choice of them, a deed, and taking it back. Set-based, a batch at a time."""

from rapport.customers.together.choosing import AnotherNumber, choose, chosen_by, forget_old_choices
from rapport.customers.together.deeds import DEEDS, Archiving, Deed, HandingOver, Tagging
from rapport.customers.together.doing import (
    IN_A_REQUEST,
    DoneAlready,
    NothingToTakeBack,
    do,
    plan,
    said_of_taking_back,
    take_back,
)
from rapport.customers.together.taking_out import EXPORT, file_of, forget_old_files, take_out, taken_out_by

__all__ = [
    "DEEDS",
    "EXPORT",
    "IN_A_REQUEST",
    "AnotherNumber",
    "Archiving",
    "Deed",
    "DoneAlready",
    "HandingOver",
    "NothingToTakeBack",
    "Tagging",
    "choose",
    "chosen_by",
    "do",
    "file_of",
    "forget_old_choices",
    "forget_old_files",
    "plan",
    "said_of_taking_back",
    "take_back",
    "take_out",
    "taken_out_by",
]
