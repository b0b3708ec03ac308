"""Verbs of the timeline."""

from rapport.timeline.actions.pinning import pin, see, unpin
from rapport.timeline.actions.recording import record, record_all
from rapport.timeline.actions.rerunning import run_again, run_all_again
from rapport.timeline.actions.writing import (
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
    "VERBS",
    "AlreadyCorrected",
    "FileTooLarge",
    "FileTypeNotAllowed",
    "NotWrittenByHand",
    "NotYoursToCorrect",
    "call",
    "correct",
    "gift",
    "letter",
    "meeting",
    "note",
    "pin",
    "record",
    "record_all",
    "run_again",
    "run_all_again",
    "see",
    "unpin",
]
