from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryKind, kinds

kinds.add(EntryKind("portal.link_sent", _("Link to their own pages sent"), icon="link", group="conversations"))
kinds.add(EntryKind("portal.looked", _("Looked at what they see"), icon="eye", group="conversations"))
kinds.add(EntryKind("portal.access_given", _("Who sees what on their pages"), icon="lock", group="conversations"))
kinds.add(EntryKind("portal.passkey_made", _("Passkey made"), icon="key", group="conversations"))
kinds.add(EntryKind("portal.passkey_removed", _("Passkey removed"), icon="key", group="conversations"))
kinds.add(EntryKind("callback.booked", _("Wants to be called"), icon="phone-call", group="conversations", contact="in"))
kinds.add(EntryKind("callback.moved", _("Call put off"), icon="phone-call", group="conversations", contact="in"))
kinds.add(EntryKind("callback.cancelled", _("Call called off"), icon="phone-off", group="conversations", contact="in"))
