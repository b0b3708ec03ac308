from rapport.timeline.models.drafts import Draft, DraftFile
from rapport.timeline.models.entries import (
    Attachment,
    Channel,
    CurrentTransaction,
    Entry,
    KeptFile,
    Mention,
    Pin,
    ReactionRun,
)

__all__ = [
    "Attachment",
    "Channel",
    "CurrentTransaction",
    "Draft",
    "DraftFile",
    "Entry",
    "KeptFile",
    "Mention",
    "Pin",
    "ReactionRun",
]
