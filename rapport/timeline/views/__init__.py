from rapport.timeline.views.entries import (
    AttachmentView,
    CorrectionPage,
    EntriesPage,
    EntryPage,
    PinPage,
    SeenPage,
    colleagues,
)
from rapport.timeline.views.reactions import ReactionRunPage, ReactionRunsPage, ReactionsPage

__all__ = [
    "AttachmentView",
    "CorrectionPage",
    "EntriesPage",
    "EntryPage",
    "PinPage",
    "ReactionRunPage",
    "ReactionRunsPage",
    "ReactionsPage",
    "SeenPage",
    "colleagues",
]
