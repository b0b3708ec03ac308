from rapport.timeline.views.drafts import (
    DraftDiscarding,
    DraftFileRemoval,
    DraftFilesPage,
    DraftFileView,
    DraftPage,
    DraftRestoration,
    DraftsPage,
)
from rapport.timeline.views.entries import (
    AttachmentView,
    CorrectionPage,
    EntriesPage,
    EntryPage,
    PinPage,
    SeenPage,
    WithdrawalPage,
    colleagues,
)
from rapport.timeline.views.reactions import ReactionRunPage, ReactionRunsPage, ReactionsPage

__all__ = [
    "AttachmentView",
    "CorrectionPage",
    "DraftDiscarding",
    "DraftFileRemoval",
    "DraftFileView",
    "DraftFilesPage",
    "DraftPage",
    "DraftRestoration",
    "DraftsPage",
    "EntriesPage",
    "EntryPage",
    "PinPage",
    "ReactionRunPage",
    "ReactionRunsPage",
    "ReactionsPage",
    "SeenPage",
    "WithdrawalPage",
    "colleagues",
]
