from rapport.promises.actions.by_the_clock import mark_broken, mark_overdue, remind
from rapport.promises.actions.following_up import follow_up
from rapport.promises.actions.hours import (
    OutsideItsYear,
    add_holiday,
    clear_day,
    confirm_holidays,
    remove_holiday,
    seed_holidays,
    set_day,
    set_week,
)
from rapport.promises.actions.kinds import add_kind, change_kind, retire, return_to_use
from rapport.promises.actions.making import promise, renegotiate
from rapport.promises.actions.minding import answer, hand_over, hand_over_all, tell
from rapport.promises.actions.reopening import hand_back, reopen
from rapport.promises.actions.settling import break_, keep, void, withdraw
from rapport.promises.refusals import (
    AlreadyLate,
    AlreadySettled,
    DueIsPast,
    GivenUpByTime,
    HandedOnSince,
    NeedsEvidence,
    NeedsSecondPerson,
    NotToldYet,
    NotYetDone,
    ToldTooLate,
    TooOldToVoid,
    WasMoved,
    WasTold,
)
from rapport.promises.tellings import Told

__all__ = [
    "AlreadyLate",
    "AlreadySettled",
    "DueIsPast",
    "GivenUpByTime",
    "HandedOnSince",
    "NeedsEvidence",
    "NeedsSecondPerson",
    "NotToldYet",
    "NotYetDone",
    "OutsideItsYear",
    "Told",
    "ToldTooLate",
    "TooOldToVoid",
    "WasMoved",
    "WasTold",
    "add_holiday",
    "add_kind",
    "answer",
    "break_",
    "change_kind",
    "clear_day",
    "confirm_holidays",
    "follow_up",
    "hand_back",
    "hand_over",
    "hand_over_all",
    "keep",
    "mark_broken",
    "mark_overdue",
    "promise",
    "remind",
    "remove_holiday",
    "renegotiate",
    "reopen",
    "retire",
    "return_to_use",
    "seed_holidays",
    "set_day",
    "set_week",
    "tell",
    "void",
    "withdraw",
]
