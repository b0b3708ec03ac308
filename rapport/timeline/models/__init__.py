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
from rapport.timeline.models.recency import LastContact

__all__ = [
    "Attachment",
    "Channel",
    "CurrentTransaction",
    "Draft",
    "DraftFile",
    "Entry",
    "KeptFile",
    "LastContact",
    "Mention",
    "Pin",
    "ReactionRun",
]
