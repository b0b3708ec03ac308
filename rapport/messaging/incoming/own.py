"""Which addresses are ours, and who of those who work here writes by which. Asked once and remembered."""

from rapport.core.emails import email_key
from rapport.messaging.models import Channel, ChannelKind, RawMail
from rapport.staff.models import Business, User
from rapport.staff.remembering import remembered


def own_addresses() -> frozenset[str]:
    """Keys of the addresses at which we receive mail, and of the one that stands on our letters."""

    def ask() -> frozenset[str]:
        rows = Channel.objects.of(ChannelKind.EMAIL).exclude(address="").values_list("address", flat=True)
        return frozenset(email_key(address) for address in [*rows, Business.objects.current().email] if address)

    return remembered("messaging.own_addresses", ask)


def addresses_of(raw: RawMail) -> set[str]:
    """Ours, and to which this mail was delivered."""
    return {*own_addresses(), *(email_key(address) for address in raw.envelope_to)}


def colleague_by(address: str) -> User | None:
    """Who works here and has that address."""
    if not address:
        return None
    everybody = remembered(
        "messaging.colleagues", lambda: {email_key(user.email): user for user in User.objects.working_here()}
    )
    return everybody.get(email_key(address))
