"""Who a customer is, and everything that was written down of them."""

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from rapport.core.personal.kinds import Basis, Held, RecordKind, nothing_in, record_kinds
from rapport.customers.models import Customer
from rapport.customers.rights import command, exporting, former, kinds, lapsing

__all__ = ["command", "exporting", "kinds"]  # which register what they bring

STAYS = (
    "id",
    "kind",
    "created_at",
    "updated_at",
    "version",
    "standing",
    "merged_into",
    "name",
)  # `rights.erasing` names them anew
KEYS = ("search_key", "sound_key", "sort_key", "key_version")


def emptied() -> dict:
    """Every column of a customer as it is before anything is known: also of those that are added later."""
    fields = [field for field in Customer._meta.concrete_fields if field.name not in STAYS]
    return {field.name: field.get_default() for field in fields}


record_kinds.add(
    RecordKind(
        "customers.identity",
        _("Who they are: name, form of address, what we know of them, tags, photo"),
        Basis.LEGITIMATE_INTEREST,
        _("so that we know whom we serve, and address them as they wish"),
        holds=(
            Held("customers.Customer_tags", hidden=("id",), texts=()),
            Held("customers.Salutation"),
            # What other tables hold, once more, to be found by: triggers write it anew when that goes.
            Held("customers.SearchText", erased={}, is_told=False, texts=()),
            Held(
                "customers.Customer",
                "pk",
                erased=emptied(),
                hidden=(*KEYS, "version", "standing", "merged_into"),
                texts=("how_met", "preference_notes", "custom", "archived_because"),
                drops_history=True,
            ),
        ),
        stays=_("An empty record under a pseudonym, to which orders and sums belong."),
        retention=lapsing.INACTIVE,
        order=90,
    )
)
record_kinds.add(
    RecordKind(
        "customers.leads",
        _("People who never became customers"),
        Basis.LEGITIMATE_INTEREST,
        _("so that a first conversation can lead to a second"),
        retention=lapsing.LEADS,
        order=91,
    )
)
record_kinds.add(
    RecordKind(
        "customers.former",
        _("Earlier values: who changed what, and what stood there before"),
        Basis.LEGITIMATE_INTEREST,
        _("so that a mistake can be found and turned back"),
        stays=_("What an erasure does to a record it does to its earlier values, too."),
        retention=former.FORMER,
        order=92,
    )
)
record_kinds.add(
    RecordKind(
        "customers.contact",
        _("How to reach them: e-mail, phone, addresses, handles"),
        Basis.CONTRACT,
        _("so that we can answer and deliver"),
        holds=(
            Held("customers.Email", hidden=("key", "position"), texts=("note",)),
            Held("customers.Phone", hidden=("position",), texts=("note",)),
            Held("customers.Address", hidden=("position",), texts=("note",)),
            Held("customers.Handle", hidden=("position",), texts=("note",)),
            Held("customers.ExternalCode", texts=()),
        ),
        order=80,
    )
)
record_kinds.add(
    RecordKind(
        "customers.wishes",
        _("Days to remember, personal notes, wishes"),
        Basis.LEGITIMATE_INTEREST,
        _("so that we treat them as the person they are"),
        holds=(
            Held("customers.ImportantDate", hidden=("position",)),
            Held("customers.PersonalNote", hidden=("position",)),
            Held("customers.Preference", hidden=("position",)),
        ),
        order=81,
    )
)
record_kinds.add(
    RecordKind(
        "customers.parts",
        _("Their part in organisations, and who belongs to theirs"),
        Basis.LEGITIMATE_INTEREST,
        _("so that we know for whom somebody speaks"),
        holds=(
            Held(
                "customers.Affiliation",
                "person",
                to_others=("organisation",),
                hidden=("person_position", "organisation_position", "role", "influence", "reports_to"),
            ),
        ),
        keeps_facts=("field", "how"),
        order=82,
    )
)
record_kinds.add(
    RecordKind(
        "customers.ties",
        _("Family and household: who they are to whom"),
        Basis.LEGITIMATE_INTEREST,
        _("so that we know whom we speak with, and for whom"),
        holds=(Held("customers.Tie", "one", to_others=("other",), texts=("word", "word_back")),),
        order=82,
    )
)
record_kinds.add(
    RecordKind(
        "customers.imported",
        _("What a file last said of them"),
        Basis.LEGITIMATE_INTEREST,
        _("so that the next file changes only what changed in it"),
        holds=(
            Held("customers.ImportedRow", hidden=("key", "mail_key", "import_id")),
            Held("customers.ImportChange", hidden=("import_id", "table", "row_id")),
        ),
        order=83,
    )
)
record_kinds.add(
    RecordKind(
        "customers.followers",
        _("Who follows them, and when colleagues looked"),
        Basis.LEGITIMATE_INTEREST,
        _("so that a colleague hears what happens"),
        holds=(Held("customers.Follow"),),
        order=84,
    )
)
record_kinds.add(
    RecordKind(
        "customers.rights",
        _("What they asked for: exports, holds, restrictions"),
        Basis.LEGAL_OBLIGATION,
        _("so that we can show that we answered"),
        holds=(
            Held("customers.PersonalExport", hidden=("bytes", "downloads"), erased={"gone_at": Now()}),
            Held("customers.LegalHold"),
            Held("customers.Restriction"),
            Held("customers.ErasedFile", "erasure__customer", erased={}, is_told=False, texts=()),
            Held("customers.Erasure", erased={}, is_told=False, texts=()),
            Held(
                "customers.MergeMove",
                "merge__survivor",
                to_others=("merge__absorbed",),
                erased={"before": None, "after": None},
                is_told=False,
            ),
            Held(
                "customers.Merge",
                "survivor",
                to_others=("absorbed",),
                hidden=("field_choices", "score", "moved"),
                erased={"field_choices": {}, "reason": "", "moved": {}},
            ),
        ),
        stays=_("That an export was made and this erasure done, without anything of them."),
        keeps_facts=("asked_for",),
        order=85,
    )
)
record_kinds.add(
    RecordKind(
        "customers.duplicates",
        _("Whether they may be the same as another record, and who said that they are not"),
        Basis.LEGITIMATE_INTEREST,
        _("so that nobody stands here twice"),
        holds=(
            Held("customers.DuplicatePair", "first", to_others=("second",), hidden=("second", "evidence")),
            Held(
                "customers.NotDuplicates",
                "first",
                to_others=("second",),
                hidden=("second", "first_keys", "second_keys"),
            ),
        ),
        order=86,
    )
)
nothing_in("customers.DuplicateSearch", because="how many were looked at, and how many were too many")
nothing_in(
    "customers.DuplicateAcceptance", because="keys of customers who were merged together, and why", texts=("refused",)
)
nothing_in("customers.Tag", "customers.PreferenceTopic", because="of all customers alike")
nothing_in("customers.Arrangement", because="how colleagues like their pages")
nothing_in("customers.Choice", because="keys of customers who were chosen together, and why", texts=("wish", "filters"))
nothing_in(
    "customers.CustomField", "customers.NameWord", "customers.RetentionRule", "customers.RetentionRun",
    because="of all customers alike; words of names go with the last name that has them",
)  # fmt: skip
