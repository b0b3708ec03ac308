from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryGroup, EntryKind, groups, kinds

groups.add(EntryGroup("promises", _("Promises"), order=15))


def _kind(verb: str, label: str, icon: str, tone: str = "") -> None:
    kinds.add(EntryKind(f"promise.{verb}", label, icon=icon, tone=tone, group="promises"))


_kind("made", _("Promise made"), "heart-handshake", "pen")
_kind("kept", _("Promise kept"), "check", "kept")
_kind("kept_late", _("Promise kept late"), "check", "risk")
_kind("overdue", _("Promise late"), "alert-triangle", "late")
_kind("told_late", _("Told that it is late"), "speakerphone")
_kind("renegotiated", _("Promise moved in time"), "clock-edit", "pen")
_kind("broken", _("Promise broken"), "mood-sad", "late")
_kind("withdrawn", _("Promise no longer wanted"), "hand-stop")
_kind("voided", _("Promise made by mistake"), "x")
_kind("handed_over", _("Promise handed over"), "user-share")
_kind("handed_back", _("Promise handed back"), "arrow-back-up")
_kind("reopened", _("Promise opened again"), "arrow-back-up", "risk")
