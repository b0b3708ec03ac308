"""Verbs of the timeline."""

from rapport.timeline.actions.drafting import (
    DraftBegunAnew,
    DraftChangedElsewhere,
    DraftTooLong,
    TooManyFiles,
    add_file,
    discard,
    remove_file,
    reopen,
    save_draft,
    sweep,
    take_back,
)
from rapport.timeline.actions.pinning import pin, see, unpin, unsee
from rapport.timeline.actions.recording import record, record_all
from rapport.timeline.actions.rerunning import run_again, run_all_again
from rapport.timeline.actions.withdrawing import (
    NotYoursToWithdraw,
    ReminderIsSet,
    TooLateToWithdraw,
    may_withdraw,
    withdraw,
)
from rapport.timeline.actions.writing import (
    COMPOSING,
    VERBS,
    AlreadyCorrected,
    NotWrittenByHand,
    NotYoursToCorrect,
    call,
    correct,
    gift,
    letter,
    meeting,
    note,
)
from rapport.timeline.files import FileTooLarge, FileTypeNotAllowed

__all__ = [
    "COMPOSING",
    "VERBS",
    "AlreadyCorrected",
    "DraftBegunAnew",
    "DraftChangedElsewhere",
    "DraftTooLong",
    "FileTooLarge",
    "FileTypeNotAllowed",
    "NotWrittenByHand",
    "NotYoursToCorrect",
    "NotYoursToWithdraw",
    "ReminderIsSet",
    "TooLateToWithdraw",
    "TooManyFiles",
    "add_file",
    "call",
    "correct",
    "discard",
    "gift",
    "letter",
    "may_withdraw",
    "meeting",
    "note",
    "pin",
    "record",
    "record_all",
    "remove_file",
    "reopen",
    "run_again",
    "run_all_again",
    "save_draft",
    "see",
    "sweep",
    "take_back",
    "unpin",
    "unsee",
    "withdraw",
]
