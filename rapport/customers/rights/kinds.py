"""What the timeline tells of privacy: that something was asked, told, held or forgotten, and never what."""

from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryKind, kinds

DETAILS = {"group": "details"}

kinds.add(EntryKind("privacy.asked", _("Asked about their data"), icon="shield-lock", tone="pen", **DETAILS))
kinds.add(EntryKind("privacy.exported", _("Told everything that is held"), icon="download", **DETAILS))
kinds.add(EntryKind("privacy.held", _("Legal hold placed"), icon="lock", tone="risk", **DETAILS))
kinds.add(EntryKind("privacy.released", _("Legal hold lifted"), icon="check", **DETAILS))
kinds.add(EntryKind("privacy.restricted", _("Not to be used"), icon="hand-stop", tone="risk", **DETAILS))
kinds.add(EntryKind("privacy.unrestricted", _("May be used again"), icon="check", **DETAILS))
kinds.add(EntryKind("privacy.erased", _("Erased"), icon="user-off", **DETAILS))
