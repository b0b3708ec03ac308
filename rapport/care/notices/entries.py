from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryKind, kinds

kinds.add(
    EntryKind("notice.told", _("Told what goes wrong"), icon="speakerphone", tone="pen", group="care", contact="out")
)
kinds.add(EntryKind("notice.chosen", _("What they chose"), icon="check", group="care", contact="in"))
kinds.add(EntryKind("notice.rated", _("How they rated it"), icon="star", group="care", contact="in"))
