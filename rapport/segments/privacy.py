from django.utils.translation import gettext_lazy as _

from rapport.core.personal.kinds import Basis, Held, RecordKind, nothing_in, record_kinds

record_kinds.add(
    RecordKind(
        "segments.memberships",
        _("Lists they were put on"),
        Basis.LEGITIMATE_INTEREST,
        _("so that we write to those whom it concerns"),
        holds=(Held("segments.Membership"),),
        order=30,
    )
)
nothing_in(
    "segments.Segment",
    because="the name of a set of customers and the condition for being in it",
    texts=("name", "condition"),
)
nothing_in("segments.SegmentPin", because="which segments somebody who works here keeps at hand")
