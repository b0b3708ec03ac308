"""What the story tells of complaints, and of what is given to put them right."""

from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryKind, kinds


def _kind(name: str, label: str, icon: str, tone: str = "", **more) -> None:
    kinds.add(EntryKind(name, label, icon=icon, tone=tone, group="care", **more))


_kind("complaint.accepted", _("Answer accepted"), "circle-check", "kept")
_kind("complaint.acknowledged", _("Complaint acknowledged"), "check", "pen", contact="out")
_kind("complaint.assessed", _("Complaint assessed"), "scale", is_note=True)
_kind("complaint.confirmed", _("Understanding confirmed"), "check", "kept")
_kind("complaint.corrected", _("Understanding corrected"), "pencil", "risk")
_kind("complaint.investigated", _("Complaint looked into"), "search", is_note=True)
_kind("complaint.not_accepted", _("Closed without agreement"), "x", "late")
_kind("complaint.not_confirmed", _("Understanding not confirmed"), "hourglass", is_note=True)
_kind("complaint.objected", _("Answer not accepted"), "arrow-back-up", "late")
_kind("complaint.rated", _("Fairness rated"), "star", contact="in")
_kind("complaint.received", _("Complaint received"), "message-report", "risk")
_kind("complaint.referred", _("Gone to somebody outside"), "scale", "risk")
_kind("complaint.reopened", _("Complaint reopened"), "arrow-back-up", "risk")
_kind("complaint.reported", _("Reported to an authority"), "scale", "risk", is_note=True)
_kind("complaint.responded", _("Complaint answered"), "send", "kept", contact="out")
_kind("complaint.restated", _("Complaint restated"), "quote", "pen", contact="out")
_kind("complaint.watched", _("Watched for 90 days"), "eye", is_note=True)
_kind("complaint.weighed", _("Severity changed"), "scale", "risk", is_note=True)
_kind("complaint.withdrawn", _("Complaint withdrawn"), "x")
_kind("remedy.approved", _("Remedy approved"), "check", "kept", is_note=True)
_kind("remedy.given", _("Remedy given"), "gift", "kept", is_note=True)
_kind("remedy.proposed", _("Remedy proposed"), "gift", "pen", is_note=True)
_kind("remedy.refused", _("Remedy refused"), "x", "risk", is_note=True)
_kind("remedy.taken_back", _("Remedy taken back"), "arrow-back-up", is_note=True)
