from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryGroup, EntryKind, groups, kinds

BY_HAND = {"is_note": True, "by_hand": True}

groups.add(EntryGroup("conversations", _("Conversations"), order=10))
groups.add(EntryGroup("notes", _("Notes"), order=20))
groups.add(EntryGroup("gifts", _("Gifts"), order=30))
groups.add(EntryGroup("details", _("Details"), order=90))

kinds.add(EntryKind("note.written", _("Note"), icon="note", group="notes", **BY_HAND))
kinds.add(EntryKind("call.made", _("Call"), icon="phone", group="conversations", contact="said", **BY_HAND))
kinds.add(EntryKind("meeting.held", _("Meeting"), icon="users", group="conversations", contact="both", **BY_HAND))
kinds.add(EntryKind("letter.sent", _("Letter sent"), icon="mail", group="conversations", by_hand=True, contact="out"))
kinds.add(
    EntryKind("letter.received", _("Letter received"), icon="mail", group="conversations", by_hand=True, contact="in")
)
kinds.add(EntryKind("gift.given", _("Gift given"), icon="gift", tone="thanks", group="gifts", contact="out", **BY_HAND))
kinds.add(EntryKind("entry.withdrawn", _("Taken back"), icon="arrow-back-up", group="notes"))
kinds.add(
    EntryKind("gift.received", _("Gift received"), icon="gift", tone="thanks", group="gifts", contact="in", **BY_HAND)
)
