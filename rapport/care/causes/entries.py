"""What the story tells of causes, and of what is done against them. All of it is among us."""

from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryKind, kinds


def _kind(name: str, label: str, icon: str, tone: str = "") -> None:
    kinds.add(EntryKind(name, label, icon=icon, tone=tone, group="care", is_note=True))


_kind("case.cause_named", _("Cause named"), "hierarchy")
_kind("cause.asked", _("Asked why"), "help")
_kind("cause.corrected", _("Answer to a why corrected"), "pencil")
_kind("cause.removed", _("Answer to a why removed"), "trash")
_kind("cause.found", _("Root cause found"), "bulb", "kept")
_kind("cause.doubted", _("Not the root cause after all"), "arrow-back-up", "risk")
_kind("action.planned", _("Action planned"), "clipboard-list", "pen")
_kind("action.done", _("Action done"), "clipboard-check", "kept")
_kind("action.not_done", _("Action not done yet"), "arrow-back-up")
_kind("action.dropped", _("Action dropped"), "x")
_kind("action.taken_up", _("Action taken up again"), "arrow-back-up", "pen")
_kind("action.postponed", _("Action postponed"), "calendar-due", "risk")
_kind("action.handed_over", _("Action handed over"), "user-share")
_kind("action.effective", _("Action helped"), "circle-check", "kept")
_kind("action.reopened", _("Action did not help"), "alert-triangle", "risk")
_kind("eight_d.begun", _("8D report begun"), "list-check")
_kind("eight_d.closed", _("8D report closed"), "check", "kept")
_kind("eight_d.reopened", _("8D report open again"), "arrow-back-up")
