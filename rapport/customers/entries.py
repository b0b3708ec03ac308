from django.utils.translation import gettext_lazy as _

from rapport.timeline.kinds import EntryKind, kinds

DETAILS = {"group": "details"}
PART = {"icon": "building", "also_about": ("person_id", "organisation_id"), **DETAILS}

kinds.add(EntryKind("customer.added", _("Customer added"), icon="user-plus", tone="pen", **DETAILS))
kinds.add(EntryKind("customer.imported", _("Imported from a file"), icon="file-import", is_note=True, **DETAILS))
kinds.add(EntryKind("customer.import_undone", _("An import was undone"), icon="arrow-back-up", **DETAILS))
kinds.add(EntryKind("customer.edited", _("Details changed"), icon="pencil", **DETAILS))
kinds.add(EntryKind("customer.tagged", _("Tags changed"), icon="tag", **DETAILS))
kinds.add(EntryKind("customer.archived", _("Put into the archive"), icon="archive", **DETAILS))
kinds.add(EntryKind("customer.restored", _("Taken out of the archive"), icon="archive-off", **DETAILS))
kinds.add(EntryKind("customer.merged", _("Two records became one"), icon="git-merge", **DETAILS))
kinds.add(EntryKind("customer.unmerged", _("One record became two again"), icon="arrow-back-up", **DETAILS))
kinds.add(
    EntryKind(
        "customer.permitted_first_name", _("First name permitted"), icon="heart-handshake", tone="thanks", **DETAILS
    )
)
kinds.add(EntryKind("customer.withdrew_first_name", _("First name no longer permitted"), icon="user", **DETAILS))
kinds.add(EntryKind("customer.affiliated", _("Part in an organisation"), **PART))
kinds.add(EntryKind("customer.affiliation_changed", _("Part in an organisation changed"), **PART))
kinds.add(EntryKind("customer.left", _("Left an organisation"), **PART))
kinds.add(EntryKind("customer.affiliation_removed", _("Part in an organisation removed"), **PART))

TIE = {"icon": "home-heart", "also_about": ("one_id", "other_id"), **DETAILS}
kinds.add(EntryKind("customer.tied", _("Tie between people"), **TIE))
kinds.add(EntryKind("customer.tie_changed", _("Tie between people changed"), **TIE))
kinds.add(EntryKind("customer.untied", _("Tie between people removed"), **TIE))
