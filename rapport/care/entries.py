"""The kinds of entries that care records."""

from django.utils.translation import gettext_lazy as _

import rapport.care.causes.entries  # noqa: F401 – each part keeps its own
import rapport.care.complaints.entries  # noqa: F401
import rapport.care.notices.entries  # noqa: F401
from rapport.timeline.kinds import EntryGroup, EntryKind, groups, kinds

groups.add(EntryGroup("care", _("Requests and complaints"), order=15))


def kind(name: str, label: str, icon: str, tone: str = "", **more) -> None:
    kinds.add(EntryKind(name, label, icon=icon, tone=tone, group="care", **more))


kind("case.opened", _("Request opened"), "message-report", "pen")
kind("case.understood", _("Request understood"), "bulb")
kind("case.taken", _("Request taken up"), "user-check")
kind("case.assigned", _("Request given to somebody"), "user-share")
kind("case.released", _("Request put back"), "user-share")
kind("case.handed_over", _("Request handed over"), "users")
kind("case.waiting", _("Waiting for the customer"), "hourglass", "risk")
kind("case.came_back", _("Request goes on"), "arrow-back-up", "pen")
kind("case.not_reached", _("Not received"), "alert-triangle", "late")
kind("case.put_back", _("As it was before"), "arrow-back-up")
kind("case.updated", _("News told"), "speakerphone", contact="out")
kind("case.answered", _("First answer"), "circle-check", "kept")
kind("case.resolved", _("Request solved"), "circle-check", "kept")
kind("case.confirmed", _("Solution confirmed"), "check", "kept")
kind("case.closed", _("Request closed"), "check")
kind("case.reopened", _("Request reopened"), "arrow-back-up", "risk")
kind("case.withdrawn", _("Request no longer wanted"), "x")
kind("case.changed", _("Request changed"), "pencil")
kind("case.escalated", _("Request taken further up"), "arrow-up", "risk")
kind("case.rated", _("Solution rated"), "star", contact="in")
