from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryKind, kinds

CONVERSATIONS = {"group": "conversations"}

kinds.add(EntryKind("message.received", _("Message received"), icon="mail", contact="in", **CONVERSATIONS))
kinds.add(EntryKind("message.sent", _("Message sent"), icon="send", contact="out", **CONVERSATIONS))
kinds.add(EntryKind("message.bounced", _("Message came back"), icon="alert-triangle", tone="risk", **CONVERSATIONS))
kinds.add(EntryKind("message.refused", _("Message held back"), icon="lock", **CONVERSATIONS))
kinds.add(EntryKind("message.failed", _("Not sent"), icon="alert-triangle", tone="risk", **CONVERSATIONS))
kinds.add(EntryKind("message.reported", _("Called spam"), icon="alert-triangle", tone="late", **CONVERSATIONS))
kinds.add(EntryKind("conversation.handed_over", _("Handed over"), icon="users", **CONVERSATIONS))
kinds.add(EntryKind("conversation.restated", _("Understood"), icon="check", contact="in", **CONVERSATIONS))
kinds.add(EntryKind("consent.given", _("Consent given"), icon="check", group="details"))
kinds.add(EntryKind("consent.withdrawn", _("Consent withdrawn"), icon="lock", group="details"))
kinds.add(EntryKind("contact.held", _("Not to be written to for now"), icon="lock", group="details"))
kinds.add(EntryKind("contact.freed", _("May be written to again"), icon="check", group="details"))
kinds.add(EntryKind("contact.wished", _("How they like to be reached"), icon="adjustments-heart", group="details"))
kinds.add(EntryKind("address.stopped", _("Nothing goes to an address"), icon="lock", group="details"))
kinds.add(EntryKind("address.freed", _("Messages go to an address again"), icon="check", group="details"))
kinds.add(EntryKind("call.answered", _("Call"), icon="phone", contact="said", **CONVERSATIONS))
kinds.add(EntryKind("call.missed", _("Call missed"), icon="phone", tone="late", **CONVERSATIONS))
kinds.add(EntryKind("call.voicemail", _("Message on the machine"), icon="phone", contact="in", **CONVERSATIONS))
kinds.add(EntryKind("call.unanswered", _("Not reached"), icon="phone", **CONVERSATIONS))
