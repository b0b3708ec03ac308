"""What the customers' site keeps of those who use it."""

from django.utils.translation import gettext_lazy as _

from rapport.core.personal.kinds import Basis, Held, RecordKind, nothing_in, record_kinds

record_kinds.add(
    RecordKind(
        "portal.ways_in",
        _("How they come in to their own pages"),
        Basis.CONTRACT,
        _("so that they see their matters, and nobody else does"),
        holds=(
            Held("portal.SignInLink", hidden=("address_key", "message")),
            Held("portal.Session", "person", hidden=("token_hash", "access", "address_key", "passkey")),
            Held("portal.Passkey", hidden=("credential", "credential_id", "sign_count", "address_key")),
            Held("portal.Standing"),
            Held("portal.Access", "affiliation__person"),
            Held("portal.CallBack", hidden=("person",)),
        ),
        order=60,
    )
)
nothing_in("portal.Site", because="about the business")
nothing_in("portal.Asking", because="the address goes once the link is sent, and nothing else names anybody")
