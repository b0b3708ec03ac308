from django.utils.translation import gettext_lazy as _

from rapport.core.personal.kinds import Basis, Held, RecordKind, nothing_in, record_kinds

record_kinds.add(
    RecordKind(
        "api.deliveries",
        _("What was told to other programs, and what these answered"),
        Basis.LEGITIMATE_INTEREST,
        _("so that a message that did not arrive can be sent again"),
        holds=(Held("api.Delivery", "entry__customer", is_told=False),),  # told of the entries themselves
        order=90,
    )
)
nothing_in("api.Endpoint", "api.Progress", "api.Secret", because="where other programs listen, as set by colleagues")
