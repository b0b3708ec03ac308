"""Webhooks: what another program answered may repeat what it was told."""

from django.utils.translation import gettext_lazy as _

from rapport.core.personal.kinds import Basis, Held, RecordKind, nothing_in, record_kinds

record_kinds.add(
    RecordKind(
        "api.deliveries",
        _("Which entries other programs were told"),
        Basis.LEGITIMATE_INTEREST,
        _("so that we can show what was passed on, and send it again"),
        holds=(
            Held("api.Delivery", "entry__customer", erased={"answer": ""}, hidden=("entry", "next_at", "begun_at")),
        ),
        stays=_("That an entry was sent, and when. Ask those whose programs were told to forget it, too."),
        order=4,
    )
)
nothing_in("api.Endpoint", "api.Progress", "api.Secret", because="addresses of programs, and how far each has come")
